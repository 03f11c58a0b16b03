/** Ends a campaign for good, whatever its state: nothing is sent with it any more. */
import type { ApplicationDirectory } from '../applications/directory.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { type Campaign, stateAfter } from './campaign.ts';
import { holdCampaign, loadCampaign } from './read-campaigns.ts';
import { markWithdrawn } from './store.ts';

/** @throws PlatformError `not_found`, `conflict` when it is withdrawn already. */
export async function withdrawCampaign(
  deps: { db: Database; directory: Pick<ApplicationDirectory, 'forget'> },
  request: { applicationId: number; campaignId: number; actor: string },
): Promise<Campaign> {
  const { applicationId, campaignId, actor } = request;
  const withdrawn = await deps.db.transaction(async (tx) => {
    const { state } = (await holdCampaign(tx, request)).campaign;
    stateAfter({ state, proposal: null }, 'withdraw');
    await markWithdrawn(tx, applicationId, campaignId);
    await recordAudit(tx, {
      actor,
      action: 'campaign.withdrawn',
      applicationId,
      subject: String(campaignId),
      data: { from: state },
    });
    return loadCampaign(tx, request);
  });
  deps.directory.forget();
  return withdrawn;
}
