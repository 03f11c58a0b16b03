import { expect, test } from 'vitest';
import { allLanguages, message, payment, testCodelessChannel } from '../contract.suite.ts';
import { whatsappInteractive } from './channel.ts';

testCodelessChannel(whatsappInteractive);

test('asks and offers two answers', () => {
  expect(whatsappInteractive.render(message)).toEqual({
    text: 'Are you confirming that it is you with Acme? Answer within 5 minutes.',
    choices: { yes: 'Yes', no: 'No' },
    segments: 1,
    locale: 'en-us',
  });
});

test.each(allLanguages)('buttons fit and differ, and a payment is told in %s', (locale) => {
  const { text, choices } = whatsappInteractive.render({ ...message, payment, locale });
  expect(text).toContain('Shoe Shop');
  expect(text).toMatch(/1[., ]500[.,]00 EUR/);
  expect(text).toContain('5');
  expect(choices?.yes).not.toBe(choices?.no);
  for (const title of [choices?.yes ?? '', choices?.no ?? '']) {
    expect([...title].length).toBeGreaterThanOrEqual(1);
    expect([...title].length).toBeLessThanOrEqual(20);
  }
});
