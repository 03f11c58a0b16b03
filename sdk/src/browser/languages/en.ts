import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'en',
  direction: 'ltr',
  label: 'Code',
  sentTo: 'Enter the code we sent to {to}.',
  sent: 'Enter the code we sent you.',
  incomplete: 'Enter all {length} characters of the code.',
  checking: 'Checking the code…',
  errors: {
    wrong_code: 'That code is not right.',
    code_expired: 'This code is no longer valid. Ask for a new one.',
    too_many_checks: 'Too many wrong codes. Start again.',
    address_locked: 'Too many wrong codes. Try again later.',
    too_soon: 'You have asked for several codes. Wait a few minutes before you ask again.',
    not_sent: 'No new code could be sent. Try another way, or come back later.',
    network: 'The connection failed. Try again.',
  },
  triesLeft: 'Tries left: {left}.',
  resend: 'Send a new code',
  resendIn: 'Send a new code in {time}',
  resendReady: 'You can ask for a new code now.',
  requested: 'A new code was requested.',
  other: 'Try another way',
  help: 'No code? Check your number and your signal, and look among blocked messages or spam.',
  channels: {
    sms: 'Text message',
    voice: 'Phone call',
    whatsapp: 'WhatsApp',
    email: 'Email',
    rcs: 'RCS message',
  },
};
