/** Wiring of what only the native API asks for. */
import type { Campaign } from '../campaigns/campaign.ts';
import {
  type CampaignPage,
  type CampaignQuery,
  listCampaigns,
  loadCampaign,
} from '../campaigns/read-campaigns.ts';
import { behindWall } from '../db/behind-wall.ts';
import { createOwnHistory, type OwnHistory } from '../history/own-history.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from '../idempotency/idempotency-keys.ts';
import { createSavedWorkflows, type SavedWorkflows } from '../workflows/saved-workflows.ts';
import type { CoreDeps } from './deps.ts';

export interface NativeRecords {
  readonly idempotency: IdempotencyKeys;
  /** What an application may read of what it did. */
  readonly history: OwnHistory;
  readonly workflows: SavedWorkflows;
  readonly campaigns: {
    list(query: CampaignQuery & { readonly applicationId: number }): Promise<CampaignPage>;
    /** @throws PlatformError `not_found`. */
    read(request: { applicationId: number; campaignId: number }): Promise<Campaign>;
  };
}

export function createNativeRecords(
  { db, keyRing, clock }: CoreDeps,
  textChannel: string,
): NativeRecords {
  return {
    idempotency: createIdempotencyKeys({ db, keyRing, clock }),
    history: behindWall(db, (own) => createOwnHistory({ db: own, keyRing, textChannel })),
    workflows: behindWall(db, (own) => createSavedWorkflows({ db: own })),
    campaigns: behindWall(db, (own): NativeRecords['campaigns'] => ({
      list: (query) => listCampaigns({ db: own }, query),
      read: (request) => loadCampaign(own, request),
    })),
  };
}
