/**
 * Housekeeping that any node may do and that is safe to repeat: partitions ahead of time, and old
 * rows out. Runs every few minutes on every node; the statements take their own locks.
 */
import type { Database } from '../db/client.ts';
import {
  deleteIdleAddresses,
  deleteOldHandsetMessages,
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
  return 0;
}
