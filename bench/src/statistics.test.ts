import { expect, test } from 'vitest';
import { Durations } from './statistics.ts';

test('percentiles are nearest-rank values of all durations, also beyond the first buffer', () => {
  const durations = new Durations();
  for (let value = 40_000; value >= 1; value -= 1) durations.add(value);
  expect(durations.percentiles()).toEqual({ p50: 20_000, p99: 39_600, max: 40_000 });
});

test('no durations give zeros', () => {
  expect(new Durations().percentiles()).toEqual({ p50: 0, p99: 0, max: 0 });
});
