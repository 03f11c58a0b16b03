import { expect, test } from 'vitest';
import { formatAmount, parseAmount } from './money.ts';

test.each([
  ['0', 0, '0.00000000'],
  ['10', 1_000_000_000, '10.00000000'],
  ['0.0333', 3_330_000, '0.03330000'],
  ['0.03330000', 3_330_000, '0.03330000'],
  ['0.00000001', 1, '0.00000001'],
  ['9999.9667', 999_996_670_000, '9999.96670000'],
  ['-0.5', -50_000_000, '-0.50000000'],
  ['-12.00000001', -1_200_000_001, '-12.00000001'],
  ['90000000', 9_000_000_000_000_000, '90000000.00000000'],
])('%s is %i units and prints as %s', (text, units, printed) => {
  expect(parseAmount(text)).toBe(units);
  expect(formatAmount(units)).toBe(printed);
});

test.each([[''], ['.5'], ['1.'], ['1,5'], ['+1'], ['1e3'], ['0x10'], [' 1'], ['1 '], ['NaN']])(
  '%j is no amount',
  (text) => expect(() => parseAmount(text)).toThrow(RangeError),
);

test.each([['0.000000001'], ['1234567890'], ['--1'], ['1.2.3'], ['٣']])(
  '%j is refused rather than rounded or guessed',
  (text) => expect(() => parseAmount(text)).toThrow(RangeError),
);

test('a thousand thirds of a cent add up exactly', () => {
  let sum = 0;
  for (let index = 0; index < 1000; index += 1) sum += parseAmount('0.00333333');
  expect(formatAmount(sum)).toBe('3.33333000');
});
