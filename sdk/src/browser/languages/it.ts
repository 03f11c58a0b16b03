import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'it',
  direction: 'ltr',
  label: 'Codice',
  sentTo: 'Inserisca il codice che abbiamo inviato a {to}.',
  sent: 'Inserisca il codice che le abbiamo inviato.',
  incomplete: 'Inserisca tutti i {length} caratteri del codice.',
  checking: 'Verifica del codice…',
  errors: {
    wrong_code: 'Il codice non è corretto.',
    code_expired: 'Questo codice non è più valido. Ne richieda uno nuovo.',
    too_many_checks: 'Troppi codici errati. Ricominci da capo.',
    address_locked: 'Troppi codici errati. Riprovi più tardi.',
    too_soon: 'Ha già richiesto più codici. Attenda qualche minuto prima di richiederne un altro.',
    not_sent:
      'Non è stato possibile inviare un nuovo codice. Provi in un altro modo o torni più tardi.',
    network: 'Connessione non riuscita. Riprovi.',
  },
  triesLeft: 'Tentativi rimasti: {left}.',
  resend: 'Invia un nuovo codice',
  resendIn: 'Invia un nuovo codice tra {time}',
  resendReady: 'Ora può richiedere un nuovo codice.',
  requested: 'È stato richiesto un nuovo codice.',
  other: 'Prova in un altro modo',
  help: 'Nessun codice? Controlli il numero e il segnale, e guardi tra i messaggi bloccati o nello spam.',
  channels: {
    sms: 'SMS',
    voice: 'Telefonata',
    whatsapp: 'WhatsApp',
    email: 'E-mail',
    rcs: 'Messaggio RCS',
  },
};
