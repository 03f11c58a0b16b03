import { expect, test } from 'vitest';
import { readCode } from './read-code.ts';

test.each([
  ['7', '7'],
  ['1234', '1234'],
  [' 1234\n', '1234'],
  ['12 34', '1234'],
  ['123-456', '123456'],
  ['1 2 3 4', '1234'],
  ['"1234".', '1234'],
  ['(0042)', '0042'],
  ['#1234', '1234'],
  ['１２３４', '1234'],
  ['\u200e1234\u200b', '1234'],
  ['123456789012', '123456789012'],
])('%j is the code %s', (text, code) => {
  expect(readCode(text)).toBe(code);
});

test.each([
  ['1234567890123'],
  ['my code is 1234'],
  ['1234 thanks'],
  ['12  34'],
  ['12.34'],
  ['12:34'],
  ['+1 202 555 0100 x'],
  ['١٢٣٤'], // Arabic-Indic digits: no code of ours is written in them
  ['1234 😀'],
  ['1\u200b234'],
  [''],
  ['----'],
  [`1234${' '.repeat(100)}`],
  [`${'1 '.repeat(100_000)}`],
])('%j is an ordinary message', (text) => {
  expect(readCode(text)).toBeUndefined();
});
