/**
 * Takes carriers' delivery receipts: duplicated, out of order, early, or for messages nobody sent.
 * Decides only which batch they go in; what a receipt may change is the statement's rule.
 */

import { byPlace, type Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import type { Clock } from '../kernel/clock.ts';
import { idFloor, newId } from '../kernel/ids.ts';
import type { Receipt } from '../transports/contract.ts';
import {
  deleteParkedReceipts,
  findMatchableReceipts,
  type ParkedRow,
  parkReceipts,
  type ReceiptRow,
  recordReceipts,
} from './store.ts';

export interface RecordReceipts {
  /** Resolves when the receipt is committed (or parked): only then may a carrier be acknowledged. */
  record(transport: string, receipt: Receipt): Promise<unknown>;
  /** Tries parked receipts again whose dispatch may be known by now. */
  again(parked: readonly ParkedRow[]): Promise<void>;
  /** Looks for parked receipts that can be matched; answers how many there were. */
  matchParked(limit: number): Promise<number>;
}

/** Receipts for messages older than this are parked for good; the carrier's own limit is 72 h. */
const ageMillisecondsMax = 5 * 24 * 3_600_000;
/** An unacknowledged webhook is repeated for this long (docs/security.md). */
const webhookSecondsMax = 72 * 3_600;

export function createRecordReceipts(deps: { db: Database; clock: Clock }): RecordReceipts {
  const insert = createCoalescer<ReceiptRow, null>({
    batchMax: 400,
    lanesMax: 1,
    run: (batch) => recordOrPark(deps, batch),
  });
  const toRow = (transport: string, receipt: Receipt): ReceiptRow => ({
    deliveryId: newId(deps.clock.now()),
    transport,
    messageId: receipt.messageId,
    status: receipt.status,
    errorCode: receipt.errorCode,
    network: receipt.network ?? null,
    raw: receipt.raw ?? null,
  });
  const again = async (parked: readonly ParkedRow[]): Promise<void> => {
    await Promise.all(parked.map((row) => insert(fromParked(deps.clock, row))));
    // Only after they are recorded: a kill in between repeats them, which changes nothing.
    if (parked.length > 0) await deleteParkedReceipts(deps.db, parked);
  };
  return {
    record: (transport, receipt) => insert(toRow(transport, receipt)),
    again,
    async matchParked(limit) {
      const parked = await findMatchableReceipts(deps.db, limit);
      await again(parked);
      return parked.length;
    },
  };
}

async function recordOrPark(
  deps: { db: Database; clock: Clock },
  batch: readonly ReceiptRow[],
): Promise<null[]> {
  const known = await recordReceipts(deps.db, batch, oldestId(deps.clock), webhookSecondsMax);
  const places = byPlace(batch.length, known);
  const unknown = batch.filter((_row, index) => places[index] === undefined);
  if (unknown.length > 0) await parkReceipts(deps.db, unknown);
  return batch.map(() => null);
}

function oldestId(clock: Clock): string {
  return idFloor(new Date(clock.now().getTime() - ageMillisecondsMax));
}

function fromParked(clock: Clock, row: ParkedRow): ReceiptRow {
  return {
    deliveryId: newId(clock.now()),
    transport: row.transport,
    messageId: row.message_id,
    status: row.status,
    errorCode: row.error_code,
    network: row.network,
    raw: row.raw,
  };
}
