/**
 * Housekeeping that any node may do and that is safe to repeat: partitions ahead of time, and old
 * rows out. Runs every few minutes on every node; the statements take their own locks.
 */
import type { Database } from '../db/client.ts';
import {
  deleteIdleAddresses,
  deleteOldChallenges,
  deleteOldHandsetMessages,
  deleteOldIdempotencyKeys,
  deleteOldParkedReceipts,
  deleteOldRejections,
  ensurePartitions,
  eraseOldCodes,
  eraseOldInbound,
  eraseOldMessages,
} from './store.ts';

const weeksAhead = 2;

/** Answers 0 always: a due loop that never finds a full batch. */
export async function maintain(db: Database): Promise<number> {
  await ensurePartitions(db, weeksAhead);
  await deleteOldHandsetMessages(db);
  await deleteIdleAddresses(db);
  await deleteOldParkedReceipts(db);
  await deleteOldRejections(db);
  await inRounds((limit) => deleteOldChallenges(db, limit));
  await inRounds((limit) => deleteOldIdempotencyKeys(db, limit));
  await inRounds((limit) => eraseOldMessages(db, limit));
  await inRounds((limit) => eraseOldInbound(db, limit));
  await erasePassedHours(db);
  return 0;
}

/** After a long rest there are many; what is not reached is for the next beat. */
async function erasePassedHours(db: Database): Promise<void> {
  for (let hour = 0; hour < roundsMax; hour += 1) {
    const [erased] = await eraseOldCodes(db);
    if (!erased) return;
  }
}

const rowsAtOnce = 10_000;
const roundsMax = 100;

/** Busy applications leave more between two beats than one statement should take. */
async function inRounds(takeSome: (limit: number) => Promise<readonly unknown[]>): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const taken = await takeSome(rowsAtOnce);
    if (taken.length < rowsAtOnce) return;
  }
}
