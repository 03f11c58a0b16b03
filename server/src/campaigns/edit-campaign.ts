/**
 * Changes a campaign. Before its approval the change takes the old content's place; afterwards it
 * waits beside it for a review of its own, and messages go on saying what was approved. While a
 * reviewer is awaited nothing can be changed under their eyes: it is taken back first.
 */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { addBusinessDays } from './business-days.ts';
import { type Campaign, type CampaignContent, reviewBusinessDays, stateAfter } from './campaign.ts';
import { acceptContent, requireComplete } from './campaign-content.ts';
import { assertBrand } from './create-campaign.ts';
import { holdCampaign, loadCampaign } from './read-campaigns.ts';
import { insertProposal, replaceProposedTexts, updateContent } from './store.ts';

export interface EditCampaignRequest extends Partial<CampaignContent> {
  readonly applicationId: number;
  readonly campaignId: number;
  readonly brandId?: number | null;
  readonly actor: string;
}

/** Members left out stay. @throws PlatformError `not_found`, `conflict`, `invalid_template` … */
export async function editCampaign(
  deps: { db: Database },
  request: EditCampaignRequest,
): Promise<Campaign> {
  const { applicationId, campaignId, actor } = request;
  return deps.db.transaction(async (tx) => {
    const { campaign, now } = await holdCampaign(tx, request);
    stateAfter(campaign, 'edit');
    const content = acceptContent(campaign.use, {
      company: request.company ?? campaign.company,
      templates: request.templates ?? campaign.templates,
      details: request.details ?? campaign.details,
    });
    const changed =
      campaign.state === 'approved'
        ? await propose(tx, { campaign, content, request, now })
        : await replace(tx, { campaign, content, request });
    if (!changed) throw new PlatformError('conflict', { reason: 'campaign-changed' });
    await replaceProposedTexts(tx, campaignId, content.templates);
    await recordAudit(tx, {
      actor,
      action: campaign.state === 'approved' ? 'campaign.edit-submitted' : 'campaign.edited',
      applicationId,
      subject: String(campaignId),
      data: { revision: campaign.revision + 1 },
    });
    return loadCampaign(tx, request);
  });
}

interface Edit {
  readonly campaign: Campaign;
  readonly content: CampaignContent;
  readonly request: EditCampaignRequest;
}

async function propose(tx: Queryable, edit: Edit & { now: Date }): Promise<boolean> {
  const { campaign, content, request } = edit;
  if (request.brandId !== undefined && request.brandId !== campaign.brandId) {
    // Another brand is another registration: that is a campaign of its own.
    throw new PlatformError('conflict', {
      parameter: 'brandId',
      reason: 'campaign-approved-already',
    });
  }
  requireComplete(campaign.use, content.details);
  const { company, details } = content;
  const changed = await insertProposal(tx, {
    applicationId: campaign.applicationId,
    id: campaign.id,
    proposal: JSON.stringify({ company, details }),
    submittedBy: request.actor,
    reviewDueAt: addBusinessDays(edit.now, reviewBusinessDays),
  });
  return changed.length > 0;
}

async function replace(tx: Queryable, { campaign, content, request }: Edit): Promise<boolean> {
  const brandId = request.brandId === undefined ? campaign.brandId : request.brandId;
  await assertBrand(tx, campaign.applicationId, brandId);
  const changed = await updateContent(tx, {
    applicationId: campaign.applicationId,
    id: campaign.id,
    company: content.company,
    details: JSON.stringify(content.details),
    brandId,
  });
  return changed.length > 0;
}
