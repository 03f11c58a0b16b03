import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'fr',
  direction: 'ltr',
  label: 'Code',
  sentTo: 'Saisissez le code que nous avons envoyé à {to}.',
  sent: 'Saisissez le code que nous vous avons envoyé.',
  incomplete: 'Saisissez les {length} caractères du code.',
  checking: 'Vérification du code…',
  errors: {
    wrong_code: 'Ce code n’est pas le bon.',
    code_expired: 'Ce code n’est plus valable. Demandez-en un nouveau.',
    too_many_checks: 'Trop de codes erronés. Recommencez depuis le début.',
    address_locked: 'Trop de codes erronés. Réessayez plus tard.',
    too_soon:
      'Vous avez demandé plusieurs codes. Attendez quelques minutes avant d’en redemander un.',
    not_sent: 'Aucun nouveau code n’a pu être envoyé. Essayez autrement ou revenez plus tard.',
    network: 'La connexion a échoué. Réessayez.',
  },
  triesLeft: 'Essais restants : {left}.',
  resend: 'Envoyer un nouveau code',
  resendIn: 'Envoyer un nouveau code dans {time}',
  resendReady: 'Vous pouvez maintenant demander un nouveau code.',
  requested: 'Un nouveau code a été demandé.',
  other: 'Essayer autrement',
  help: 'Pas de code ? Vérifiez votre numéro et le réseau, et regardez dans les messages bloqués ou les indésirables.',
  channels: {
    sms: 'SMS',
    voice: 'Appel téléphonique',
    whatsapp: 'WhatsApp',
    email: 'E-mail',
    rcs: 'Message RCS',
  },
};
