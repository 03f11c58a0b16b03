/** Consent: how numbers stand with senders, and the ledger that proves it (docs/compliance.md). */
import { type Static, Type } from 'typebox';
import { campaignUses } from '../../campaigns/campaign.ts';
import type { ConsentEntry } from '../../consent/list-consent-entries.ts';
import type { NumberStanding } from '../../consent/list-standings.ts';
import type { ConsentSet } from '../../consent/set-consent.ts';
import { answer, Id, input, Nullable, oneOf, Text, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { isoOrNull, pageOf, pageSize, paging } from './parts.ts';

const tag = 'Opt-outs';
const access = 'application';
const one = '/v1/opt-outs/:number';

const Use = oneOf(campaignUses, 'CampaignUse');
const State = oneOf(['opted_out', 'opted_in'], 'ConsentState');
const Change = oneOf(['opt-in', 'opt-out', 'help'], 'ConsentChange');
const NumberText = Type.String({ minLength: 1, maxLength: 32 });
const NumberParams = input({ number: Type.String({ pattern: '^[^\\u0000]{1,64}$' }) });

const Standing = answer('Standing', {
  number: Type.String(),
  sender: Type.String({ description: '`*`: every sender of the application.' }),
  campaign_id: Nullable(Id),
  state: State,
  opted_out_at: Nullable(Timestamp),
  opted_in_at: Nullable(Timestamp),
});
const ConsentSetView = answer('ConsentSet', {
  number: Type.String(),
  senders: Type.Array(Type.String()),
  state: State,
  is_new: Type.Boolean(),
  at: Timestamp,
});
const Entry = answer('ConsentEntry', {
  id: Id,
  at: Timestamp,
  number: Type.String(),
  sender: Type.String(),
  campaign_id: Nullable(Id),
  change: Change,
  source: Type.String(),
  actor: Type.String(),
  inbound_id: Nullable(Type.String()),
  evidence: answer('Evidence', {
    text: Nullable(Type.String()),
    page: Nullable(Type.String()),
    client_address: Nullable(Type.String()),
  }),
});

const evidence = {
  page: Type.Optional(Type.String({ maxLength: 500 })),
  client_address: Type.Optional(Type.String({ maxLength: 64 })),
};
const scope = {
  campaign_use: Type.Optional(Use),
  sender: Type.Optional(Type.String({ maxLength: 15 })),
  source: Type.Optional(oneOf(['api', 'web-form'], 'ConsentSource')),
};
const OptOutBody = input(
  { ...scope, evidence: Type.Optional(input({ ...evidence, text: Type.Optional(Text(2_000)) })) },
  'OptOut',
);
/** Whoever lets somebody be written to again says what the person agreed to. */
const OptInBody = input({ ...scope, evidence: input({ ...evidence, text: Text(2_000) }) }, 'OptIn');

const StandingFilter = input({
  ...paging,
  campaign_use: Type.Optional(Use),
  sender: Type.Optional(Type.String({ maxLength: 15 })),
  number: Type.Optional(NumberText),
  state: Type.Optional(State),
});
const EntryFilter = input({
  ...paging,
  number: Type.Optional(NumberText),
  change: Type.Optional(Change),
});

export const optOutOperations = [
  operation(
    {
      operationId: 'listOptOuts',
      tag,
      method: 'GET',
      path: '/v1/opt-outs',
      summary: 'List how numbers stand, the latest word first',
      description:
        'With `campaign_use` or `sender`, what was said to the whole application (`*`) is listed too.',
      access,
      query: StandingFilter,
      status: 200,
      answer: pageOf('StandingPage', Standing),
      errors: ['not_found'],
    },
    async ({ core, application, query }) => {
      const { campaign_use, sender, number, state, cursor, limit } = query;
      const page = await core.consent.listStandings({
        applicationId: application.id,
        limit: pageSize(limit),
        ...(campaign_use !== undefined && { use: campaign_use }),
        ...(sender !== undefined && { sender }),
        ...(number !== undefined && { address: number }),
        ...(state !== undefined && { isOptedOut: state === 'opted_out' }),
        ...(cursor !== undefined && { before: cursor }),
      });
      return { body: { items: page.items.map(encodeStanding), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'optOut',
      tag,
      method: 'PUT',
      path: one,
      summary: 'Opt a number out',
      access,
      params: NumberParams,
      body: OptOutBody,
      isBodyOptional: true,
      status: 200,
      answer: ConsentSetView,
      errors: ['not_found'],
    },
    async ({ core, application, params, body }) => {
      const set = await core.consent.optOut({
        ...{ application, address: params.number },
        ...decodeScope(body),
      });
      return { body: encodeSet(set, 'opted_out') };
    },
  ),
  operation(
    {
      operationId: 'optIn',
      tag,
      method: 'DELETE',
      path: one,
      summary: 'Opt a number in again, with proof of what the person agreed to',
      access,
      params: NumberParams,
      body: OptInBody,
      isBodyOptional: true,
      status: 200,
      answer: ConsentSetView,
      errors: ['not_found'],
    },
    async ({ core, application, params, body }) => {
      const set = await core.consent.optIn({
        ...{ application, address: params.number },
        ...decodeScope(body),
      });
      return { body: encodeSet(set, 'opted_in') };
    },
  ),
  operation(
    {
      operationId: 'listConsentEntries',
      tag,
      method: 'GET',
      path: '/v1/consent-entries',
      summary: 'List the ledger: every change with its evidence, newest first',
      access,
      query: EntryFilter,
      status: 200,
      answer: pageOf('ConsentEntryPage', Entry),
      errors: [],
    },
    async ({ core, application, query }) => {
      const { number, change, cursor, limit } = query;
      const page = await core.consent.listEntries({
        applicationId: application.id,
        limit: pageSize(limit),
        ...(number !== undefined && { address: number }),
        ...(change !== undefined && { change }),
        ...(cursor !== undefined && { before: cursor }),
      });
      return { body: { items: page.items.map(encodeEntry), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'exportConsentEntries',
      tag,
      method: 'GET',
      path: '/v1/consent-entries.csv',
      summary: 'The ledger as a file',
      description: 'A cell that a spreadsheet would run as a formula begins with an apostrophe.',
      access,
      query: input({ number: Type.Optional(NumberText) }),
      status: 200,
      answer: Type.String(),
      mediaType: 'text/csv; charset=utf-8',
      errors: [],
    },
    async ({ core, application, query }) => ({
      headers: { 'content-disposition': 'attachment; filename="consent.csv"' },
      body: core.consent.exportEntries({
        applicationId: application.id,
        ...(query.number !== undefined && { address: query.number }),
      }),
    }),
  ),
];

/** What the core is asked with. */
function decodeScope(body: Static<typeof OptOutBody>) {
  const { campaign_use: use, sender, source = 'api' } = body;
  const { client_address: clientAddress, ...shown } = body.evidence ?? {};
  return {
    ...(use !== undefined && { use }),
    ...(sender !== undefined && { sender }),
    source,
    evidence: { ...shown, ...(clientAddress !== undefined && { clientAddress }) },
  };
}

function encodeStanding(standing: NumberStanding): Static<typeof Standing> {
  return {
    number: standing.address,
    sender: standing.sender,
    campaign_id: standing.campaignId,
    state: standing.isOptedOut ? 'opted_out' : 'opted_in',
    opted_out_at: isoOrNull(standing.optedOutAt),
    opted_in_at: isoOrNull(standing.optedInAt),
  };
}

function encodeSet(
  set: ConsentSet,
  state: 'opted_out' | 'opted_in',
): Static<typeof ConsentSetView> {
  return {
    number: set.address,
    senders: [...set.senders],
    state,
    is_new: set.isNew,
    at: set.at.toISOString(),
  };
}

function encodeEntry(entry: ConsentEntry): Static<typeof Entry> {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    number: entry.address,
    sender: entry.sender,
    campaign_id: entry.campaignId,
    change: entry.change,
    source: entry.source,
    actor: entry.actor,
    inbound_id: entry.inboundId,
    evidence: {
      text: entry.evidence.text ?? null,
      page: entry.evidence.page ?? null,
      client_address: entry.evidence.clientAddress ?? null,
    },
  };
}
