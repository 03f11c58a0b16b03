import { describe, expect, test } from 'vitest';
import { chooseLanguage } from '../../kernel/language.ts';
import { allLanguages, message, payment, testChannel } from '../contract.suite.ts';
import { sms } from './channel.ts';

testChannel(sms, { codeAs: message.code, codeCount: 1 });

const longBrand = 'Abcdefgh Ijklmnopq';
/** Their letters are outside GSM-7 whatever the words. */
const ucs2 = 'ar bg cs el hi hu is ja ko lv ru sk th tr vi yue zh zh-tw'.split(' ');
/** Only a foreign word for "payee" would keep these in GSM-7. */
const ucs2Payments = [...ucs2, 'lt'];

describe('SMS texts', () => {
  test('English is the wording documented for Nexmo Verify', () => {
    expect(sms.render(message)).toEqual({
      text: 'Acme code: 041267. Valid for 5 minutes.',
      encoding: 'gsm-7',
      segments: 1,
      locale: 'en-us',
    });
  });

  test.each(allLanguages)('%s takes one segment with an 18-character brand', (locale) => {
    const rendered = sms.render({ ...message, locale, brand: longBrand, expiresInSeconds: 3600 });
    const isUcs2 = ucs2.includes(chooseLanguage(locale).language);
    expect(rendered).toMatchObject({ segments: 1, encoding: isUcs2 ? 'ucs-2' : 'gsm-7' });
  });

  test.each(allLanguages)('a payment in %s takes one segment, two where UCS-2', (locale) => {
    const long = { payee: longBrand, amount: '12345.67', currency: 'EUR' };
    const rendered = sms.render({ ...message, locale, payment: long, expiresInSeconds: 3600 });
    const isUcs2 = ucs2Payments.includes(chooseLanguage(locale).language);
    expect(rendered.encoding).toBe(isUcs2 ? 'ucs-2' : 'gsm-7');
    expect(rendered.segments).toBeLessThanOrEqual(isUcs2 ? 2 : 1);
  });

  test.each(allLanguages)('one number only in %s looks like a code', (locale) => {
    for (const changes of [{}, { payment }]) {
      for (const expiresInSeconds of [60, 300, 3600]) {
        const { text } = sms.render({ ...message, ...changes, locale, expiresInSeconds });
        expect(text.match(/\d{4,}/g)).toEqual([message.code]);
      }
    }
  });

  test.each(allLanguages)('a receipt’s 20 characters of %s do not hold the code', (locale) => {
    const isEnglish = chooseLanguage(locale).language === 'en';
    const { text } = sms.render({ ...message, locale });
    // English is fixed by compatibility: there the brand alone stands before the code.
    expect(text.indexOf(message.code)).toBeGreaterThanOrEqual(isEnglish ? 'Acme '.length : 20);
    const paid = sms.render({ ...message, locale, payment }).text;
    expect(paid.indexOf(message.code)).toBeGreaterThanOrEqual(20);
  });

  test('a letter outside GSM-7 in a brand or a template shows in encoding and segments', () => {
    expect(sms.render({ ...message, brand: 'Señor Ç' }).encoding).toBe('gsm-7');
    expect(sms.render({ ...message, brand: 'Garçon' })).toMatchObject({
      encoding: 'ucs-2',
      segments: 1,
    });
    const template = { text: `\${pin} ${'я'.repeat(70)}`, parameters: {} };
    expect(sms.render({ ...message, template })).toMatchObject({ encoding: 'ucs-2', segments: 2 });
  });

  test('ends with the hash of an Android app, once, and with nothing that is none', () => {
    const appHash = 'ABC123def45';
    const textOf = (changes: object) => sms.render({ ...message, ...changes }).text;
    expect(textOf({ appHash })).toBe(`${textOf({})}\n${appHash}`);
    const template = { text: `Code \${pin}\n${appHash}`, parameters: {} };
    expect(textOf({ appHash, template })).toBe(`Code ${message.code}\n${appHash}`);
    for (const none of ['', 'ABC', 'ABC123def456', 'ABC 123def4', 'http://a.bc']) {
      expect(textOf({ appHash: none })).toBe(textOf({}));
    }
  });
});
