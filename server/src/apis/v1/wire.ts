/**
 * The native API's words for consent (docs/api-v1.md): what queries and bodies hold, and how consent
 * is told. Member names are snake case, dates are RFC 3339.
 */
import { type Static, type TObject, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ConsentEntry } from '../../consent/list-consent-entries.ts';
import type { NumberStanding, PageOf } from '../../consent/list-standings.ts';
import type { ConsentSet } from '../../consent/set-consent.ts';
import { PlatformError } from '../../kernel/errors.ts';

const campaignUse = Type.Union([
  Type.Literal('two-factor'),
  Type.Literal('alerts'),
  Type.Literal('marketing'),
]);
const limit = Type.String({ pattern: '^[1-9][0-9]{0,2}$' });
const limitDefault = 50;
const limitMax = 200;

export const optOutsQuery = Type.Partial(
  Type.Object({
    campaign_use: campaignUse,
    sender: Type.String({ maxLength: 15 }),
    number: Type.String({ maxLength: 32 }),
    state: Type.Union([Type.Literal('opted_out'), Type.Literal('opted_in')]),
    cursor: Type.String({ maxLength: 200 }),
    limit,
  }),
  { additionalProperties: false },
);

export const entriesQuery = Type.Partial(
  Type.Object({
    number: Type.String({ maxLength: 32 }),
    change: Type.Union([Type.Literal('opt-in'), Type.Literal('opt-out'), Type.Literal('help')]),
    cursor: Type.String({ maxLength: 200 }),
    limit,
  }),
  { additionalProperties: false },
);

const evidenceText = Type.String({ minLength: 1, maxLength: 2_000 });
const evidence = {
  page: Type.Optional(Type.String({ maxLength: 500 })),
  client_address: Type.Optional(Type.String({ maxLength: 64 })),
};

const scope = {
  /** Neither: the application as a whole. */
  campaign_use: Type.Optional(campaignUse),
  sender: Type.Optional(Type.String({ maxLength: 15 })),
  source: Type.Optional(Type.Union([Type.Literal('api'), Type.Literal('web-form')])),
};

export const optOutBody = Type.Object(
  {
    ...scope,
    evidence: Type.Optional(
      Type.Object(
        { ...evidence, text: Type.Optional(evidenceText) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** Whoever lets somebody be written to again says what the person agreed to. */
export const optInBody = Type.Object(
  {
    ...scope,
    evidence: Type.Object({ ...evidence, text: evidenceText }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

/** @throws PlatformError `invalid_parameter` naming the first parameter that does not fit. */
export function readQuery<Schema extends TObject>(schema: Schema, query: string): Static<Schema> {
  const values = Object.fromEntries(new URLSearchParams(query));
  const problem = Value.Errors(schema, values)[0];
  if (!problem) return values as Static<Schema>;
  const parameter = problem.instancePath.slice(1, 60) || 'query';
  throw new PlatformError('invalid_parameter', { parameter, reason: problem.message });
}

export function pageSize(text: string | undefined): number {
  return Math.min(Number(text ?? limitDefault), limitMax);
}

type OptOutBody = Static<typeof optOutBody>;

/** What the core is asked with. */
export function decodeScope(body: OptOutBody) {
  const { campaign_use: use, sender, source = 'api' } = body;
  const { client_address: clientAddress, ...shown } = body.evidence ?? {};
  return {
    ...(use !== undefined && { use }),
    ...(sender !== undefined && { sender }),
    source,
    evidence: { ...shown, ...(clientAddress !== undefined && { clientAddress }) },
  };
}

export function encodePage<Item>(page: PageOf<Item>, encode: (item: Item) => object): object {
  return { items: page.items.map(encode), next_cursor: page.next };
}

export function encodeStanding(standing: NumberStanding): object {
  return {
    number: standing.address,
    sender: standing.sender,
    campaign_id: standing.campaignId,
    state: standing.isOptedOut ? 'opted_out' : 'opted_in',
    opted_out_at: standing.optedOutAt?.toISOString() ?? null,
    opted_in_at: standing.optedInAt?.toISOString() ?? null,
  };
}

export function encodeSet(set: ConsentSet, state: 'opted_out' | 'opted_in'): object {
  return {
    number: set.address,
    senders: set.senders,
    state,
    is_new: set.isNew,
    at: set.at.toISOString(),
  };
}

export function encodeEntry(entry: ConsentEntry): object {
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
