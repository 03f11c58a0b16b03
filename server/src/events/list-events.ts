/**
 * Reads an application's events in the order of their places, from the one it read last. A cursor is
 * the id of that event: whoever comes back with it misses none, however events were committed.
 */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import {
  eventIdOf,
  eventTypes,
  isEventFilter,
  isEventType,
  parseEventId,
  typesOfFilter,
} from './event.ts';
import { type EventPayload, eventPayload } from './event-payload.ts';
import {
  type EventFactsRow,
  type EventKeyRow,
  findEventFacts,
  findLatestEvent,
  findPosition,
  scanEvents,
  scanEventsOf,
} from './store.ts';

export interface EventDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export interface EventQuery {
  readonly applicationId: number;
  /** Id of the event read last, or `latest`; from the oldest kept otherwise. */
  readonly after?: string;
  /** Types, or groups like `message.*`. */
  readonly types?: readonly string[];
  /** Of one verification, or of one message without a code. */
  readonly verificationId?: string;
  /** 1 to 500. */
  readonly limit: number;
}

export interface EventPage {
  readonly items: readonly EventPayload[];
  /** Where to go on, also from an empty page; null when there is no event yet. */
  readonly next: string | null;
  readonly hasMore: boolean;
}

/** A page for which nothing fits is given after so many. */
const scannedMax = 2_000;

/** @throws PlatformError `invalid_parameter`: `after`, `types` or `verification_id`. */
export async function listEvents(deps: EventDeps, query: EventQuery): Promise<EventPage> {
  const { applicationId, after, limit } = query;
  const types = query.types ? acceptTypes(query.types) : eventTypes;
  if (after === 'latest') return latestPage(deps, applicationId);
  const position = await positionOf(deps, applicationId, after);
  const scanned = await scan(deps, query, types, position);
  const wanted = scanned.keys.filter(({ is_wanted }) => is_wanted);
  const page = wanted.slice(0, limit);
  const last = wanted.length > limit ? page.at(-1) : scanned.keys.at(-1);
  const rows = page.length === 0 ? [] : await findEventFacts(deps.db, applicationId, page);
  return {
    items: rows.flatMap((row) => documentOf(deps.keyRing, row)),
    next: last ? nameOf(last) : (after ?? null),
    hasMore: wanted.length > limit || scanned.isFull,
  };
}

async function scan(
  { db }: EventDeps,
  { applicationId, limit, ...query }: EventQuery,
  types: readonly string[],
  after: number,
): Promise<{ keys: readonly EventKeyRow[]; isFull: boolean }> {
  if (query.verificationId !== undefined) {
    const verificationId = parseId(query.verificationId);
    if (verificationId === undefined) throw wrong('verification_id');
    const keys = await scanEventsOf(db, { applicationId, verificationId, types, after });
    return { keys, isFull: false };
  }
  const most = query.types ? scannedMax : limit + 1;
  const keys = await scanEvents(db, { applicationId, types, after, limit: most });
  return { keys, isFull: keys.length === most };
}

/** The newest, without reading it: where to begin when the past does not matter. */
async function latestPage({ db }: EventDeps, applicationId: number): Promise<EventPage> {
  const [latest] = await findLatestEvent(db, applicationId);
  return { items: [], next: latest ? nameOf(latest) : null, hasMore: false };
}

async function positionOf(
  { db }: EventDeps,
  applicationId: number,
  after: string | undefined,
): Promise<number> {
  if (after === undefined) return 0;
  const event = parseEventId(after);
  if (!event) throw wrong('after');
  const { verificationId, sequence } = event;
  const [found] = await findPosition(db, applicationId, verificationId, sequence);
  if (!found) throw wrong('after');
  return found.position;
}

function acceptTypes(filter: readonly string[]): readonly string[] {
  if (!filter.every(isEventFilter)) throw wrong('types');
  return typesOfFilter(filter);
}

function wrong(parameter: string): PlatformError {
  const reason = { after: 'names no event', types: 'names a type there is not' }[parameter];
  return new PlatformError('invalid_parameter', { parameter, ...(reason && { reason }) });
}

function nameOf(row: { verification_id: string; sequence: number }): string {
  return eventIdOf({ verificationId: row.verification_id, sequence: row.sequence });
}

function documentOf(keyRing: KeyRing, row: EventFactsRow): EventPayload[] {
  const { kind: type } = row;
  if (!isEventType(type)) return [];
  const open = (sealed: Buffer, context: string) => keyRing.open(sealed, context).toString('utf8');
  return [
    eventPayload(open, {
      type,
      sequence: row.sequence,
      at: row.at,
      data: row.data,
      wireId: row.wire_id,
      owner: row.owner,
      verificationId: row.verification_id,
      addressSealed: row.address_sealed,
      sender: row.sender,
      reference: row.reference,
      beganAt: row.began_at,
      endedBy: row.ended_by,
    }),
  ];
}
