/**
 * The words by which subscribers govern what they get, in English and Spanish. The whole message has
 * to be the word: a sentence that holds one is a message like any other (docs/compliance.md).
 * Sources: CTIA Short Code Monitoring Handbook (https://www.usshortcodes.com), and 47 CFR
 * § 64.1200(a)(10) for the words that end consent.
 */

export type KeywordMeaning = 'stop' | 'help' | 'start';
export type KeywordLanguage = 'en' | 'es';

export interface Keyword {
  readonly meaning: KeywordMeaning;
  readonly language: KeywordLanguage;
  /** Said to every sender of the application, not only to the one it was written to. */
  readonly isForAll: boolean;
}

const stopAll = 'STOPALL';

/** Spaces and hyphens inside a word are left out of account: `opt out`, `STOP ALL`. */
const words: Readonly<Record<KeywordLanguage, Readonly<Record<KeywordMeaning, string>>>> = {
  en: {
    stop: `STOP ${stopAll} UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT`,
    help: 'HELP INFO',
    start: 'START UNSTOP',
  },
  es: {
    stop: 'ALTO PARAR CANCELAR BAJA',
    help: 'AYUDA',
    start: 'INICIAR COMENZAR ALTA',
  },
};

const keywords: ReadonlyMap<string, Keyword> = new Map(
  (['en', 'es'] as const).flatMap((language) =>
    (['stop', 'help', 'start'] as const).flatMap((meaning) =>
      words[language][meaning]
        .split(' ')
        .map((word) => [word, { meaning, language, isForAll: word === stopAll }] as const),
    ),
  ),
);

/** Of two words these stay what they are; every other keyword is one word. */
const joined = new Set([stopAll, 'OPTOUT']);

/** Longer than any keyword with some punctuation around it. */
const lengthMax = 40;

/**
 * The keyword a message consists of. Counted as the same: case, the wide and other compatibility
 * forms of letters (NFKC), space, punctuation and what is not visible around the word. An emoji, a
 * second word or anything else makes it an ordinary message.
 */
export function readKeyword(text: string): Keyword | undefined {
  if (text.length > lengthMax) return undefined;
  const bare = text
    .normalize('NFKC')
    .replace(/^[\s\p{P}\p{Cf}]+|[\s\p{P}\p{Cf}]+$/gu, '')
    .toUpperCase();
  const word = bare.replace(/[ -]/, '');
  if (word !== bare && !joined.has(word)) return undefined;
  return keywords.get(word);
}
