/** Decides whether a sender may still write to an address: not after the subscriber answered STOP. */
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type ConsentKey, findOptOut } from './store.ts';

/** @throws PlatformError `opted_out`. */
export async function refuseOptedOut(db: Queryable, message: ConsentKey): Promise<void> {
  const { applicationId, addressMac, sender } = message;
  const [found] = await findOptOut(db, { applicationId, addressMac, sender });
  if (found?.is_opted_out) throw new PlatformError('opted_out');
}
