import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findTexts } from '../src/browser/language.ts';
import { texts as english } from '../src/browser/languages/en.ts';
import type { CodeTexts } from '../src/browser/texts.ts';

const folder = path.join(import.meta.dirname, '../src/browser/languages');
const languages = readdirSync(folder).map((file) => path.basename(file, '.ts'));

/** `errors.wrong_code` and the like, with what is said. */
function sentences(texts: CodeTexts): Record<string, string> {
  const flat = Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[name, value]]
      : Object.entries(value).map(([inner, said]) => [`${name}.${inner}`, said]),
  );
  return Object.fromEntries(flat);
}

function placeholders(sentence: string | undefined): string[] {
  return (sentence?.match(/\{\w+\}/g) ?? []).sort();
}

test('there are twelve', () => {
  expect(languages.sort()).toEqual(
    ['ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'it', 'ja', 'pt', 'ru', 'zh'].sort(),
  );
});

test.each(languages)('%s says all that English says', async (language) => {
  const own = sentences(await findTexts(language));
  const wanted = sentences(english);
  expect(own.language).toBe(language);
  expect(Object.keys(own).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, said] of Object.entries(wanted)) {
    expect(own[name]?.trim(), name).not.toBe('');
    expect(placeholders(own[name]), name).toEqual(placeholders(said));
  }
});

test.each(languages.filter((language) => language !== 'en'))(
  '%s is no English',
  async (language) => {
    const own = sentences(await findTexts(language));
    const borrowed = Object.entries(sentences(english))
      .filter(([name, said]) => own[name] === said)
      .map(([name]) => name);
    // Names of products, and words that some languages share.
    const shared = ['direction', 'label', 'channels.whatsapp', 'channels.email'];
    expect(borrowed.filter((name) => !shared.includes(name))).toEqual([]);
  },
);

test('a region speaks its language; one that is not known speaks English', async () => {
  expect((await findTexts('pt-BR')).language).toBe('pt');
  expect((await findTexts('AR-eg')).language).toBe('ar');
  expect((await findTexts('tlh')).language).toBe('en');
  expect((await findTexts('')).language).toBe('en');
});
