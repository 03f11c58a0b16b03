/** Two nodes on one database: each has its own guard, none sees the other but by the database. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { settingsInForce } from '../applications/application.ts';
import { livePumping, type PumpingSettings } from '../applications/pumping-settings.ts';
import { openDatabase, sql } from '../db/client.ts';
import { systemClock } from '../kernel/clock.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { createFraudGuard, type FraudGuard } from './guard.ts';
import type { JudgeRequest } from './judge.ts';
import { liftBlock } from './lift-block.ts';
import { addCounts, openBlocks } from './store.ts';

const keyRing = readKeyRing(generateKeyRing());
const settings = settingsInForce('live', {
  pumping: {
    ...livePumping,
    client: { ...livePumping.client, action: 'refuse' },
    clientCountries: { action: 'refuse', most: 2 },
    sequence: { action: 'off', run: 8, windowMinutes: 10 },
  },
});

let database: TestDatabase;
let applicationId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  applicationId += 1;
});

const node = (db = database.db): FraudGuard =>
  createFraudGuard({ db, keyRing, clock: systemClock });

function request(index: number, more: Partial<JudgeRequest> = {}): JudgeRequest {
  return {
    application: { id: applicationId, settings },
    kind: 'verification',
    address: `44770090${String((index * 37) % 10_000).padStart(4, '0')}`,
    country: 'GB',
    prefix: '44770090',
    clientMac: null,
    price: 3_330_000,
    isChallengePassed: false,
    ...more,
  };
}

function send(one: FraudGuard, times: number, more: Partial<JudgeRequest> = {}): number {
  let passed = 0;
  for (let index = 0; index < times; index += 1) {
    if (one.admit(request(index, more)).kind === 'allow') passed += 1;
  }
  return passed;
}

const countsOf = (scope: string) =>
  database.db.query<{ key: string; sent: number; verified: number; forgiven: number }>(sql`
    select key, sum(sent)::int as sent, sum(verified)::int as verified,
      sum(forgiven)::int as forgiven
    from traffic_counts where application_id = ${applicationId} and scope = ${scope}
    group by key order by key`);

const decisionsOf = () =>
  database.db.query<{ action: string; count: number; saved: string }>(sql`
    select action, sum(count)::int as count, sum(saved) as saved from fraud_decisions
    where application_id = ${applicationId} group by action`);

test('what two nodes sent adds up, and each knows the sum', async () => {
  const [left, right] = [node(), node()];
  expect(send(left, 6)).toBe(6);
  expect(send(right, 4)).toBe(4);
  await left.sync();
  await right.sync();
  expect(await countsOf('prefix')).toMatchObject([{ key: '44770090', sent: 10 }]);
  expect(await countsOf('country')).toMatchObject([{ key: 'GB', sent: 10 }]);
  expect(send(right, 1)).toBe(0);
});

test('a block of one node holds on the other after one beat of each', async () => {
  const [left, right] = [node(), node()];
  expect(send(left, 30)).toBe(10);
  expect(send(right, 1)).toBe(1);
  await left.sync();
  await right.sync();
  expect(send(right, 5)).toBe(0);
});

test('a key that is seen once is not written: only what may matter to others is', async () => {
  const one = node();
  send(one, 1);
  await one.sync();
  expect(await countsOf('prefix')).toEqual([]);
  send(one, 1);
  await one.sync();
  expect(await countsOf('prefix')).toMatchObject([{ sent: 2 }]);
});

test('what was verified widens the budget on both nodes', async () => {
  const [left, right] = [node(), node()];
  const { application } = request(0);
  for (let index = 0; index < 9; index += 1) {
    send(left, 1);
    left.noteVerified(application, { country: 'GB', prefix: '44770090', clientMac: null }, false);
  }
  expect(send(left, 2)).toBe(2);
  await left.sync();
  send(right, 2);
  await right.sync();
  // Ten by right and one for each of the nine; four are used.
  expect(send(right, 30)).toBe(15);
});

test('a node that starts knows what was counted before, after its first beat', async () => {
  const first = node();
  send(first, 9);
  await first.sync();
  const second = node();
  expect(send(second, 2)).toBe(2);
  await second.sync();
  expect(send(second, 2)).toBe(0);
});

test('a node that starts knows the blocks', async () => {
  const first = node();
  send(first, 11);
  await first.sync();
  const second = node();
  await second.sync();
  expect(send(second, 1)).toBe(0);
});

test('countries of a client add up over nodes, and proof on one counts on the other', async () => {
  const [left, right] = [node(), node()];
  const client = Buffer.alloc(32, applicationId);
  const from = (one: FraudGuard, country: string) =>
    send(one, 1, {
      clientMac: client,
      country,
      prefix: `9${country.charCodeAt(0)}`,
      kind: 'verification',
    });
  expect([from(left, 'GB'), from(left, 'DE')]).toEqual([1, 1]);
  await left.sync();
  from(right, 'GB');
  from(right, 'DE');
  await right.sync();
  expect(from(right, 'FR')).toBe(0);
});

test('the best day of two weeks comes from the database', async () => {
  const hour = Math.floor(Date.now() / 3_600_000) - 80;
  await addCounts(database.db, [
    {
      applicationId,
      scope: 'country',
      key: 'GB',
      hour,
      sent: 900,
      verified: 800,
      countries: '',
      proven: '',
    },
  ]);
  const one = node();
  send(one, 1, { prefix: null });
  await one.sync();
  const strict: PumpingSettings = {
    ...settings.pumping,
    country: { action: 'refuse', hour: 10, day: 20, share: 0.5 },
  };
  const application = { id: applicationId, settings: { ...settings, pumping: strict } };
  // A day may be 20 + 800 / 2, its busiest hour 10 + 800 / 12.
  expect(send(one, 200, { prefix: null, application })).toBe(75);
});

test('without the database a node goes on judging, and tells everything later', async () => {
  const away = openDatabase({
    url: 'postgres://127.0.0.1:1/none',
    connectionsMax: 1,
    statementTimeoutMilliseconds: 500,
    onError: () => undefined,
  });
  let db = away;
  const switching = {
    ...away,
    query: <Row>(statement: Parameters<typeof away.query>[0]) => db.query<Row>(statement),
  };
  const one = node(switching);
  expect(send(one, 30)).toBe(10);
  await expect(one.sync()).rejects.toMatchObject({ code: 'unavailable' });
  expect(send(one, 5)).toBe(0);
  db = database.db;
  await one.sync();
  expect(await countsOf('prefix')).toMatchObject([{ sent: 10 }]);
  expect(await decisionsOf()).toMatchObject([{ action: 'refuse', count: 25 }]);
  await away.close();
});

test('decisions of one beat are one row with a count and what they saved', async () => {
  const one = node();
  send(one, 30);
  await one.sync();
  const rows = await database.db.query<{ count: number; is_blocked: boolean }>(sql`
    select count, is_blocked from fraud_decisions where application_id = ${applicationId}
    order by is_blocked`);
  expect(rows).toEqual([
    { count: 1, is_blocked: false },
    { count: 19, is_blocked: true },
  ]);
  expect(await decisionsOf()).toMatchObject([{ count: 20, saved: '0.66600000' }]);
  const [block] = await database.db.query(sql`
    select refused, saved from fraud_blocks where application_id = ${applicationId}`);
  expect(block).toEqual({ refused: 20, saved: '0.66600000' });
});

test('of many nodes that open the same block at once exactly one does', async () => {
  const wanted = { applicationId, scope: 'prefix', key: '44770090', rule: 'prefix' };
  const opened = await Promise.all(
    Array.from({ length: 20 }, () => openBlocks(database.db, [wanted])),
  );
  expect(opened.flat()).toHaveLength(1);
  expect(opened.flat()[0]).toMatchObject({ times: 1 });
});

test('a block that is lifted is free on every node after a beat, with its whole allowance', async () => {
  const [left, right] = [node(), node()];
  send(left, 30);
  await left.sync();
  await right.sync();
  await liftBlock(
    { db: database.db },
    { applicationId, scope: 'prefix', key: '44770090', actor: 'operator:1' },
  );
  await left.sync();
  await right.sync();
  expect(send(right, 30)).toBe(10);
});

test('a block that is lifted is not opened again by a node that does not know it yet', async () => {
  const [left, right] = [node(), node()];
  send(left, 30);
  send(right, 30); // trips too, and tells only after the lifting
  await left.sync();
  const key = { applicationId, scope: 'prefix', key: '44770090' } as const;
  await liftBlock({ db: database.db }, { ...key, actor: 'operator:1' });
  await right.sync();
  await right.sync();
  const [row] = await database.db.query<{ isOpen: boolean }>(sql`
    select until > now() as "isOpen" from fraud_blocks where application_id = ${applicationId}`);
  expect(row).toEqual({ isOpen: false });
  expect(right.admit(request(1)).kind).toBe('allow');
});

test('lifting is audited, and what is not blocked cannot be lifted', async () => {
  const one = node();
  send(one, 11);
  await one.sync();
  const key = { applicationId, scope: 'prefix', key: '44770090', actor: 'operator:7' } as const;
  const lifts = await Promise.allSettled(
    Array.from({ length: 5 }, () => liftBlock({ db: database.db }, key)),
  );
  expect(lifts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const entries = await database.db.query(sql`
    select actor, action, subject from audit_entries
    where application_id = ${applicationId} and action = 'pumping.block_lifted'`);
  expect(entries).toEqual([
    { actor: 'operator:7', action: 'pumping.block_lifted', subject: 'prefix 44770090' },
  ]);
});

test('blocks in a row last longer in the database too; a lifted one begins anew', async () => {
  const wanted = { applicationId, scope: 'prefix', key: '44770090', rule: 'prefix' };
  const minutes = async () => {
    const [row] = await openBlocks(database.db, [wanted]);
    await database.db.query(sql`
      update fraud_blocks set until = now() where application_id = ${applicationId}`);
    return Math.round(((row?.until.getTime() ?? 0) - (row?.opened_at.getTime() ?? 0)) / 60_000);
  };
  const lengths: number[] = [];
  for (let round = 0; round < 9; round += 1) lengths.push(await minutes());
  expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 960, 1_440, 1_440]);
  await database.db.query(sql`
    update fraud_blocks set lifted_at = now() - interval '1 minute'
    where application_id = ${applicationId}`);
  expect(await minutes()).toBe(15);
});

test('nodes that write the same keys at the same time do not lock each other out', async () => {
  const nodes = Array.from({ length: 6 }, () => node());
  for (let round = 0; round < 5; round += 1) {
    for (const one of nodes) {
      for (let prefix = 0; prefix < 40; prefix += 1) {
        send(one, 3, { prefix: `4477${prefix}`, kind: 'verification' });
      }
    }
    await Promise.all(nodes.map((one) => one.sync()));
  }
  const [row] = await database.db.query<{ blocks: number }>(sql`
    select count(*)::int as blocks from fraud_blocks where application_id = ${applicationId}`);
  expect(row?.blocks).toBe(40);
});
