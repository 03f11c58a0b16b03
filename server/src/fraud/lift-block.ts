/**
 * Ends a block at once. What was counted so far is forgiven, so that the next message does not trip
 * the rule again: the key has its whole allowance, and only that.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { liftBlock as endBlock, forgive } from './store.ts';
import type { TrafficKey } from './traffic.ts';

/** @throws PlatformError `not_found` when no block of the key is in force. */
export async function liftBlock(
  deps: { db: Database },
  request: TrafficKey & { readonly actor: string },
): Promise<void> {
  const { applicationId, scope, key, actor } = request;
  await deps.db.transaction(async (tx) => {
    const [ended] = await endBlock(tx, request, actor);
    if (!ended) throw new PlatformError('not_found');
    await forgive(tx, request);
    await recordAudit(tx, {
      actor,
      action: 'pumping.block_lifted',
      applicationId,
      subject: `${scope} ${key}`,
      data: { rule: ended.rule, times: ended.times, refused: ended.refused },
    });
  });
}
