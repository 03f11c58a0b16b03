/** Keeps a number from being released while a campaign is made on it. */
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { lockNumber } from './store.ts';

/** Until the transaction ends. @throws PlatformError `not_found`. */
export async function holdNumber(
  tx: Queryable,
  request: { applicationId: number; numberId: number },
): Promise<void> {
  const [number] = await lockNumber(tx, request.applicationId, request.numberId);
  if (!number) throw new PlatformError('not_found', { parameter: 'numberId' });
}
