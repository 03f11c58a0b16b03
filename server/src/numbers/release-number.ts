/**
 * Gives a number back. One with a campaign on it is kept: withdrawing says on purpose that its
 * messages end.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { maskSender } from './sender.ts';
import { lockNumber, markReleased } from './store.ts';

/** @throws PlatformError `not_found`, `conflict` while a campaign is on it. */
export async function releaseNumber(
  deps: { db: Database },
  request: { applicationId: number; numberId: number; actor: string },
): Promise<void> {
  const { applicationId, numberId, actor } = request;
  await deps.db.transaction(async (tx) => {
    const [number] = await lockNumber(tx, applicationId, numberId);
    if (!number) throw new PlatformError('not_found');
    // A statement of its own, after the lock: it sees the campaign that was made while we waited.
    const [released] = await markReleased(tx, applicationId, numberId);
    if (!released) throw new PlatformError('conflict', { reason: 'number-has-campaign' });
    await recordAudit(tx, {
      actor,
      action: 'number.released',
      applicationId,
      subject: String(numberId),
      data: { sender: maskSender(number.sender) },
    });
  });
}
