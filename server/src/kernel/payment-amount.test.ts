import { expect, test } from 'vitest';
import { textLanguages } from './language.ts';
import { sayAmount } from './payment-amount.ts';

test.each([
  ['en', '48.00', '48.00 EUR'],
  ['en', '48', '48 EUR'],
  ['en', '1500', '1,500 EUR'],
  ['de', '1500.00', '1.500,00 EUR'],
  ['fr', '1234567.5', '1 234 567,5 EUR'],
  ['es', '1500.00', '1.500,00 EUR'],
  ['pl', '1500.00', '1 500,00 EUR'],
  ['ar', '1500.00', '1,500.00 EUR'],
  ['en', '123456789012.345', '123,456,789,012.345 EUR'],
  ['en', '1234567890123456', '1234567890123456 EUR'],
  ['en', '48,00', '48,00 EUR'],
  ['en', '-48', '-48 EUR'],
] as const)('in %s an amount of %s reads %s', (language, amount, expected) => {
  expect(sayAmount({ amount, currency: 'EUR' }, language)).toBe(expected);
});

test('no language rounds an amount or leaves four digits together', () => {
  for (const language of textLanguages) {
    const said = sayAmount({ amount: '98765432.10', currency: 'EUR' }, language);
    expect(said.replaceAll(/\D/g, '')).toBe('9876543210');
    expect(said).not.toMatch(/\d{4}/);
    expect(said).not.toMatch(/[\u00a0\u202f]/);
  }
});
