import { texts as english } from './languages/en.ts';
import type { CodeTexts } from './texts.ts';

/** Each is a file of its own, loaded when an element speaks it. */
const loaders: Readonly<Record<string, () => Promise<{ readonly texts: CodeTexts }>>> = {
  ar: () => import('./languages/ar.ts'),
  de: () => import('./languages/de.ts'),
  es: () => import('./languages/es.ts'),
  fr: () => import('./languages/fr.ts'),
  hi: () => import('./languages/hi.ts'),
  id: () => import('./languages/id.ts'),
  it: () => import('./languages/it.ts'),
  ja: () => import('./languages/ja.ts'),
  pt: () => import('./languages/pt.ts'),
  ru: () => import('./languages/ru.ts'),
  zh: () => import('./languages/zh.ts'),
};

const known = new Map<string, CodeTexts>([['en', english]]);

/**
 * Makes a language known at once, so that nothing is loaded later: one of `languages/`, or your own.
 *
 * @param language BCP 47, e.g. `de` or `pt-BR`
 * @example
 * import { texts } from 'countersign/browser/languages/de';
 * addLanguage('de', texts);
 */
export function addLanguage(language: string, texts: CodeTexts): void {
  known.set(language.toLowerCase(), texts);
}

/** `de-AT` speaks `de`; a language that is not known speaks English. A promise only while it loads. */
export function findTexts(tag: string): CodeTexts | Promise<CodeTexts> {
  const language = tag.toLowerCase();
  const base = language.split('-')[0] ?? '';
  const texts = known.get(language) ?? known.get(base);
  const load = loaders[base];
  if (texts || !load) return texts ?? english;
  return load().then(
    ({ texts: loaded }) => {
      known.set(base, loaded);
      return loaded;
    },
    () => english,
  );
}

/** Fills `{name}` in. Addresses and figures keep their own direction inside right-to-left text. */
export function fill(
  text: string,
  direction: CodeTexts['direction'],
  values: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) =>
    direction === 'rtl' ? `\u2066${values[name]}\u2069` : `${values[name]}`,
  );
}
