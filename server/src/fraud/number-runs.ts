/**
 * Finds numbers that are asked for one after the other: of each prefix the last four digits seen
 * lately, in memory only. Each node sees a part of them, so numbers that lie near each other count as
 * neighbours.
 */

/** How far apart two numbers of a run may lie: a run dealt out to ten nodes is still one. */
const nearMost = 10;
/** Remembered of one prefix: longer runs than the longest setting need not be told apart. */
const seenMost = 64;
/** No run is longer. */
export const runMost = seenMost + 1;
const prefixesMost = 20_000;

export interface NumberRuns {
  note(prefixKey: string, suffix: number, now: number): void;
  /** Length of the run of near numbers that `suffix` belongs to, itself included. */
  lengthAt(prefixKey: string, suffix: number, since: number): number;
  /** After a block or its lifting the prefix begins anew. */
  forget(prefixKey: string): void;
}

/** When each suffix was asked for last, the one longest ago first. */
type Seen = Map<number, number>;

export function createNumberRuns(): NumberRuns {
  const prefixes = new Map<string, Seen>();
  return {
    note(prefixKey, suffix, now) {
      let seen = prefixes.get(prefixKey);
      if (!seen) {
        if (prefixes.size >= prefixesMost) forgetOldest(prefixes);
        seen = new Map();
        prefixes.set(prefixKey, seen);
      }
      seen.delete(suffix);
      seen.set(suffix, now);
      if (seen.size > seenMost) seen.delete(seen.keys().next().value as number);
    },
    lengthAt(prefixKey, suffix, since) {
      const seen = prefixes.get(prefixKey);
      if (!seen) return 1;
      return 1 + stepsFrom(seen, suffix, 1, since) + stepsFrom(seen, suffix, -1, since);
    },
    forget: (prefixKey) => prefixes.delete(prefixKey),
  };
}

/** How many near neighbours follow one another in a direction. */
function stepsFrom(seen: Seen, suffix: number, direction: 1 | -1, since: number): number {
  let steps = 0;
  let far = 1;
  let here = suffix;
  while (far <= nearMost) {
    const at = seen.get(here + direction * far);
    if (at === undefined || at < since) {
      far += 1;
      continue;
    }
    here += direction * far;
    far = 1;
    steps += 1;
  }
  return steps;
}

/** An eighth at once, so that a flood of prefixes does not pay for each one it pushes out. */
function forgetOldest(prefixes: Map<string, Seen>): void {
  let left = prefixesMost / 8;
  for (const key of prefixes.keys()) {
    if (left <= 0) return;
    prefixes.delete(key);
    left -= 1;
  }
}
