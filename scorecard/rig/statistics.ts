/** Whether counts look like chance. Source: Wilson and Hilferty 1931, the cube-root approximation. */

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
