/** Lists webhook deliveries for operators, newest first: masked numbers, never a text or a code. */
import type { Database } from '../db/client.ts';
import { eventIdOf } from '../events/event.ts';
import { idFloor, idRange, parseId } from '../kernel/ids.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { factsOf } from './compose-webhook.ts';
import { shownUrl } from './endpoint.ts';
import { findWebhooks, type WebhookRow } from './facts-store.ts';
import type { ClassicWebhookKind, JsonWebhookKind, WebhookFacts } from './kind.ts';
import { listWebhookKeys } from './store.ts';
import type { WebhookState } from './webhook.ts';

export interface WebhookSummary {
  readonly id: string;
  readonly kind: string;
  readonly state: WebhookState;
  /** The number it tells of; null when its facts cannot be opened. */
  readonly maskedAddress: string | null;
  /** Of a receipt: what the carrier said. */
  readonly status: string | null;
  /** Of an event: its type and its id, which every attempt and the stream of events has too. */
  readonly eventType: string | null;
  readonly eventId: string | null;
  /** The application's own endpoint it goes to. */
  readonly endpointId: string | null;
  /** Host and path of where it goes; null when no URL is set. */
  readonly url: string | null;
  readonly tries: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  /** When the next attempt is due. */
  readonly dueAt: Date | null;
  readonly giveUpAt: Date;
  readonly endedAt: Date | null;
  readonly replayedAt: Date | null;
}

export interface WebhookQuery {
  readonly applicationId: number;
  readonly state?: WebhookState;
  readonly kind?: string;
  readonly endpointId?: string;
  /** Of events: only of this type. */
  readonly eventType?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Cursor of an earlier page. */
  readonly before?: string;
  readonly limit: number;
}

export interface WebhookPage {
  readonly items: readonly WebhookSummary[];
  readonly next: string | null;
}

export interface ReadWebhookDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

const lowestId = '00000000-0000-0000-0000-000000000000';
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Ids of what arose in a time: inclusive, exclusive. */
export function idsBetween(since: Date | undefined, until: Date | undefined): [string, string] {
  return [since ? idFloor(since) : lowestId, until ? idFloor(until) : highestId];
}

export async function listWebhooks(
  deps: ReadWebhookDeps,
  query: WebhookQuery,
): Promise<WebhookPage> {
  const [floor, ceiling] = idsBetween(query.since, query.until);
  const cursor = query.before === undefined ? undefined : parseId(query.before);
  const keys = await listWebhookKeys(deps.db, {
    applicationId: query.applicationId,
    state: query.state ?? null,
    kind: query.kind ?? null,
    endpointId: query.endpointId === undefined ? null : (parseId(query.endpointId) ?? lowestId),
    eventType: query.eventType ?? null,
    lowestId: floor,
    beforeId: cursor !== undefined && cursor < ceiling ? cursor : ceiling,
    limit: query.limit + 1,
  });
  const page = keys.slice(0, query.limit);
  if (page.length === 0) return { items: [], next: null };
  const [lowest, highest] = idRange(page.map(({ id }) => id));
  const rows = await findWebhooks(deps.db, page, lowest, highest);
  return {
    items: rows.toReversed().map((row) => webhookSummary(deps.keyRing, row)),
    next: keys.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export function webhookSummary(keyRing: KeyRing, row: WebhookRow): WebhookSummary {
  return {
    ...shownFacts(keyRing, row),
    id: row.id,
    kind: row.kind,
    state: row.state,
    status: typeof row.data.status === 'string' ? row.data.status : null,
    eventType: row.event_type,
    eventId: nameOfEvent(row),
    endpointId: row.endpoint_id,
    tries: row.tries,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAt: row.created_at,
    dueAt: row.state === 'due' ? row.due_at : null,
    giveUpAt: row.give_up_at,
    endedAt: row.ended_at,
    replayedAt: row.replayed_at,
  };
}

/** What is sealed may have been redacted, or be under a key that is gone: the rest is shown then. */
function shownFacts(keyRing: KeyRing, row: WebhookRow): Shown {
  const found = factsOf(keyRing, row);
  if (!found) return { maskedAddress: null, url: null };
  try {
    return found.kind.form === 'json'
      ? shownJson(found.kind, found.facts)
      : shownClassic(found.kind, found.facts);
  } catch {
    return { maskedAddress: null, url: null };
  }
}

function nameOfEvent({ verification_id: verificationId, sequence }: WebhookRow): string | null {
  return verificationId === null || sequence === null
    ? null
    : eventIdOf({ verificationId, sequence });
}

type Shown = Pick<WebhookSummary, 'maskedAddress' | 'url'>;

function shownJson(kind: JsonWebhookKind, facts: WebhookFacts): Shown {
  const webhook = kind.webhookOf(facts);
  return { maskedAddress: kind.maskedAddressOf(webhook), url: shownUrl(webhook.url) };
}

function shownClassic(kind: ClassicWebhookKind, facts: WebhookFacts): Shown {
  const endpoint = kind.endpointOf(facts);
  const { msisdn } = kind.parametersOf(facts);
  return {
    maskedAddress: msisdn === undefined ? null : maskAddress(msisdn),
    url: endpoint && shownUrl(endpoint.url),
  };
}
