/** Hands a campaign in for review: from now on a reviewer has five business days. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { addBusinessDays } from './business-days.ts';
import { type Campaign, needsTenDlc, reviewBusinessDays, stateAfter } from './campaign.ts';
import { acceptContent, requireComplete } from './campaign-content.ts';
import { holdCampaign, loadCampaign } from './read-campaigns.ts';
import { markSubmitted } from './store.ts';

/** @throws PlatformError `not_found`, `conflict`, `missing_parameter` naming what it lacks. */
export async function submitCampaign(
  deps: { db: Database },
  request: { applicationId: number; campaignId: number; actor: string },
): Promise<Campaign> {
  const { applicationId, campaignId, actor } = request;
  return deps.db.transaction(async (tx) => {
    const { campaign, now } = await holdCampaign(tx, request);
    stateAfter(campaign, 'submit');
    acceptContent(campaign.use, campaign);
    requireComplete(campaign.use, campaign.details);
    if (needsTenDlc(campaign) && campaign.brandId === null) {
      throw new PlatformError('missing_parameter', { parameter: 'brandId' });
    }
    const submitted = await markSubmitted(tx, {
      applicationId,
      id: campaignId,
      submittedBy: actor,
      reviewDueAt: addBusinessDays(now, reviewBusinessDays),
    });
    if (submitted.length === 0) throw new PlatformError('conflict', { reason: 'campaign-changed' });
    await recordAudit(tx, {
      actor,
      action: 'campaign.submitted',
      applicationId,
      subject: String(campaignId),
      data: { revision: campaign.revision },
    });
    return loadCampaign(tx, request);
  });
}
