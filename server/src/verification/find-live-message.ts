/**
 * Finds what a subscriber's answer can be the code of: a live message with the caller's own code, sent
 * to that subscriber from the number they answered to.
 */
import type { Queryable } from '../db/client.ts';
import { findLiveMessages } from './store.ts';

/** The newest one of the given applications; undefined when nothing is live. */
export async function findLiveMessage(
  deps: { readonly db: Queryable },
  request: {
    readonly applicationIds: readonly number[];
    readonly addressMac: Buffer;
    readonly sender: string;
  },
): Promise<{ applicationId: number; verificationId: string } | undefined> {
  const { applicationIds, addressMac, sender } = request;
  const [found] = await findLiveMessages(deps.db, applicationIds, addressMac, sender);
  return found && { applicationId: found.application_id, verificationId: found.verification_id };
}
