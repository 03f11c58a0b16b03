/** The opt-in disclosure of one stored campaign, as it stands now. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { makeOptInDisclosure, type OptInDisclosure } from './opt-in-disclosure.ts';
import type { OptInLanguage } from './opt-in-words.ts';
import { findCampaignRows } from './store.ts';

/** @throws PlatformError `not_found`. */
export async function describeDisclosure(
  deps: { readonly db: Database },
  request: { applicationId: number; campaignId: number; language: OptInLanguage },
): Promise<OptInDisclosure> {
  const [row] = await findCampaignRows(deps.db, request.applicationId, request.campaignId);
  if (!row) throw new PlatformError('not_found');
  const { company, details, sender: code } = row;
  return makeOptInDisclosure({ company, details, code, language: request.language });
}
