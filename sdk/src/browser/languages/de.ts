import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'de',
  direction: 'ltr',
  label: 'Code',
  sentTo: 'Geben Sie den Code ein, den wir an {to} gesendet haben.',
  sent: 'Geben Sie den Code ein, den wir Ihnen gesendet haben.',
  incomplete: 'Geben Sie alle {length} Zeichen des Codes ein.',
  checking: 'Der Code wird geprüft …',
  errors: {
    wrong_code: 'Dieser Code stimmt nicht.',
    code_expired: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
    too_many_checks: 'Zu viele falsche Codes. Beginnen Sie von vorn.',
    address_locked: 'Zu viele falsche Codes. Versuchen Sie es später noch einmal.',
    too_soon:
      'Sie haben schon mehrere Codes angefordert. Warten Sie einige Minuten, bevor Sie es erneut versuchen.',
    not_sent:
      'Es konnte kein neuer Code gesendet werden. Versuchen Sie einen anderen Weg oder kommen Sie später wieder.',
    network: 'Die Verbindung ist fehlgeschlagen. Versuchen Sie es noch einmal.',
  },
  triesLeft: 'Verbleibende Versuche: {left}.',
  resend: 'Neuen Code senden',
  resendIn: 'Neuen Code senden in {time}',
  resendReady: 'Sie können jetzt einen neuen Code anfordern.',
  requested: 'Ein neuer Code wurde angefordert.',
  other: 'Anderen Weg wählen',
  help: 'Kein Code? Prüfen Sie Ihre Nummer und den Empfang, und sehen Sie unter blockierten Nachrichten oder im Spam nach.',
  channels: {
    sms: 'SMS',
    voice: 'Anruf',
    whatsapp: 'WhatsApp',
    email: 'E-Mail',
    rcs: 'RCS-Nachricht',
  },
};
