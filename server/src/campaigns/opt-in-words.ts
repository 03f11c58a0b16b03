/**
 * The sentences of an opt-in page in each language. STOP and HELP stay as they are in every language:
 * they are what the codes answer to everywhere. The English wording follows the vendor's own example
 * (https://developer.vonage.com/en/messaging/us-short-codes), duties: CTIA Short Code Monitoring Handbook.
 */

export const optInLanguages = ['en', 'es'] as const;
export type OptInLanguage = (typeof optInLanguages)[number];

/** What has to be said, in the order it is said. */
export const optInItems = [
  'description',
  'frequency',
  'stop',
  'help',
  'rates',
  'terms',
  'privacy',
] as const;
export type OptInItem = (typeof optInItems)[number];

/** What is put between brackets where the campaign does not say it yet. */
export interface OptInFacts {
  readonly company: string;
  readonly programme: string;
  readonly description: string | undefined;
  readonly frequency: string | undefined;
  readonly code: string;
  readonly termsUrl: string;
  readonly privacyUrl: string;
}

type Sentence = (facts: OptInFacts) => string;

/** A sentence with a link: words before, words of the link, words after. */
type LinkSentence = readonly [before: string, link: string, after: string];

interface Words {
  readonly label: string;
  readonly sentences: Readonly<Record<OptInItem, Sentence>>;
  readonly links: Readonly<Record<'terms' | 'privacy', LinkSentence>>;
  /** Stands for a fact that is missing. */
  readonly blank: Readonly<Record<'frequency' | 'terms' | 'privacy', string>>;
}

export const optInWords: Readonly<Record<OptInLanguage, Words>> = {
  en: {
    label: 'About these text messages',
    sentences: {
      description: describe,
      frequency: ({ frequency }) => sayFrequency(frequency, 'en'),
      stop: ({ code }) => `To opt out at any time, send STOP to ${code}.`,
      help: ({ code }) => `To receive more information, send HELP to ${code}.`,
      rates: () => 'Message and data rates may apply.',
      terms: ({ termsUrl }) => `The terms and conditions can be viewed at ${termsUrl}.`,
      privacy: ({ privacyUrl }) => `Our Privacy Policy can be reviewed at ${privacyUrl}.`,
    },
    links: {
      terms: ['The ', 'terms and conditions', ' can be viewed at any time.'],
      privacy: ['Our ', 'Privacy Policy', ' can be reviewed at any time.'],
    },
    blank: {
      frequency: '[how many messages, such as 2 msgs/day]',
      terms: '[address of the terms]',
      privacy: '[address of the privacy policy]',
    },
  },
  es: {
    label: 'Sobre estos mensajes de texto',
    sentences: {
      description: describe,
      frequency: ({ frequency }) => sayFrequency(frequency, 'es'),
      stop: ({ code }) => `Para darse de baja en cualquier momento, envíe STOP al ${code}.`,
      help: ({ code }) => `Para recibir más información, envíe HELP al ${code}.`,
      rates: () => 'Pueden aplicarse tarifas por mensajes y datos.',
      terms: ({ termsUrl }) => `Los términos y condiciones pueden consultarse en ${termsUrl}.`,
      privacy: ({ privacyUrl }) =>
        `Nuestra política de privacidad puede consultarse en ${privacyUrl}.`,
    },
    links: {
      terms: ['Los ', 'términos y condiciones', ' pueden consultarse en cualquier momento.'],
      privacy: ['Nuestra ', 'política de privacidad', ' puede consultarse en cualquier momento.'],
    },
    blank: {
      frequency: '[cuántos mensajes, por ejemplo 2 al día]',
      terms: '[dirección de los términos]',
      privacy: '[dirección de la política de privacidad]',
    },
  },
};

function describe({ programme, company, description }: OptInFacts): string {
  const name = programme.includes(company) ? programme : `${company} ${programme}`.trim();
  return description ? `${name}: ${endSentence(description)}` : endSentence(name);
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

type Period = 'day' | 'week' | 'month' | 'year' | 'request' | 'sign-in';

const periodWords: Readonly<Record<Period, Readonly<Record<OptInLanguage, string>>>> = {
  day: { en: '/day', es: ' al día' },
  week: { en: '/week', es: ' por semana' },
  month: { en: '/month', es: ' al mes' },
  year: { en: '/year', es: ' al año' },
  request: { en: ' per request', es: ' por cada solicitud' },
  'sign-in': { en: ' per sign-in', es: ' por cada inicio de sesión' },
};

const rate =
  /^(?:you (?:will|may) (?:receive|get) )?(?:(?:no more than|up to|at most|max\.?|maximum of) )?(\d{1,4}|one|two|three) (?:msgs?|messages?|texts?|sms)(?: messages?)? ?(?:\/|per|a|an|each|every) ?(day|week|month|year|request|sign-in|login)\.?$/i;
const numbers: Readonly<Record<string, string>> = { one: '1', two: '2', three: '3' };

/** A rate is put into words; anything else is repeated as the applicant wrote it. */
function sayFrequency(frequency: string | undefined, language: OptInLanguage): string {
  const words = frequency ?? optInWords[language].blank.frequency;
  const found = rate.exec(words.trim());
  if (!found) {
    return `${language === 'en' ? 'Message frequency' : 'Frecuencia de los mensajes'}: ${endSentence(words.trim())}`;
  }
  const [, most = '', per = ''] = found.map((group) => group?.toLowerCase());
  const count = numbers[most] ?? most;
  const period = periodWords[(per === 'login' ? 'sign-in' : per) as Period][language];
  if (language === 'en') {
    return `You will receive no more than ${count} ${count === '1' ? 'msg' : 'msgs'}${period}.`;
  }
  return `Recibirá como máximo ${count} ${count === '1' ? 'mensaje' : 'mensajes'}${period}.`;
}
