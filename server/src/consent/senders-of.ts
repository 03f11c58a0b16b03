/** Which senders a consent is about: named itself, by what its campaign is for, or all of them. */
import type { CampaignUse } from '../campaigns/campaign.ts';
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { wholeApplication } from './consent.ts';
import { findSendersOfUse } from './store.ts';

/** Neither: the application as a whole. */
export interface ConsentScope {
  readonly use?: CampaignUse;
  readonly sender?: string;
}

export interface ScopedSender {
  readonly sender: string;
  readonly campaignId: number | null;
}

/** @throws PlatformError `not_found` when no approved campaign has this use; `invalid_parameter`. */
export async function sendersOf(
  db: Queryable,
  applicationId: number,
  { use, sender }: ConsentScope,
): Promise<readonly ScopedSender[]> {
  if (sender !== undefined) {
    if (!/^(\*|[A-Za-z0-9]{1,15})$/.test(sender)) {
      throw new PlatformError('invalid_parameter', { parameter: 'sender' });
    }
    return [{ sender, campaignId: null }];
  }
  if (use === undefined) return [{ sender: wholeApplication, campaignId: null }];
  const rows = await findSendersOfUse(db, applicationId, use);
  if (rows.length === 0) throw new PlatformError('not_found', { reason: 'campaign' });
  // In one order for everybody: they are locked one after the other.
  return rows
    .map((row) => ({ sender: row.sender, campaignId: row.campaign_id }))
    .toSorted((left, right) => (left.sender < right.sender ? -1 : 1));
}
