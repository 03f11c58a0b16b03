import { describe, expect, test } from 'vitest';
import {
  compactId,
  idEndOfNumber,
  idFloor,
  idRange,
  newId,
  newUuid,
  numberOfId,
  parseId,
} from './ids.ts';

const moment = new Date('2026-03-04T05:06:07.089Z');
const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a UUID of version 7 and carries its moment', () => {
  const id = newId(moment);
  expect(id).toMatch(canonical);
  expect(Number.parseInt(compactId(id).slice(0, 12), 16)).toBe(moment.getTime());
});

test('ids of later milliseconds sort behind earlier ones', () => {
  const ids = Array.from({ length: 500 }, (_, index) => newId(new Date(moment.getTime() + index)));
  expect(ids.toSorted()).toEqual(ids);
});

test('ten thousand ids of one millisecond are all different', () => {
  const ids = Array.from({ length: 10_000 }, () => newId(moment));
  expect(new Set(ids).size).toBe(ids.length);
});

test('the floor of a moment is below all its ids and above all earlier ones', () => {
  const floor = idFloor(moment);
  for (let index = 0; index < 100; index += 1) {
    expect(newId(moment) > floor).toBe(true);
    expect(newId(new Date(moment.getTime() - 1)) < floor).toBe(true);
  }
  expect(idFloor(new Date(-1))).toBe('00000000-0000-0000-0000-000000000000');
});

describe('parseId', () => {
  const id = newId(moment);
  test.each([
    ['as printed', id],
    ['without dashes', compactId(id)],
    ['in capitals', id.toUpperCase()],
    ['compact in capitals', compactId(id).toUpperCase()],
  ])('takes an id %s', (_name, text) => expect(parseId(text)).toBe(id));

  test.each([
    [''],
    ['-'],
    [id.slice(1)],
    [`${id}0`],
    [`${id.slice(0, -1)}g`],
    [` ${id}`],
    [`${id}\n`],
    ['０123456789abcdef0123456789abcdef'],
    ["' or 1=1 --"],
    ['a'.repeat(100_000)],
  ])('%j is no id', (text) => expect(parseId(text)).toBeUndefined());
});

test('the compact form is 32 hexadecimal characters and reads back', () => {
  const id = newId(moment);
  expect(compactId(id)).toMatch(/^[0-9a-f]{32}$/);
  expect(parseId(compactId(id))).toBe(id);
});

test.each([
  [['b', 'a', 'c'], 'a', 'c'],
  [['a'], 'a', 'a'],
  [['c', 'b'], 'b', 'c'],
  [['a', 'a'], 'a', 'a'],
  [[], '', ''],
])('the range of %j is %s to %s', (ids, lowest, highest) => {
  expect(idRange(ids)).toEqual([lowest, highest]);
});

test('nonces are random UUIDs', () => {
  expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(newUuid()).not.toBe(newUuid());
});

describe('the number of an id', () => {
  test('is the end of it, below 2^53, and leads back to that end', () => {
    for (let index = 0; index < 2_000; index += 1) {
      const id = newId(moment);
      const number = numberOfId(id);
      expect(number).toMatch(/^\d{1,16}$/);
      expect(Number.isSafeInteger(Number(number))).toBe(true);
      expect(id.endsWith(idEndOfNumber(number) as string)).toBe(true);
    }
    expect(idEndOfNumber('0')).toBe('0-000000000000');
    expect(idEndOfNumber(String(2 ** 52 - 1))).toBe('f-ffffffffffff');
  });

  test('is spread over its whole range: nobody counts up to the next one', () => {
    const numbers = Array.from({ length: 1_000 }, () => Number(numberOfId(newId(moment))));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => number > 2 ** 51).length).toBeGreaterThan(400);
    expect(numbers.filter((number) => number < 2 ** 51).length).toBeGreaterThan(400);
  });

  test.each([
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    ' 1',
    '4503599627370496',
    '9'.repeat(16),
    '9'.repeat(40),
  ])('is not %j', (text) => expect(idEndOfNumber(text)).toBeUndefined());
});
