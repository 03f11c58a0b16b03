/** The application itself: settings that are safe to read, its API secrets, its campaigns. */
import { type Static, Type } from 'typebox';
import type { Application } from '../../applications/application.ts';
import { type Campaign, campaignStates, campaignUses } from '../../campaigns/campaign.ts';
import { PlatformError } from '../../kernel/errors.ts';
import {
  answer,
  Id,
  IdText,
  input,
  Nullable,
  oneOf,
  Timestamp,
} from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { isoOrNull, pageOf, pageSize, paging, Selection } from './parts.ts';

const access = 'application';

const Budget = answer('SendBudget', { count: Type.Integer(), window_seconds: Type.Integer() });
const ApplicationView = answer('Application', {
  api_key: Type.String(),
  name: Type.String(),
  kind: oneOf(['sandbox', 'live'], 'ApplicationKind'),
  created_at: Timestamp,
  sender: Type.String(),
  countries: Nullable(Type.Array(Type.String())),
  requests_per_second: Nullable(Type.Integer()),
  sends_per_address: Nullable(Budget),
  may_choose_codes: Type.Boolean(),
  channels: Type.Array(Type.String()),
  balance: Type.String(),
  credit: Type.String(),
  currency: Type.String(),
});

const Key = answer('Key', { id: Id, created_at: Timestamp });
const KeyBody = input(
  {
    secret: Type.String({
      minLength: 8,
      maxLength: 25,
      description:
        'The new secret, of your choice: a small letter, a capital and a digit. It is never shown.',
    }),
  },
  'AddKey',
);
const KeyParams = input({ key_id: IdText });

const CampaignView = answer('Campaign', {
  id: Id,
  use: oneOf(campaignUses, 'CampaignUse'),
  state: oneOf(campaignStates, 'CampaignState'),
  is_in_force: Type.Boolean(),
  sender: Type.String(),
  country: Type.String(),
  company: Type.String(),
  templates: Type.Array(Type.String()),
  reason: Nullable(Type.String()),
  created_at: Timestamp,
  expires_at: Nullable(Timestamp),
});
const CampaignFilter = input({
  ...paging,
  use: Type.Optional(oneOf(campaignUses, 'CampaignUse')),
  state: Type.Optional(oneOf(campaignStates, 'CampaignState')),
});

export const accountOperations = [
  operation(
    {
      operationId: 'getApplication',
      tag: 'Application',
      method: 'GET',
      path: '/v1/application',
      summary: 'Read the application of this key: its limits, channels and balance',
      access,
      query: Selection,
      status: 200,
      answer: ApplicationView,
      errors: [],
    },
    async ({ core, application }) => {
      const current = await core.account.read(application);
      return { body: encodeApplication(current, [...core.channels.keys()].sort()) };
    },
  ),
  operation(
    {
      operationId: 'listKeys',
      tag: 'Keys',
      method: 'GET',
      path: '/v1/keys',
      summary: 'List the live API secrets, newest first; never the secrets themselves',
      access,
      status: 200,
      answer: answer('KeyList', { items: Type.Array(Key) }),
      errors: [],
    },
    async ({ core, application }) => {
      const secrets = await core.account.listSecrets(application);
      return { body: { items: secrets.map(encodeKey) } };
    },
  ),
  operation(
    {
      operationId: 'addKey',
      tag: 'Keys',
      method: 'POST',
      path: '/v1/keys',
      summary: 'Add an API secret',
      description:
        'Two may be live at once. To rotate: add the new one, put it to use, then revoke the old one.',
      access,
      takesTokens: false,
      body: KeyBody,
      status: 201,
      answer: Key,
      errors: ['conflict'],
    },
    async ({ core, application, body, effect }) => {
      const { earlier } = effect ?? {};
      const before = earlier ? await core.account.listSecrets(application) : [];
      const ending = body.secret.slice(-2);
      const made = before.find((key) => earlier && key.createdAt >= earlier && key.hint === ending);
      return { body: encodeKey(made ?? (await core.account.addSecret(application, body.secret))) };
    },
  ),
  operation(
    {
      operationId: 'revokeKey',
      tag: 'Keys',
      method: 'DELETE',
      path: '/v1/keys/:key_id',
      summary: 'Revoke an API secret; the last one stays',
      access,
      takesTokens: false,
      params: KeyParams,
      status: 204,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params }) => {
      await core.account.revokeSecret(application, readId(params.key_id));
      return {};
    },
  ),
  operation(
    {
      operationId: 'listCampaigns',
      tag: 'Campaigns',
      method: 'GET',
      path: '/v1/campaigns',
      summary: 'List campaigns, newest first',
      access,
      query: CampaignFilter,
      status: 200,
      answer: pageOf('CampaignPage', CampaignView),
      errors: [],
    },
    async ({ core, application, query }) => {
      const page = await core.campaigns.list({
        applicationId: application.id,
        limit: pageSize(query.limit),
        ...(query.use !== undefined && { use: query.use }),
        ...(query.state !== undefined && { state: query.state }),
        ...(query.cursor !== undefined && { before: readCursor(query.cursor) }),
      });
      return { body: { items: page.items.map(encodeCampaign), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'getCampaign',
      tag: 'Campaigns',
      method: 'GET',
      path: '/v1/campaigns/:campaign_id',
      summary: 'Read one campaign',
      access,
      params: input({ campaign_id: IdText }),
      query: Selection,
      status: 200,
      answer: CampaignView,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const campaignId = readId(params.campaign_id);
      const found = await core.campaigns.read({ applicationId: application.id, campaignId });
      return { body: encodeCampaign(found) };
    },
  ),
];

const idMax = 2_147_483_647;

/** @throws PlatformError `not_found` for a number that no row can have. */
function readId(text: string): number {
  const id = Number(text);
  if (id > idMax) throw new PlatformError('not_found');
  return id;
}

function readCursor(text: string): string {
  if (/^\d{1,9}$/.test(text)) return text;
  throw new PlatformError('invalid_parameter', { parameter: 'cursor' });
}

function encodeApplication(
  application: Application,
  channels: string[],
): Static<typeof ApplicationView> {
  const { settings } = application;
  const budget = settings.sendsPerAddress;
  return {
    api_key: application.apiKey,
    name: application.name,
    kind: application.kind,
    created_at: application.createdAt.toISOString(),
    sender: settings.sender,
    countries: settings.countries,
    requests_per_second: settings.requestsPerSecond,
    sends_per_address: budget && { count: budget.count, window_seconds: budget.windowSeconds },
    may_choose_codes: settings.customCodes,
    channels,
    balance: application.balance,
    credit: application.credit,
    currency: application.currency,
  };
}

function encodeKey(key: { id: number; createdAt: Date }): Static<typeof Key> {
  return { id: key.id, created_at: key.createdAt.toISOString() };
}

function encodeCampaign(campaign: Campaign): Static<typeof CampaignView> {
  return {
    id: campaign.id,
    use: campaign.use,
    state: campaign.state,
    is_in_force: campaign.isInForce,
    sender: campaign.number.sender,
    country: campaign.number.country,
    company: campaign.company,
    templates: [...campaign.templates],
    reason: campaign.reason,
    created_at: campaign.createdAt.toISOString(),
    expires_at: isoOrNull(campaign.expiresAt),
  };
}
