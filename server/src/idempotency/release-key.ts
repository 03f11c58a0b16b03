/** Forgets a claim whose request was refused before it did anything: it may be sent again, corrected. */
import type { Claim, IdempotencyDeps } from './idempotency.ts';
import { deleteClaim } from './store.ts';

export async function releaseKey({ db }: IdempotencyDeps, claim: Claim): Promise<void> {
  await deleteClaim(db, claim.applicationId, claim.keyMac, claim.number);
}
