/** Gives every number of an application back, in the transaction that retires it. */
import type { Queryable } from '../db/client.ts';
import { markAllReleased } from './store.ts';

export async function releaseAllNumbers(
  tx: Queryable,
  request: { applicationId: number },
): Promise<void> {
  await markAllReleased(tx, request.applicationId);
}
