import { expect, test } from 'vitest';
import { Durations, meanRatio } from './statistics.ts';

test('percentiles are nearest-rank values of all durations, also beyond the first buffer', () => {
  const durations = new Durations();
  for (let value = 40_000; value >= 1; value -= 1) durations.add(value);
  expect(durations.percentiles()).toEqual({ p50: 20_000, p99: 39_600, max: 40_000 });
});

test('no durations give zeros', () => {
  expect(new Durations().percentiles()).toEqual({ p50: 0, p99: 0, max: 0 });
});

test('the mean of ratios is geometric, with Student’s interval around it', () => {
  // Logarithms -0.1, 0 and 0.1: mean 0, standard error 0.1/√3, t of two degrees of freedom 4.3.
  const { mean, low, high } = meanRatio([Math.exp(-0.1), 1, Math.exp(0.1)]);
  expect(mean).toBeCloseTo(1, 10);
  expect(Math.log(high)).toBeCloseTo((4.3 * 0.1) / Math.sqrt(3), 10);
  expect(low * high).toBeCloseTo(1, 10);
});
