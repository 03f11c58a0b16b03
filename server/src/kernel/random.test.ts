import { expect, test } from 'vitest';
import { fillRandom, randomBytes, randomDigits, randomFraction, randomHex } from './random.ts';

test.each([1, 4, 6, 8, 10])('a code of %i digits has exactly so many', (length) => {
  for (let index = 0; index < 1000; index += 1) {
    expect(randomDigits(length)).toMatch(new RegExp(`^[0-9]{${length}}$`));
  }
});

test('codes with leading zeros occur as often as all others', () => {
  const codes = Array.from({ length: 20_000 }, () => randomDigits(4));
  const zeros = codes.filter((code) => code.startsWith('0')).length;
  // A tenth is expected; six standard deviations are 255.
  expect(Math.abs(zeros - 2_000)).toBeLessThan(255);
});

test('every digit occurs at every place equally often', () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 20_000; index += 1) {
    for (const [place, digit] of [...randomDigits(4)].entries()) {
      counts.set(`${place}${digit}`, (counts.get(`${place}${digit}`) ?? 0) + 1);
    }
  }
  expect(counts.size).toBe(40);
  for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(255);
});

test.each([0, -1, 11, 4.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'a length of %d is refused',
  (length) => expect(() => randomDigits(length)).toThrow(RangeError),
);

test('the pool never gives the same bytes twice, across its refills too', () => {
  const seen = new Set<string>();
  const target = Buffer.alloc(16);
  for (let index = 0; index < 5_000; index += 1) {
    fillRandom(target, 0, 16);
    seen.add(target.toString('hex'));
  }
  expect(seen.size).toBe(5_000);
});

test('only the asked bytes of the target change', () => {
  const target = Buffer.alloc(12, 0);
  while (target[4] === 0) fillRandom(target, 4, 1);
  expect([...target.subarray(0, 4), ...target.subarray(5)].every((byte) => byte === 0)).toBe(true);
});

test('the other sources keep their shape', () => {
  expect(randomBytes(20)).toHaveLength(20);
  expect(randomHex(4)).toMatch(/^[0-9a-f]{8}$/);
  for (let index = 0; index < 1000; index += 1) {
    const fraction = randomFraction();
    expect(fraction >= 0 && fraction < 1).toBe(true);
  }
});
