/**
 * Seals everything anew under the current key, beside running servers. Nothing is kept about how far
 * it is: every value says by itself which key it is under, so a run that was killed is simply begun
 * again, and what is done is passed over. Must never overwrite what somebody else has written.
 */
import type { Database } from '../db/client.ts';
import { type KeyRing, sealingKeysOf } from '../kernel/secret-box.ts';
import { resealRow, staleKeys } from './reseal-row.ts';
import { type SealedTable, sealedTables } from './sealed-columns.ts';
import { type Replacement, readWindow, replaceValues, type Window } from './store.ts';

export interface ResealDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export interface ResealProgress {
  readonly table: string;
  /** Rows looked at and written, in this pass of the table. */
  readonly read: number;
  readonly resealed: number;
}

export interface ResealResult {
  /** Fingerprint of the key that all is under now. */
  readonly key: string;
  /** Rows written. */
  readonly resealed: number;
  /** Rows that were still found under another key when the last pass came by. */
  readonly left: number;
  /** Tables with values that do not open, with how many rows. */
  readonly unreadable: Readonly<Record<string, number>>;
}

const rowsAtOnce = 500;
/** What was written behind the pass, or was held by somebody, is for the next one. */
const passesMax = 5;

export async function resealValues(
  deps: ResealDeps,
  onProgress: (progress: ResealProgress) => void = () => undefined,
): Promise<ResealResult> {
  const [key] = sealingKeysOf(deps.keyRing);
  let resealed = 0;
  for (let pass = 1; ; pass += 1) {
    const tallies: Tally[] = [];
    for (const table of sealedTables) tallies.push(await resealTable(deps, table, onProgress));
    const found = sumOf(tallies, 'found');
    resealed += sumOf(tallies, 'resealed');
    if (found > 0 && pass < passesMax) continue;
    const unreadable = Object.fromEntries(
      tallies.filter((tally) => tally.unreadable > 0).map((t) => [t.table, t.unreadable]),
    );
    return { key, resealed, left: found, unreadable };
  }
}

/** Rows with values under other keys than the current one, by key; nothing is written. */
export async function countStale(deps: ResealDeps): Promise<ReadonlyMap<string, number>> {
  const [key] = sealingKeysOf(deps.keyRing);
  const counts = new Map<string, number>();
  for (const table of sealedTables) {
    for await (const { rows } of windowsOf(deps.db, table, key)) {
      for (const stale of rows.flatMap((row) => [...new Set(staleKeys(table, row, key))])) {
        counts.set(stale, (counts.get(stale) ?? 0) + 1);
      }
    }
  }
  return counts;
}

interface Tally extends ResealProgress {
  /** Rows under another key that do open. */
  readonly found: number;
  readonly unreadable: number;
}

function sumOf(tallies: readonly Tally[], name: 'found' | 'resealed'): number {
  return tallies.reduce((sum, tally) => sum + tally[name], 0);
}

async function resealTable(
  deps: ResealDeps,
  table: SealedTable,
  onProgress: (progress: ResealProgress) => void,
): Promise<Tally> {
  const [key] = sealingKeysOf(deps.keyRing);
  const tally = { table: table.table, read: 0, found: 0, resealed: 0, unreadable: 0 };
  for await (const window of windowsOf(deps.db, table, key)) {
    const { replacements, unreadable } = prepare(deps.keyRing, table, window, key);
    tally.read += window.read;
    tally.found += replacements.length;
    tally.unreadable += unreadable;
    if (replacements.length > 0) {
      tally.resealed += await replaceValues(deps.db, table, key, replacements);
    }
    onProgress(tally);
  }
  return tally;
}

function prepare(
  keyRing: KeyRing,
  table: SealedTable,
  { rows }: Window,
  key: string,
): { replacements: Replacement[]; unreadable: number } {
  const replacements: Replacement[] = [];
  let unreadable = 0;
  for (const row of rows) {
    try {
      const changed = resealRow(keyRing, table, row, key);
      if (changed) replacements.push({ row, changed });
    } catch {
      unreadable += 1;
    }
  }
  return { replacements, unreadable };
}

async function* windowsOf(
  db: Database,
  table: SealedTable,
  key: string,
): AsyncGenerator<Window, void> {
  let after: readonly string[] | undefined;
  while (true) {
    const window = await readWindow(db, table, { after, key, limit: rowsAtOnce });
    if (!window.end) return;
    yield window;
    if (window.read < rowsAtOnce) return;
    after = window.end;
  }
}
