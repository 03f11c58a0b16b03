/**
 * An application's events as they come, from the one it read last: the stream of `GET /v1/events`.
 * Asks the database, because another node may relay. Ends after a quarter of an hour, so that a key
 * that was revoked does not read on; the reader comes back with the id it read last.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { EventPayload } from './event-payload.ts';
import { type EventDeps, type EventQuery, listEvents } from './list-events.ts';

const pauseMilliseconds = 1_000;
const beatMilliseconds = 15_000;
const lifeMilliseconds = 900_000;
const pageSize = 100;

/** `beat` keeps proxies from closing a quiet stream. @throws PlatformError as `listEvents`. */
export async function* followEvents(
  deps: EventDeps,
  query: Omit<EventQuery, 'limit'> & { signal: AbortSignal },
): AsyncGenerator<EventPayload | 'beat'> {
  const { signal, ...rest } = query;
  const endsAt = performance.now() + lifeMilliseconds;
  let after = rest.after;
  let quietSince = performance.now();
  while (!signal.aborted && performance.now() < endsAt) {
    const page = await listEvents(deps, {
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
