/** An application as a dialect's decoder sees it, without a database. */
import {
  type Application,
  type ApprovedCampaign,
  settingsInForce,
} from '../src/applications/application.ts';

export function createTestApplicationValue(
  kind: 'sandbox' | 'live',
  campaigns: readonly Partial<ApprovedCampaign>[] = [],
): Application {
  return {
    id: 1,
    name: 'Acme',
    kind,
    apiKey: 'abcd1234',
    wireId: '78d335fa-323d-4114-9c3d-d6f0d48968cf',
    createdAt: new Date(),
    retiredAt: null,
    wantsEvents: false,
    settings: settingsInForce(kind, {}),
    campaigns: campaigns.map((campaign, index) => ({
      id: index + 1,
      use: 'alerts',
      code: '98975',
      country: 'US',
      numberKind: 'shared-short-code',
      company: 'Acme',
      templates: [],
      details: {},
      ...campaign,
    })),
    registeredSenders: [],
    balance: '15.53590000',
    credit: '0.00000000',
    currency: 'EUR',
  };
}
