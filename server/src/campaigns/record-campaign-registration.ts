/** Writes down the campaign registry's answer: its id, and until when it holds. */
import type { ApplicationDirectory } from '../applications/directory.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Campaign } from './campaign.ts';
import { loadCampaign } from './read-campaigns.ts';
import { updateCampaignRegistration } from './store.ts';

/** @throws PlatformError `not_found`, also for a withdrawn one. */
export async function recordCampaignRegistration(
  deps: { db: Database; directory: Pick<ApplicationDirectory, 'forget'> },
  request: {
    applicationId: number;
    campaignId: number;
    registryId: string | null;
    expiresAt: Date | null;
    actor: string;
  },
): Promise<Campaign> {
  const { applicationId, campaignId, registryId, expiresAt, actor } = request;
  const changed = await deps.db.transaction(async (tx) => {
    const row = { applicationId, id: campaignId, registryId, expiresAt };
    const updated = await updateCampaignRegistration(tx, row);
    if (updated.length === 0) throw new PlatformError('not_found');
    await recordAudit(tx, {
      actor,
      action: 'campaign.registration-recorded',
      applicationId,
      subject: String(campaignId),
      data: { registryId, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return loadCampaign(tx, request);
  });
  deps.directory.forget();
  return changed;
}
