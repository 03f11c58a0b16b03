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

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * How often a value of the first kind is the greater one, ties counted half: 0.5 when nobody can tell
 * the kinds apart (Mann and Whitney 1947).
 */
export function areaUnderCurve(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].sort((left, right) => left.value - right.value);
  let ranks = 0;
  for (let index = 0; index < all.length; ) {
    let end = index;
    while (all[end]?.value === all[index]?.value) end += 1;
    const rank = (index + 1 + end) / 2;
    for (const { isFirst } of all.slice(index, end)) if (isFirst) ranks += rank;
    index = end;
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

/** Standard error of a difference of two medians, by the median absolute deviation. */
export function medianGapError(first: readonly number[], second: readonly number[]): number {
  const error = (values: readonly number[]): number => {
    const centre = median(values);
    const deviation = 1.4826 * median(values.map((value) => Math.abs(value - centre)));
    return (1.2533 * deviation) / Math.sqrt(values.length);
  };
  return Math.hypot(error(first), error(second));
}
