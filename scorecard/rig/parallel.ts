/** Many things at once, and waiting with a limit. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` for 0 to `count - 1`, at most `width` at once; answers in order. */
export async function inParallel<Result>(
  count: number,
  width: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(count);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return results;
}

/** True as soon as `isDone` says so, false when the time is over. */
export async function eventually(
  seconds: number,
  isDone: () => Promise<boolean>,
  pauseMilliseconds = 100,
): Promise<boolean> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    if (await isDone()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(pauseMilliseconds);
  }
}

export function countBy<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** `a × 2, b × 1`, the most frequent first. */
export function tally(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort((left, right) => right[1] - left[1])
    .map(([name, count]) => `${name} × ${count}`)
    .join(', ');
}
