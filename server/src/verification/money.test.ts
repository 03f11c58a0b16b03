/** Money is taken when a message is queued: never more than there is, or than a cap allows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { StartRequest } from './start.ts';

let database: TestDatabase;
const benches: Workbench[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(benches.map((bench) => bench.close()));
  await database.drop();
});

const price = 0.0333;

let lastReal = 0;
/** A number that could be somebody's: a live application takes no other. */
function realNumber(): string {
  lastReal += 1;
  return `4474001${String(lastReal).padStart(5, '0')}`;
}

/** Two servers of one application with a balance for `messages` messages. */
async function twoServers(
  kind: 'sandbox' | 'live',
  balance: string,
  settings: Parameters<typeof createWorkbench>[0]['settings'] = {},
) {
  const first = await createWorkbench({ database, kind, settings });
  await database.db.query(sql`
    update balances set amount = ${balance}::numeric where application_id = ${first.application.id}`);
  // As remembered by a server a moment ago, when there was enough.
  const application = { ...first.application, balance: '1000.00000000' };
  const second = await createWorkbench({ database, keyRing: first.keyRing, application });
  benches.push(first, second);
  const start = async (bench: Workbench, changes: Partial<StartRequest> = {}): Promise<string> => {
    try {
      return (await bench.start({ application, to: realNumber(), ...changes })).kind;
    } catch (error) {
      if (!(error instanceof PlatformError)) return String(error);
      // A slow machine sheds what would wait too long, and a client comes again.
      return error.code === 'unavailable' ? start(bench, changes) : error.code;
    }
  };
  return { first, second, application, start };
}

async function money(applicationId: number) {
  const [row] = await database.db.query<{ amount: string; booked: string; costs: string }>(sql`
    select b.amount, (select sum(amount) from ledger_entries
      where application_id = ${applicationId}) as booked,
      (select sum(cost) from dispatches where application_id = ${applicationId}) as costs
    from balances b where b.application_id = ${applicationId}`);
  return {
    amount: Number(row?.amount),
    booked: Number(row?.booked),
    costs: Number(row?.costs),
  };
}

const tally = (outcomes: readonly string[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].map((one) => [one, outcomes.filter((o) => o === one).length]),
  );

describe('a live application', () => {
  test('of two hundred starts on two servers exactly as many go out as there is money for', async () => {
    const { first, second, application, start } = await twoServers('live', '0.39', {
      countries: null,
    });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => start(index % 2 ? first : second)),
    );
    expect(tally(outcomes)).toEqual({ started: 10, quota_exceeded: 190 });
    expect(first.handed.length + second.handed.length).toBe(10);
    const { amount, booked, costs } = await money(application.id);
    // What is left is less than another message and the price of its right code.
    expect(amount).toBeCloseTo(0.39 - 10 * price, 8);
    expect(booked).toBeCloseTo(-10 * price, 8);
    expect(costs).toBeCloseTo(10 * price, 8);
  });

  test('what was refused for want of money leaves the number free', async () => {
    const { first, application, start } = await twoServers('live', '0', { countries: null });
    const to = realNumber();
    expect(await start(first, { to })).toBe('quota_exceeded');
    await database.db.query(sql`
      update balances set credit = 1 where application_id = ${application.id}`);
    expect(await start(first, { to })).toBe('started');
    expect((await money(application.id)).amount).toBeCloseTo(-price, 8);
  });

  test('a step there is no money for is not sent, and says why', async () => {
    const { first, application } = await twoServers('sandbox', '1000', {
      spendCaps: { hour: '0.04', day: null },
    });
    const { verificationId } = await first.begin({
      application,
      to: realNumber(),
      workflow: [
        { channel: 'sms', waitSeconds: 60 },
        { channel: 'sms', waitSeconds: 60 },
      ],
    });
    await first.travel(61);
    const rows = await database.db.query<{ state: string; error: string | null }>(sql`
      select state, error from dispatches where verification_id = ${verificationId}::uuid
      order by step`);
    expect(rows).toEqual([
      { state: 'due', error: null },
      { state: 'not_sent', error: 'the balance or a spend cap does not allow another message' },
    ]);
    expect(first.handed).toHaveLength(1);
  });
});

describe('spend caps hold for every kind of application', () => {
  test.each(['hour', 'day'] as const)('%s', async (cap) => {
    const caps = { hour: null, day: null, [cap]: '0.1' };
    const { first, second, application, start } = await twoServers('sandbox', '1000', {
      spendCaps: caps,
    });
    const both = () =>
      Promise.all(Array.from({ length: 40 }, (_, index) => start(index % 2 ? first : second)));
    expect(tally(await both())).toEqual({ started: 3, quota_exceeded: 37 });
    expect(tally(await both())).toEqual({ quota_exceeded: 40 });
    await database.db.query(sql`
      update balances set hour_started_at = hour_started_at - interval '1 hour',
        day_started_at = day_started_at - interval '1 day'
      where application_id = ${application.id}`);
    expect(tally(await both())).toEqual({ started: 3, quota_exceeded: 37 });
  });
});

describe('a subscriber who opted out', () => {
  async function optOut(bench: Workbench, to: string, sender: string) {
    const mac = bench.keyRing.mac('address', to);
    await database.db.query(sql`
      insert into opt_outs (application_id, address_mac, sender)
      values (${bench.application.id}, ${mac}, ${sender})`);
  }

  test.each(['VERIFY', '*'])(
    'of %s gets no SMS, and pays nothing; a call still comes',
    async (sender) => {
      const { first } = await twoServers('sandbox', '1000');
      const to = realNumber();
      await optOut(first, to, sender);
      const workflow = [
        { channel: 'sms', waitSeconds: 60 },
        { channel: 'voice', waitSeconds: 60 },
      ];
      const { verificationId } = await first.begin({ to, workflow });
      expect(first.handed).toHaveLength(0);
      await first.travel(61);
      expect(first.handed.map(({ channel }) => channel)).toEqual(['voice']);
      const rows = await database.db.query(sql`
      select channel, state, error_code, cost::float8 as cost from dispatches
      where verification_id = ${verificationId}::uuid order by step`);
      expect(rows).toMatchObject([
        { channel: 'sms', state: 'rejected', error_code: 9, cost: 0 },
        { channel: 'voice', state: 'due' },
      ]);
    },
  );

  test('of another sender is written to', async () => {
    const { first } = await twoServers('sandbox', '1000');
    const to = realNumber();
    await optOut(first, to, '12345');
    await first.begin({ to });
    expect(first.handed).toHaveLength(1);
  });
});

test('a right code takes no more than a live application has', async () => {
  const { first, application } = await twoServers('live', '0.09', { countries: null });
  const one = await first.begin({ application, to: realNumber() });
  await database.db.query(sql`
    update balances set amount = 0.02, credit = 0.01 where application_id = ${application.id}`);
  const outcome = await first.check(one.verificationId, first.codeOf(one.verificationId));
  expect(outcome.kind).toBe('verified');
  const { amount, booked } = await money(application.id);
  expect(amount).toBeCloseTo(-0.01, 8);
  expect(booked).toBeCloseTo(-price - 0.03, 8);
});
