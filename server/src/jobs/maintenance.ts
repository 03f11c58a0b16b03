/**
 * Housekeeping that any node may do and that is safe to repeat: partitions ahead of time, and old
 * rows out. Runs every few minutes on every node; the statements take their own locks.
 */
import type { Database } from '../db/client.ts';
import {
  deleteIdleAddresses,
  deleteOldHandsetMessages,
  deleteOldIdempotencyKeys,
  deleteOldParkedReceipts,
  deleteOldRejections,
  ensurePartitions,
} from './store.ts';

const weeksAhead = 2;

/** Answers 0 always: a due loop that never finds a full batch. */
export async function maintain(db: Database): Promise<number> {
  await ensurePartitions(db, weeksAhead);
  await deleteOldHandsetMessages(db);
  await deleteIdleAddresses(db);
  await deleteOldParkedReceipts(db);
  await deleteOldRejections(db);
  await deleteAllOldKeys(db);
  return 0;
}

const keysAtOnce = 10_000;
const keyRoundsMax = 100;

/** Busy applications leave more of them between two beats than one statement may delete. */
async function deleteAllOldKeys(db: Database): Promise<void> {
  for (let round = 0; round < keyRoundsMax; round += 1) {
    const deleted = await deleteOldIdempotencyKeys(db, keysAtOnce);
    if (deleted.length < keysAtOnce) return;
  }
}
