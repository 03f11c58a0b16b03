/** The last check of a campaign's opt-in page. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeptOptInCheck } from './run-opt-in-check.ts';
import { findOptInCheck } from './store.ts';

/** Null when none was made. @throws PlatformError `not_found` when there is no such campaign. */
export async function findLastOptInCheck(
  deps: { readonly db: Database },
  request: { applicationId: number; campaignId: number },
): Promise<KeptOptInCheck | null> {
  const [row] = await findOptInCheck(deps.db, request.applicationId, request.campaignId);
  if (!row) throw new PlatformError('not_found');
  if (!row.opt_in_check || !row.opt_in_checked_at) return null;
  return { ...row.opt_in_check, checkedAt: row.opt_in_checked_at };
}
