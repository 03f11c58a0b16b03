/**
 * Finds numbers that are asked for one after the other: of each prefix the last four digits seen
 * lately, in memory only. Each node sees a part of them, so numbers that lie near each other count as
 * neighbours.
 */

interface Seen {
  readonly suffix: number;
  readonly at: number;
}

/** How far apart two numbers of a run may lie: a run dealt out to ten nodes is still one. */
const nearMost = 10;
/** Remembered of one prefix: longer runs than the longest setting need not be told apart. */
const seenMost = 64;
const prefixesMost = 20_000;

export interface NumberRuns {
  note(prefixKey: string, suffix: number, now: number): void;
  /** Length of the run of near numbers that `suffix` belongs to, itself included. */
  lengthAt(prefixKey: string, suffix: number, since: number): number;
  /** After a block or its lifting the prefix begins anew. */
  forget(prefixKey: string): void;
}

export function createNumberRuns(): NumberRuns {
  const prefixes = new Map<string, Seen[]>();
  return {
    note(prefixKey, suffix, now) {
      let seen = prefixes.get(prefixKey);
      if (!seen) {
        if (prefixes.size >= prefixesMost) forgetOldest(prefixes);
        seen = [];
        prefixes.set(prefixKey, seen);
      }
      const known = seen.findIndex((one) => one.suffix === suffix);
      if (known >= 0) seen.splice(known, 1);
      else if (seen.length >= seenMost) seen.shift();
      seen.push({ suffix, at: now });
    },
    lengthAt(prefixKey, suffix, since) {
      const seen = prefixes.get(prefixKey);
      if (!seen) return 1;
      const recent = seen.filter(({ at }) => at >= since).map((one) => one.suffix);
      return runAround(recent, suffix);
    },
    forget: (prefixKey) => prefixes.delete(prefixKey),
  };
}

function runAround(suffixes: readonly number[], suffix: number): number {
  if (!suffixes.some((one) => Math.abs(one - suffix) <= nearMost)) return 1;
  const sorted = [...new Set([...suffixes, suffix])].sort((left, right) => left - right);
  const place = sorted.indexOf(suffix);
  return 1 + steps(sorted, place, 1) + steps(sorted, place, -1);
}

function steps(sorted: readonly number[], from: number, direction: 1 | -1): number {
  let place = from;
  while (true) {
    const [here, next] = [sorted[place], sorted[place + direction]];
    if (here === undefined || next === undefined) break;
    if (Math.abs(next - here) > nearMost) break;
    place += direction;
  }
  return Math.abs(place - from);
}

/** An eighth at once, so that a flood of prefixes does not pay for each one it pushes out. */
function forgetOldest(prefixes: Map<string, Seen[]>): void {
  let left = prefixesMost / 8;
  for (const key of prefixes.keys()) {
    if (left <= 0) return;
    prefixes.delete(key);
    left -= 1;
  }
}
