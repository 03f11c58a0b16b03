import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import {
  chooseLanguage,
  languageOfCountry,
  paymentLanguages,
  textLanguages,
  verifyLanguages,
} from './language.ts';

describe('the language of a message', () => {
  test('the wires know 39 languages and 21 for payments', () => {
    expect(new Set(verifyLanguages).size).toBe(39);
    expect(new Set(paymentLanguages).size).toBe(21);
  });

  test.each([
    ['en-us', 'en', 'en-us'],
    ['en-gb', 'en', 'en-gb'],
    ['es-mx', 'es', 'es-mx'],
    ['es-ar', 'es', 'es-es'],
    ['es', 'es', 'es-es'],
    ['ES_MX', 'es', 'es-mx'],
    ['en_US', 'en', 'en-us'],
    ['pt-br', 'pt-br', 'pt-br'],
    ['pt-pt', 'pt', 'pt-pt'],
    ['pt-ao', 'pt', 'pt-pt'],
    ['zh-cn', 'zh', 'zh-cn'],
    ['zh-tw', 'zh-tw', 'zh-tw'],
    ['zh-hk', 'zh-tw', 'zh-tw'],
    ['zh-Hant-HK', 'zh-tw', 'zh-tw'],
    ['zh-hans', 'zh', 'zh-cn'],
    ['yue-cn', 'yue', 'yue-cn'],
    ['cy-cy', 'cy', 'cy-cy'],
    ['ee-et', 'et', 'ee-et'],
    ['no', 'nb', 'nb-no'],
    ['fr-ca', 'fr', 'fr-ca'],
    ['ga-ie', 'en', 'en-us'],
    ['mt-mt', 'en', 'en-us'],
    ['xx-yy', 'en', 'en-us'],
    ['', 'en', 'en-us'],
    ['__proto__', 'en', 'en-us'],
    ['constructor', 'en', 'en-us'],
    ['-', 'en', 'en-us'],
    ['x'.repeat(50_000), 'en', 'en-us'],
    ['es-'.repeat(20_000), 'es', 'es-es'],
  ])('%.20s is written in %s and says so as %s', (wanted, language, locale) => {
    expect(chooseLanguage(wanted)).toEqual({ language, locale });
  });

  test('each of the 39 has a text of its own', () => {
    const missing = verifyLanguages.filter((tag) => chooseLanguage(tag).locale !== tag);
    expect(missing).toEqual([]);
  });

  test('of the 21 for payments only Irish and Maltese fall back to English', () => {
    const missing = paymentLanguages.filter((tag) => chooseLanguage(tag).locale !== tag);
    expect(missing).toEqual(['ga-ie', 'mt-mt']);
  });

  test('every text can be asked for', () => {
    const chosen = new Set(
      [...verifyLanguages, ...paymentLanguages].map((tag) => chooseLanguage(tag).language),
    );
    expect([...chosen].sort()).toEqual([...textLanguages].sort());
  });
});

describe('the language of a country', () => {
  test.each([
    ['GB', 'en-gb'],
    ['US', 'en-us'],
    ['CA', 'en-us'],
    ['DE', 'de-de'],
    ['AT', 'de-de'],
    ['BR', 'pt-br'],
    ['MX', 'es-mx'],
    ['AR', 'es-mx'],
    ['ES', 'es-es'],
    ['HK', 'zh-tw'],
    ['CN', 'zh-cn'],
    ['SA', 'ar-xa'],
    ['IN', 'en-in'],
    ['PH', 'fil-ph'],
    ['gb', 'en-gb'],
    ['ZZ', 'en-us'],
    ['', 'en-us'],
    ['constructor', 'en-us'],
  ])('%s is spoken to in %s', (country, language) => {
    expect(languageOfCountry(country)).toBe(language);
  });

  test('every country with a numbering plan has one of the 39', () => {
    for (const country of getCountries()) {
      expect(verifyLanguages).toContain(languageOfCountry(country));
    }
  });
});
