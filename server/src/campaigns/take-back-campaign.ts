/** Ends a review before a decision: a pending campaign is a draft again, a waiting edit is dropped. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type Campaign, stateAfter } from './campaign.ts';
import { holdCampaign, loadCampaign } from './read-campaigns.ts';
import { markTakenBack, replaceProposedTexts } from './store.ts';

/** @throws PlatformError `not_found`, `conflict` when no review is awaited. */
export async function takeBackCampaign(
  deps: { db: Database },
  request: { applicationId: number; campaignId: number; actor: string },
): Promise<Campaign> {
  const { applicationId, campaignId, actor } = request;
  return deps.db.transaction(async (tx) => {
    const { campaign } = await holdCampaign(tx, request);
    const state = stateAfter(campaign, 'take-back');
    const taken = await markTakenBack(tx, { applicationId, id: campaignId, state });
    if (taken.length === 0) {
      throw new PlatformError('conflict', { reason: 'campaign-not-in-review' });
    }
    if (campaign.proposal) await replaceProposedTexts(tx, campaignId, []);
    await recordAudit(tx, {
      actor,
      action: 'campaign.taken-back',
      applicationId,
      subject: String(campaignId),
    });
    return loadCampaign(tx, request);
  });
}
