/**
 * Whose a message is when the carrier knows only the number that was written to. Of applications that
 * share a short code it is the one with a live code on its way to that person, else the one that
 * wrote to them last; somebody none of them wrote to has nothing to say to any.
 */
import type { Queryable } from '../db/client.ts';
import { findLiveMessage } from '../verification/find-live-message.ts';
import { findHolders, findLastWriter } from './store.ts';

export async function findRecipient(
  deps: { readonly db: Queryable },
  message: { readonly to: string; readonly addressMac: Buffer },
): Promise<number | undefined> {
  const { to: sender, addressMac } = message;
  const holders = await findHolders(deps.db, sender);
  const applicationIds = holders.map((row) => row.application_id);
  if (applicationIds.length < 2) return applicationIds[0];
  const live = await findLiveMessage(deps, { applicationIds, addressMac, sender });
  if (live) return live.applicationId;
  const [writer] = await findLastWriter(deps.db, applicationIds, addressMac, sender);
  return writer?.application_id;
}
