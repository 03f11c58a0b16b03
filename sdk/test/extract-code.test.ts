import { expect, test } from 'vitest';
import { extractCode } from '../src/browser/extract-code.ts';

const six = { length: 6, isAlphanumeric: false };
const letters = { length: 6, isAlphanumeric: true };

test.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['123-456', '123456'],
  ['123–456', '123456'],
  ['1 2 3 4 5 6', '123456'],
  [' 123\u00a0456\n', '123456'],
  ['１２３４５６', '123456'],
  ['١٢٣٤٥٦', '123456'],
  ['۱۲۳-۴۵۶', '123456'],
  ['१२३४५६', '123456'],
  ['𝟏𝟐𝟑𝟒𝟓𝟔', '123456'],
  ['Your Harbour Bank code is 123456. Valid for 5 minutes.', '123456'],
  ['Ihr Code: 123 456 (gültig 10 Minuten)', '123456'],
  ['<#> 987654 is your code\n@bank.example #987654', '987654'],
  ['1234', '1234'],
  ['12345678', '123456'],
  ['abc', ''],
  ['', ''],
])('of %j the code is %j', (text, code) => {
  expect(extractCode(text, six)).toBe(code);
});

test.each([
  ['ab12cd', 'AB12CD'],
  ['AB1-2CD', 'AB12CD'],
  ['Your access code is ab12cd.', 'AB12CD'],
  ['ab1', 'AB1'],
])('of letters and digits in %j the code is %j', (text, code) => {
  expect(extractCode(text, letters)).toBe(code);
});

test('digits of every script become the digit they stand for', () => {
  const wrong: string[] = [];
  let expected = 0;
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const digit = String.fromCodePoint(point);
    if (!/\p{Nd}/u.test(digit)) continue;
    // Unicode lists them in tens, so that the order alone says which digit comes.
    if (extractCode(digit, six) !== String(expected % 10)) wrong.push(point.toString(16));
    expected += 1;
  }
  expect(expected).toBeGreaterThan(600);
  expect(wrong).toEqual([]);
});

test('the time to read a long text grows no faster than the text', () => {
  const started = performance.now();
  expect(extractCode('1 '.repeat(500_000), six)).toBe('111111');
  // Milliseconds when linear, hours when not.
  expect(performance.now() - started).toBeLessThan(10_000);
});
