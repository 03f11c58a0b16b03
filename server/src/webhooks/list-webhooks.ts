/** Lists webhook deliveries for operators, newest first: masked numbers, never a text or a code. */
import type { Database } from '../db/client.ts';
import { idFloor, idRange, parseId } from '../kernel/ids.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { factsOf } from './compose-webhook.ts';
import { shownUrl } from './endpoint.ts';
import { findWebhooks, type WebhookRow } from './facts-store.ts';
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
function shownFacts(
  keyRing: KeyRing,
  row: WebhookRow,
): Pick<WebhookSummary, 'maskedAddress' | 'url'> {
  const found = factsOf(keyRing, row);
  if (!found) return { maskedAddress: null, url: null };
  try {
    const { kind, facts } = found;
    const endpoint = kind.endpointOf(facts);
    const { msisdn } = kind.parametersOf(facts);
    return {
      maskedAddress: msisdn === undefined ? null : maskAddress(msisdn),
      url: endpoint && shownUrl(endpoint.url),
    };
  } catch {
    return { maskedAddress: null, url: null };
  }
}
