import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { sql } from '../db/client.ts';
import { type Application, settingsInForce } from './application.ts';
import { createRateLimiter, type RateLimiter } from './rates.ts';

let database: TestDatabase;
let servers: readonly RateLimiter[];
beforeAll(async () => {
  database = await createTestDatabase();
  servers = [createRateLimiter({ db: database.db }), createRateLimiter({ db: database.db })];
});
afterAll(() => database.drop());

/** All calls of a test must fall into one second of the database's clock. */
beforeEach(async () => {
  await database.db.script('truncate rate_windows');
  await database.db.query(sql`
    select pg_sleep(case when extract(milliseconds from now())::int % 1000 > 400
      then (1000 - extract(milliseconds from now())::int % 1000) / 1000.0 else 0 end)`);
});

function application(id: number, settings: Partial<Application['settings']>): Application {
  return {
    id,
    name: 'Test',
    kind: 'live',
    apiKey: '00000000',
    wireId: '00000000-0000-4000-8000-000000000000',
    createdAt: new Date(),
    retiredAt: null,
    wantsEvents: false,
    settings: settingsInForce('live', settings),
    registeredSenders: [],
    campaigns: [],
    balance: '0.00000000',
    credit: '0.00000000',
    currency: 'EUR',
  };
}

async function count(
  one: Application,
  calls: number,
  kind: 'requests' | 'searches' = 'requests',
): Promise<number> {
  const results = await Promise.allSettled(
    Array.from({ length: calls }, (_, index) =>
      (servers[index % 2] as RateLimiter).count(one, kind),
    ),
  );
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toMatchObject({
        code: 'rate_limited',
        publicDetail: { retryAfterSeconds: 1 },
      });
    }
  }
  return results.filter(({ status }) => status === 'fulfilled').length;
}

test('two servers together let exactly the limit through', async () => {
  expect(await count(application(1, { requestsPerSecond: 30 }), 100)).toBe(30);
});

test('a limit of one a second lets one search through', async () => {
  expect(await count(application(2, {}), 10, 'searches')).toBe(1);
});

test('searches and requests are counted apart, and so are applications', async () => {
  const limits = { requestsPerSecond: 5, searchesPerSecond: 3 };
  const counted = await Promise.all([
    count(application(3, limits), 20, 'requests'),
    count(application(3, limits), 20, 'searches'),
    count(application(4, limits), 20, 'requests'),
  ]);
  expect(counted).toEqual([5, 3, 5]);
});

test('without a limit nothing is counted', async () => {
  expect(await count(application(5, { requestsPerSecond: null }), 50)).toBe(50);
  expect(await database.db.query(sql`select 1 from rate_windows`)).toEqual([]);
});

test('the next second begins anew, and old seconds are forgotten', async () => {
  const one = application(6, { requestsPerSecond: 2 });
  expect(await count(one, 4)).toBe(2);
  await database.db.query(
    sql`update rate_windows set window_start = window_start - interval '11 seconds'`,
  );
  expect(await count(one, 4)).toBe(2);
  expect(await database.db.query(sql`select count from rate_windows`)).toEqual([{ count: 4 }]);
});
