/** Binds what the rooms Numbers and Campaigns read and do. */
import type { CampaignsCore } from '../apis/admin/campaigns-core.ts';
import * as brands from '../campaigns/brands.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { decideCampaign } from '../campaigns/decide-campaign.ts';
import { editCampaign } from '../campaigns/edit-campaign.ts';
import { listCampaigns, loadCampaign } from '../campaigns/read-campaigns.ts';
import { recordCampaignRegistration } from '../campaigns/record-campaign-registration.ts';
import { submitCampaign } from '../campaigns/submit-campaign.ts';
import { takeBackCampaign } from '../campaigns/take-back-campaign.ts';
import { withdrawCampaign } from '../campaigns/withdraw-campaign.ts';
import type { Core, CoreDeps } from '../core.ts';
import { addNumber } from '../numbers/add-number.ts';
import { getNumber, listNumbers } from '../numbers/list-numbers.ts';
import { recordRegistration } from '../numbers/record-registration.ts';
import { releaseNumber } from '../numbers/release-number.ts';
import * as shared from '../numbers/shared-short-codes.ts';

export function bindCampaigns({ directory }: Core, { db }: CoreDeps): CampaignsCore {
  const deps = { db, directory };
  return {
    numbers: {
      list: (query) => listNumbers(deps, query),
      get: (query) => getNumber(deps, query),
      add: (request) => addNumber(deps, request),
      release: (request) => releaseNumber(deps, request),
      recordRegistration: (request) => recordRegistration(deps, request),
      listShared: () => shared.listSharedShortCodes(deps),
      addShared: (request) => shared.addSharedShortCode(deps, request),
      removeShared: (request) => shared.removeSharedShortCode(deps, request),
    },
    campaigns: {
      list: (query) => listCampaigns(deps, query),
      get: (query) => loadCampaign(db, query),
      create: (request) => createCampaign(deps, request),
      edit: (request) => editCampaign(deps, request),
      submit: (request) => submitCampaign(deps, request),
      takeBack: (request) => takeBackCampaign(deps, request),
      withdraw: (request) => withdrawCampaign(deps, request),
      decide: (request) => decideCampaign(deps, request),
      recordRegistration: (request) => recordCampaignRegistration(deps, request),
      listBrands: (query) => brands.listBrands(deps, query),
      createBrand: (request) => brands.createBrand(deps, request),
      editBrand: (request) => brands.editBrand(deps, request),
      recordBrandRegistration: (request) => brands.recordBrandRegistration(deps, request),
    },
  };
}
