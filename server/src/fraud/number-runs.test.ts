import { expect, test } from 'vitest';
import { createNumberRuns } from './number-runs.ts';

const prefix = '1 prefix 44770090';

function runOf(suffixes: readonly number[], asked: number): number {
  const runs = createNumberRuns();
  suffixes.forEach((suffix, index) => {
    runs.note(prefix, suffix, index);
  });
  return runs.lengthAt(prefix, asked, 0);
}

test.each([
  ['a first number', [], 5, 1],
  ['consecutive numbers', [1, 2, 3, 4], 5, 5],
  ['in any order', [9, 7, 8, 5], 6, 5],
  ['each asked for again and again', [1, 2, 1, 2, 1, 2], 3, 3],
  ['every tenth number, as one of ten nodes sees them', [0, 10, 20, 30], 40, 5],
  ['numbers apart', [100, 2_000, 4_000, 9_000], 6_000, 1],
  ['a run elsewhere in the prefix', [1, 2, 3, 4, 5], 5_000, 1],
  ['the gap in the middle closed', [0, 5, 20, 25], 12, 5],
])('%s', (_name, seen, asked, length) => {
  expect(runOf(seen, asked)).toBe(length);
});

test('numbers seen before the window do not count', () => {
  const runs = createNumberRuns();
  for (let suffix = 0; suffix < 10; suffix += 1) runs.note(prefix, suffix, suffix * 1_000);
  expect(runs.lengthAt(prefix, 10, 0)).toBe(11);
  expect(runs.lengthAt(prefix, 10, 6_000)).toBe(5);
});

test('a prefix that was forgotten begins anew', () => {
  const runs = createNumberRuns();
  for (let suffix = 0; suffix < 10; suffix += 1) runs.note(prefix, suffix, 0);
  runs.forget(prefix);
  expect(runs.lengthAt(prefix, 10, 0)).toBe(1);
});

test('honest numbers of one prefix make no run', () => {
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * 10_000);
  };
  for (let round = 0; round < 200; round += 1) {
    const numbers = Array.from({ length: 60 }, next);
    expect(runOf(numbers, next())).toBeLessThan(8);
  }
});

test('memory is bounded: a flood of prefixes pushes old ones out', () => {
  const runs = createNumberRuns();
  for (let index = 0; index < 50_000; index += 1) runs.note(`1 prefix ${index}`, 1, 0);
  expect(runs.lengthAt('1 prefix 0', 2, 0)).toBe(1);
  expect(runs.lengthAt('1 prefix 49999', 2, 0)).toBe(2);
});
