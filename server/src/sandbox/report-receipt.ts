/**
 * The virtual carrier reports on a message because its application asks it to. Of another
 * application's message, as of one nobody sent, nothing is said and nothing recorded.
 */
import type { Queryable } from '../db/client.ts';
import type { RecordReceipts } from '../delivery/receipts.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Receipt } from '../transports/contract.ts';
import { findDispatchOfMessage } from './store.ts';

/** @throws PlatformError `not_found`. */
export async function reportReceipt(
  deps: {
    readonly db: Queryable;
    readonly recordReceipts: RecordReceipts;
    /** Name of the transport that carries the handset's messages. */
    readonly transport: string;
  },
  applicationId: number,
  receipt: Receipt,
): Promise<void> {
  const { db, transport } = deps;
  const { messageId } = receipt;
  const [own] = await findDispatchOfMessage(db, { applicationId, transport, messageId });
  if (!own) throw new PlatformError('not_found', { parameter: 'messageId' });
  await deps.recordReceipts.record(transport, receipt);
}
