/**
 * An application's events as they come, from the one it read last: the stream of `GET /v1/events`.
 * Asks the database, because another node may relay. Ends after a quarter of an hour, so that a key
 * that was revoked does not read on; the reader comes back with the id it read last.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../kernel/errors.ts';
import type { EventPayload } from './event-payload.ts';
import { type EventDeps, type EventQuery, listEvents } from './list-events.ts';

const pauseMilliseconds = 1_000;
const beatMilliseconds = 15_000;
const lifeMilliseconds = 900_000;
const pageSize = 100;

/** Of one application on one node: each asks the database every second. */
const streamsMax = 10;

export type FollowQuery = Omit<EventQuery, 'limit'> & { readonly signal: AbortSignal };

/**
 * `beat` keeps proxies from closing a quiet stream.
 * @throws PlatformError `rate_limited` with ten open; what `listEvents` does, when read.
 */
export type FollowEvents = (query: FollowQuery) => AsyncGenerator<EventPayload | 'beat'>;

export function createFollowEvents(deps: EventDeps): FollowEvents {
  const open = new Map<number, number>();
  const count = (id: number, by: 1 | -1) => {
    const left = (open.get(id) ?? 0) + by;
    if (left > 0) open.set(id, left);
    else open.delete(id);
  };
  async function* counted(query: FollowQuery): AsyncGenerator<EventPayload | 'beat'> {
    count(query.applicationId, 1);
    try {
      yield* followEvents(deps, query);
    } finally {
      count(query.applicationId, -1);
    }
  }
  return (query) => {
    if ((open.get(query.applicationId) ?? 0) >= streamsMax) {
      throw new PlatformError('rate_limited', { retryAfterSeconds: 5 });
    }
    return counted(query);
  };
}

async function* followEvents(
  deps: EventDeps,
  query: FollowQuery,
): AsyncGenerator<EventPayload | 'beat'> {
  const { signal, ...rest } = query;
  const own = { ...deps, db: deps.db.forApplication(query.applicationId) };
  const endsAt = performance.now() + lifeMilliseconds;
  let after = rest.after;
  let quietSince = performance.now();
  while (!signal.aborted && performance.now() < endsAt) {
    const page = await listEvents(own, {
      ...rest,
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    yield* page.items;
    if (page.items.length > 0) quietSince = performance.now();
    after = page.next ?? undefined;
    if (page.hasMore) continue;
    if (performance.now() - quietSince >= beatMilliseconds) {
      yield 'beat';
      quietSince = performance.now();
    }
    await wait(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
