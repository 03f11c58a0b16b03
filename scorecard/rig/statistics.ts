/** Whether counts look like chance, and how slow the slow ones are. Source: Wilson and Hilferty 1931, the cube-root approximation. */

/** Pearson's statistic of counts that should all be the same. */
export function chiSquare(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The value that chance exceeds once in a thousand times. */
export function chiSquareLimit(degreesOfFreedom: number): number {
  const normalQuantile = 3.0902; // 0.999
  const spread = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - spread + normalQuantile * Math.sqrt(spread)) ** 3;
}

/** The value that so many per cent are not above (nearest rank); 0 of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(Math.ceil((sorted.length * percent) / 100) - 1, 0)] ?? 0;
}
