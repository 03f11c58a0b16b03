/**
 * A reviewer's word on a campaign or on an edit of one. Decided is what was read: the revision is
 * named, and whoever comes second learns that it is over. Nobody decides what they submitted
 * themselves, unless there is nobody else who could.
 */
import type { ApplicationDirectory } from '../applications/directory.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type Campaign, needsTenDlc, stateAfter } from './campaign.ts';
import { holdCampaign, loadCampaign } from './read-campaigns.ts';
import { listBrandRows, markDecided, putTextsInForce, replaceProposedTexts } from './store.ts';

export interface DecideCampaignRequest {
  readonly applicationId: number;
  readonly campaignId: number;
  readonly decision: 'approve' | 'refuse';
  /** The revision that was read. */
  readonly revision: number;
  /** For the applicant; needed to refuse. */
  readonly reason?: string;
  readonly actor: string;
  /** Other active operators who may review. */
  readonly otherReviewers: number;
}

/** @throws PlatformError `not_found`, `conflict`, `forbidden`, `missing_parameter`. */
export async function decideCampaign(
  deps: { db: Database; directory: Pick<ApplicationDirectory, 'forget'> },
  request: DecideCampaignRequest,
): Promise<Campaign> {
  const reason = request.reason?.trim() || null;
  if (request.decision === 'refuse' && reason === null) {
    throw new PlatformError('missing_parameter', { parameter: 'reason' });
  }
  const decided = await deps.db.transaction((tx) => decide(tx, request, reason));
  deps.directory.forget();
  return decided;
}

async function decide(
  tx: Queryable,
  request: DecideCampaignRequest,
  reason: string | null,
): Promise<Campaign> {
  const { applicationId, campaignId, decision, actor } = request;
  const { campaign } = await holdCampaign(tx, request);
  const state = stateAfter(campaign, decision);
  if (campaign.revision !== request.revision) throw changedMeanwhile();
  const isOwn = campaign.submittedBy === actor;
  if (isOwn && request.otherReviewers > 0) {
    throw new PlatformError('forbidden', { reason: 'own-submission' });
  }
  const isApproval = decision === 'approve';
  if (isApproval) await assertRegistered(tx, campaign);
  const row = { applicationId, id: campaignId, revision: request.revision, state };
  const decided = await markDecided(tx, { ...row, isApproval, decidedBy: actor, reason });
  if (decided.length === 0) throw changedMeanwhile();
  if (isApproval) await putTextsInForce(tx, campaignId);
  else if (campaign.proposal) await replaceProposedTexts(tx, campaignId, []);
  await recordAudit(tx, {
    actor,
    action: isApproval ? 'campaign.approved' : 'campaign.refused',
    applicationId,
    subject: String(campaignId),
    data: { revision: request.revision, isEdit: campaign.proposal !== null, isOwn },
  });
  return loadCampaign(tx, request);
}

/** A brand that is named must be registered; a long number in the United States needs all of 10DLC. */
async function assertRegistered(tx: Queryable, campaign: Campaign): Promise<void> {
  if (campaign.brandId !== null) {
    const [brand] = await listBrandRows(tx, campaign.applicationId, campaign.brandId);
    if (!brand?.is_in_force)
      throw new PlatformError('conflict', { reason: 'brand-not-registered' });
  }
  if (needsTenDlc(campaign) && campaign.registryId === null) {
    throw new PlatformError('conflict', { reason: 'campaign-not-registered' });
  }
}

function changedMeanwhile(): PlatformError {
  return new PlatformError('conflict', { reason: 'campaign-changed' });
}
