/** What the rooms Numbers and Campaigns need of the core. */
import type { Brand, BrandData, BrandState } from '../../campaigns/brand.ts';
import type { Campaign } from '../../campaigns/campaign.ts';
import type { CreateCampaignRequest } from '../../campaigns/create-campaign.ts';
import type { DecideCampaignRequest } from '../../campaigns/decide-campaign.ts';
import type { EditCampaignRequest } from '../../campaigns/edit-campaign.ts';
import type { CampaignPage, CampaignQuery } from '../../campaigns/read-campaigns.ts';
import type { AddNumberRequest } from '../../numbers/add-number.ts';
import type { NumberRegistration, OwnedNumber, SharedShortCode } from '../../numbers/number.ts';

interface OfNumber {
  readonly applicationId: number;
  readonly numberId: number;
}
interface OfCampaign {
  readonly applicationId: number;
  readonly campaignId: number;
}
interface OfBrand {
  readonly applicationId: number;
  readonly brandId: number;
}
interface Act {
  readonly actor: string;
}
interface Registered {
  readonly registryId: string | null;
  readonly expiresAt: Date | null;
}

export interface NumberCore {
  list(query: { applicationId: number }): Promise<readonly OwnedNumber[]>;
  /** @throws PlatformError `not_found`. */
  get(query: OfNumber): Promise<OwnedNumber>;
  /** @throws PlatformError `invalid_parameter`, `conflict` when it is taken. */
  add(request: AddNumberRequest): Promise<OwnedNumber>;
  /** @throws PlatformError `conflict` while a campaign is on it. */
  release(request: OfNumber & Act): Promise<void>;
  recordRegistration(
    request: OfNumber & Act & { registration: NumberRegistration },
  ): Promise<OwnedNumber>;
  listShared(): Promise<readonly SharedShortCode[]>;
  addShared(
    request: { code: string; kind: 'sandbox' | 'live'; country: string } & Act,
  ): Promise<void>;
  /** @throws PlatformError `conflict` while an application has it. */
  removeShared(request: { code: string } & Act): Promise<void>;
}

export interface CampaignCore {
  list(query: CampaignQuery): Promise<CampaignPage>;
  /** @throws PlatformError `not_found`. */
  get(query: OfCampaign): Promise<Campaign>;
  create(request: CreateCampaignRequest): Promise<Campaign>;
  edit(request: EditCampaignRequest): Promise<Campaign>;
  submit(request: OfCampaign & Act): Promise<Campaign>;
  takeBack(request: OfCampaign & Act): Promise<Campaign>;
  withdraw(request: OfCampaign & Act): Promise<Campaign>;
  decide(request: DecideCampaignRequest): Promise<Campaign>;
  recordRegistration(request: OfCampaign & Act & Registered): Promise<Campaign>;
  listBrands(query: { applicationId: number }): Promise<readonly Brand[]>;
  createBrand(request: { applicationId: number; data: BrandData } & Act): Promise<Brand>;
  editBrand(request: OfBrand & { data: BrandData } & Act): Promise<Brand>;
  recordBrandRegistration(
    request: OfBrand & { state: BrandState } & Act & Registered,
  ): Promise<Brand>;
}

/** Two members instead of many: both rooms have a `list` and a `get`. */
export interface CampaignsCore {
  readonly numbers: NumberCore;
  readonly campaigns: CampaignCore;
}
