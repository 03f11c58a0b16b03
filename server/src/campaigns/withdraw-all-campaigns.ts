/** Withdraws every campaign of an application, in the transaction that retires it. */
import type { Queryable } from '../db/client.ts';
import { markWithdrawn } from './store.ts';

export async function withdrawAllCampaigns(
  tx: Queryable,
  request: { applicationId: number },
): Promise<void> {
  await markWithdrawn(tx, request.applicationId, null);
}
