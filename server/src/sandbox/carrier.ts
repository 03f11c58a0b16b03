/**
 * The handset's carrier half: owes each message its receipts and pays them in order, from memory when
 * they are due soon, from the database when they wait long or when the node that owed them died.
 */

import type { Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import type { RecordReceipts } from '../delivery/receipts.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ReceiptStatus } from '../transports/contract.ts';
import type { OwedReceipt } from './magic-numbers.ts';
import { claimOwedReceipts, markReceiptsPaid, type PaidRow } from './store.ts';

export interface CarrierDeps {
  readonly db: Database;
  readonly logger: Logger;
  readonly recordReceipts: RecordReceipts;
  /** Name of the transport whose messages these are. */
  readonly transport: string;
}

/** A message and the receipts still owed for it, the next one first. */
export interface OwedMessage {
  readonly applicationId: number;
  readonly id: string;
  readonly receipts: readonly OwedReceipt[];
}

export interface Carrier {
  /** Pays a message just taken, whose first receipt is due after its own wait. */
  owe(message: OwedMessage): void;
  /** Pays messages whose next receipt is due; answers how many there were. */
  payDue(limit: number): Promise<number>;
  /** Resolves when nothing is being paid; what still waits stays in the database. */
  close(): Promise<void>;
}

/** Network of every virtual handset: a test network (MCC 001). */
export const handsetNetwork = '00101';
/** Receipts that are due sooner wait in memory; longer ones in the database. */
const memoryWaitMillisecondsMax = 1_000;

export function createCarrier(deps: CarrierDeps): Carrier {
  const underWay = new Set<Promise<void>>();
  const state = { isClosed: false };
  const mark = createCoalescer<PaidRow, null>({
    batchMax: 400,
    lanesMax: 1,
    run: async (batch) => {
      await markReceiptsPaid(deps.db, batch);
      return batch.map(() => null);
    },
  });
  const start = (message: OwedMessage, isFirstDue: boolean): void => {
    const paying = pay(deps, state, mark, message, isFirstDue)
      .catch((error: unknown) => {
        // The row keeps what is owed: a node pays it when the lease has run out.
        deps.logger.warn({ error: String(error), messageId: message.id }, 'receipt not recorded');
      })
      .finally(() => underWay.delete(paying));
    underWay.add(paying);
  };
  return {
    owe: (message) => start(message, false),
    async payDue(limit) {
      const rows = await claimOwedReceipts(deps.db, limit);
      for (const row of rows) {
        const receipts = row.receipts_owed as OwedReceipt[];
        start({ applicationId: row.application_id, id: row.id, receipts }, true);
      }
      return rows.length;
    },
    async close() {
      state.isClosed = true;
      await Promise.all(underWay);
    },
  };
}

async function pay(
  deps: CarrierDeps,
  state: { readonly isClosed: boolean },
  mark: (row: PaidRow) => Promise<null>,
  message: OwedMessage,
  isFirstDue: boolean,
): Promise<void> {
  const { applicationId, id, receipts } = message;
  let paid = 0;
  for (const { status, errorCode, afterMilliseconds } of receipts) {
    const isDue = paid === 0 && isFirstDue;
    if (!isDue && afterMilliseconds > memoryWaitMillisecondsMax) break;
    if (!isDue) await sleep(afterMilliseconds);
    if (state.isClosed) return;
    await deps.recordReceipts.record(deps.transport, {
      messageId: id,
      status: status as ReceiptStatus,
      errorCode,
      network: handsetNetwork,
    });
    paid += 1;
  }
  const rest = receipts.slice(paid);
  await mark({
    applicationId,
    id,
    owedBefore: receipts.length,
    receiptsOwed: rest.length > 0 ? JSON.stringify(rest) : null,
    receiptMilliseconds: rest[0]?.afterMilliseconds ?? null,
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
