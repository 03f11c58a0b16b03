/**
 * The beat, about once a second on every node: writes what was counted, blocked and decided here, and
 * reads the sums and blocks of all nodes, so that they agree within two beats. A message never waits
 * for it; what a crash loses is a second of counting.
 */
import type { PumpingRule } from '../applications/pumping-settings.ts';
import type { Database } from '../db/client.ts';
import { formatAmount } from '../kernel/money.ts';
import type { Block, BlockBook } from './block-book.ts';
import type { DecisionEntry, DecisionLog } from './decision-log.ts';
import type { NumberRuns } from './number-runs.ts';
import {
  addCounts,
  addSavings,
  type BlockRow,
  type CountRow,
  deleteOldCounts,
  findChangedBlocks,
  findCounts,
  findVerifiedDayMost,
  forgive,
  insertDecisions,
  openBlocks,
  readDatabaseClock,
} from './store.ts';
import { keyText, type TrafficKey } from './traffic.ts';
import type { TrafficBook } from './traffic-book.ts';
import type { StoredHour, TrafficChange } from './traffic-counter.ts';

export interface SyncDeps {
  readonly db: Database;
  readonly traffic: TrafficBook;
  readonly blocks: BlockBook;
  readonly runs: NumberRuns;
  readonly decisions: DecisionLog;
  /** Milliseconds since 1970 by the database's clock, as this node last knew it. */
  readonly now: () => number;
  readonly setClock: (databaseNow: Date) => void;
}

const batchMost = 1_000;
const tidyMilliseconds = 300_000;

export function createSyncTraffic(deps: SyncDeps): () => Promise<void> {
  let blocksReadAt: Date | null = null;
  let tidyAt = 0;
  let running: Promise<void> = Promise.resolve();

  async function syncOnce(): Promise<void> {
    const [clock] = await readDatabaseClock(deps.db);
    const databaseNow = clock?.now ?? new Date(deps.now());
    deps.setClock(databaseNow);
    await writeCounts(deps);
    const refused = await writeBlocks(deps);
    await readBlocks(deps, blocksReadAt, refused);
    blocksReadAt = databaseNow;
    await writeDecisions(deps);
    await readCounts(deps);
    if (deps.now() >= tidyAt) {
      tidyAt = deps.now() + tidyMilliseconds;
      deps.traffic.prune(deps.now());
      deps.blocks.prune(deps.now());
      await deleteOldCounts(deps.db);
    }
  }

  // One at a time: the last one, at the end of the process, waits for the loop's.
  return () => {
    const next = running.then(syncOnce);
    running = next.catch(() => undefined);
    return next;
  };
}

async function writeCounts({ db, traffic, now }: SyncDeps): Promise<void> {
  const changes = traffic.takeChanges(now());
  for (let from = 0; from < changes.length; from += batchMost) {
    const batch = changes.slice(from, from + batchMost);
    try {
      traffic.settle((await addCounts(db, batch.map(changeRow))).map(storedHour));
    } catch (error) {
      traffic.restore(changes.slice(from));
      throw error;
    }
  }
}

function changeRow({ countries, proven, ...change }: TrafficChange) {
  return { ...change, countries: countries.join(','), proven: proven.join(',') };
}

function storedHour({ application_id, ...row }: CountRow): StoredHour {
  return { applicationId: application_id, ...row };
}

async function readCounts({ db, traffic, now }: SyncDeps): Promise<void> {
  const keys = traffic.takeUnread(now());
  for (let from = 0; from < keys.length; from += batchMost) {
    const batch = keys.slice(from, from + batchMost);
    try {
      const rows = await findCounts(db, batch);
      const most = await findVerifiedDayMost(
        db,
        batch.filter(({ scope }) => scope === 'country'),
      );
      traffic.adopt(
        batch,
        rows.map(storedHour),
        most.map((row) => ({
          applicationId: row.application_id,
          scope: 'country',
          key: row.key,
          verifiedDayMost: row.most,
        })),
      );
    } catch (error) {
      for (const key of keys.slice(from)) traffic.markUnread(key);
      throw error;
    }
  }
}

/** Answers the keys that got no block: they have one, or somebody lifted it just now. */
async function writeBlocks(deps: SyncDeps): Promise<ReadonlySet<string>> {
  const wanted = deps.blocks.takeOpened();
  if (wanted.length === 0) return new Set();
  let opened: readonly BlockRow[];
  try {
    opened = await openBlocks(deps.db, wanted);
  } catch (error) {
    deps.blocks.restore(wanted);
    throw error;
  }
  for (const block of wanted) deps.blocks.drop(block);
  for (const row of opened) {
    await forgive(deps.db, blockOf(row));
    adoptBlock(deps, row);
  }
  const refused = new Set(wanted.map(keyText));
  for (const row of opened) refused.delete(keyText(blockOf(row)));
  return refused;
}

async function readBlocks(
  deps: SyncDeps,
  since: Date | null,
  refused: ReadonlySet<string>,
): Promise<void> {
  for (const row of await findChangedBlocks(deps.db, since)) {
    const block = blockOf(row);
    // What this node had counted and not told yet when it was lifted is forgiven like the rest.
    if (block.isLifted && refused.has(keyText(block))) await forgive(deps.db, block);
    adoptBlock(deps, row);
  }
}

/** Whoever was blocked or lifted begins anew, on every node. */
function adoptBlock({ blocks, traffic, runs }: SyncDeps, row: BlockRow): void {
  const block = blockOf(row);
  if (!blocks.adopt(block)) return;
  traffic.markUnread(block);
  runs.forget(keyText(block));
}

function blockOf(row: BlockRow): Block {
  return {
    applicationId: row.application_id,
    scope: row.scope,
    key: row.key,
    rule: row.rule as PumpingRule, // written by openBlocks from the same union
    openedAt: row.opened_at.getTime(),
    until: row.until.getTime(),
    times: row.times,
    isLifted: row.lifted_at !== null,
  };
}

async function writeDecisions({ db, decisions }: SyncDeps): Promise<void> {
  const entries = decisions.take();
  if (entries.length === 0) return;
  try {
    await insertDecisions(db, entries.map(decisionRow));
  } catch (error) {
    decisions.restore(entries);
    throw error;
  }
  const kept = savingsOf(entries);
  if (kept.length > 0) await addSavings(db, kept);
}

function decisionRow(entry: DecisionEntry) {
  return {
    ...entry,
    counted: Math.round(entry.counted * 10) / 10,
    allowed: Math.round(entry.allowed * 10) / 10,
    saved: formatAmount(entry.saved),
  };
}

/** What was kept from being sent, by key. */
function savingsOf(entries: readonly DecisionEntry[]) {
  const sums = new Map<string, TrafficKey & { refused: number; units: number }>();
  for (const { applicationId, scope, key, action, count, saved } of entries) {
    if (action === 'record') continue;
    const text = keyText({ applicationId, scope, key });
    const sum = sums.get(text) ?? { applicationId, scope, key, refused: 0, units: 0 };
    sum.refused += count;
    sum.units += saved;
    sums.set(text, sum);
  }
  return [...sums.values()].map(({ units, ...sum }) => ({ ...sum, saved: formatAmount(units) }));
}
