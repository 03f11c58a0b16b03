/**
 * Requests a second, counted over all nodes in the database, for applications that have a limit.
 * Decides nothing about codes: guess and send budgets lie with the address (live_addresses).
 */

import type { Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Application } from './application.ts';
import { countRequests, deleteOldRateWindows } from './store.ts';

/** What is left of this second. */
export interface RateStanding {
  readonly limit: number;
  readonly remaining: number;
}

export interface RateLimiter {
  /**
   * Undefined when the application has no such limit.
   * @throws PlatformError `rate_limited` above the application's limit of this second.
   */
  count(
    application: Application,
    kind: 'requests' | 'searches' | 'prices',
  ): Promise<RateStanding | undefined>;
}

interface Counted {
  readonly applicationId: number;
  readonly kind: string;
}

export function createRateLimiter(deps: { db: Database }): RateLimiter {
  const count = createCoalescer<Counted, number>({
    batchMax: 500,
    lanesMax: 1,
    run: (batch) => countBatch(deps.db, batch),
  });
  return {
    async count(application, kind) {
      const { requestsPerSecond, searchesPerSecond } = application.settings;
      const limit = kind === 'requests' ? requestsPerSecond : searchesPerSecond;
      if (limit === null) return undefined;
      const place = await count({ applicationId: application.id, kind });
      if (place > limit) throw new PlatformError('rate_limited', { retryAfterSeconds: 1 });
      return { limit, remaining: limit - place };
    },
  };
}

/** One statement per application and kind in the batch; each caller gets its own place. */
async function countBatch(db: Database, batch: readonly Counted[]): Promise<number[]> {
  const groups = new Map<string, { first: Counted; indexes: number[] }>();
  batch.forEach((call, index) => {
    const key = `${call.applicationId} ${call.kind}`;
    const group = groups.get(key) ?? { first: call, indexes: [] };
    group.indexes.push(index);
    groups.set(key, group);
  });
  const places = new Array<number>(batch.length).fill(0);
  for (const { first, indexes } of groups.values()) {
    const [row] = await countRequests(db, first.applicationId, first.kind, indexes.length);
    const before = (row?.count ?? 0) - indexes.length;
    indexes.forEach((index, place) => {
      places[index] = before + place + 1;
    });
  }
  await deleteOldRateWindows(db);
  return places;
}
