/** Begins a campaign on a number of the application, as a draft that nobody reviews yet. */
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { holdNumber } from '../numbers/hold-number.ts';
import type { Campaign, CampaignContent, CampaignUse } from './campaign.ts';
import { acceptContent } from './campaign-content.ts';
import { loadCampaign } from './read-campaigns.ts';
import { insertCampaign, listBrandRows, replaceProposedTexts } from './store.ts';

export interface CreateCampaignRequest extends CampaignContent {
  readonly applicationId: number;
  readonly numberId: number;
  readonly use: CampaignUse;
  readonly brandId: number | null;
  readonly actor: string;
}

/** @throws PlatformError `invalid_parameter`, `invalid_template`, `not_found`, `conflict`. */
export async function createCampaign(
  deps: { db: Database },
  request: CreateCampaignRequest,
): Promise<Campaign> {
  const { applicationId, numberId, use, actor } = request;
  const content = acceptContent(use, request);
  return deps.db.transaction(async (tx) => {
    await holdNumber(tx, request);
    await assertBrand(tx, applicationId, request.brandId);
    const details = JSON.stringify(content.details);
    const [made] = await insertCampaign(tx, { ...request, ...content, details });
    if (!made) throw new PlatformError('conflict', { reason: 'number-has-campaign' });
    await replaceProposedTexts(tx, made.id, content.templates);
    await recordAudit(tx, {
      actor,
      action: 'campaign.created',
      applicationId,
      subject: String(made.id),
      data: { use, numberId },
    });
    return loadCampaign(tx, { applicationId, campaignId: made.id });
  });
}

/** @throws PlatformError `invalid_parameter` when the brand is not the application's own. */
export async function assertBrand(
  tx: Queryable,
  applicationId: number,
  brandId: number | null,
): Promise<void> {
  if (brandId === null) return;
  const [brand] = await listBrandRows(tx, applicationId, brandId);
  if (!brand) throw new PlatformError('invalid_parameter', { parameter: 'brandId' });
}
