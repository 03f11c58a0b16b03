/** Decides whether a sender may still write to an address: not after the subscriber answered STOP. */
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { findOptOut, type OptOut } from './store.ts';

/** @throws PlatformError `opted_out`. */
export async function refuseOptedOut(db: Queryable, message: OptOut): Promise<void> {
  const { applicationId, addressMac, sender } = message;
  const found = await findOptOut(db, { applicationId, addressMac, sender });
  if (found.length > 0) throw new PlatformError('opted_out');
}
