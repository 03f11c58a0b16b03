import { expect, test } from 'vitest';
import { allLanguages, message, payment, testChannel } from '../contract.suite.ts';
import { whatsapp } from './channel.ts';

testChannel(whatsapp, { codeAs: '*041267*', codeCount: 1 });

test('the code is bold and first', () => {
  expect(whatsapp.render(message)).toEqual({
    text: '*041267* is your Acme code. Valid for 5 minutes. Do not share it.',
    segments: 1,
    locale: 'en-us',
  });
});

test.each(allLanguages)('nothing before the code can break its bold face in %s', (locale) => {
  for (const changes of [{}, { payment }]) {
    const { text } = whatsapp.render({ ...message, ...changes, locale, brand: 'A*b*c' });
    expect(text.startsWith('*041267*')).toBe(true);
  }
});
