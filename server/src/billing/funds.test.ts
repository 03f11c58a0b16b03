/**
 * The statement-level guarantee under everything that costs: whoever asks `lock_funds` before
 * `debit` in one statement never takes a balance below its credit, nor spends beyond a cap, however
 * many do so at once and on how many servers.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { openHotDatabase } from '../../test-support/workbench.ts';
import { createApplication } from '../applications/create-application.ts';
import { type Database, sql } from '../db/client.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';

let database: TestDatabase;
/** Two servers: each with its own pool. */
let servers: readonly Database[];
const keyRing = readKeyRing(generateKeyRing());

beforeAll(async () => {
  database = await createTestDatabase();
  servers = [openHotDatabase(database.url), openHotDatabase(database.url)];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await database.drop();
});

async function openAccount(amount: string, credit = '0'): Promise<number> {
  const { application } = await createApplication(
    { db: database.db, keyRing },
    { name: 'Test', kind: 'live', actor: 'system' },
  );
  await database.db.query(sql`
    update balances set amount = ${amount}::numeric, credit = ${credit}::numeric
    where application_id = ${application.id}`);
  return application.id;
}

interface Limits {
  readonly isGuarded?: boolean;
  readonly hourCap?: string;
  readonly dayCap?: string;
}

/** Spends as a message is queued: asks, takes and books in one statement. */
async function spend(db: Database, id: number, total: string, limits: Limits = {}) {
  const { isGuarded = true, hourCap = null, dayCap = null } = limits;
  const [row] = await db.query<{ balance: string | null }>(sql`
    with funds as materialized (
      select lock_funds(${id}::int, ${isGuarded}::boolean, ${hourCap}::numeric, ${dayCap}::numeric)
        as limit
    )
    select debit(${id}::int, 'message', 1, ${total}::numeric) as balance from funds
    where "limit" is null or "limit" >= ${total}::numeric`);
  return row?.balance ?? null;
}

async function accountOf(id: number) {
  const [row] = await database.db.query<Record<string, string>>(sql`
    select b.amount, b.hour_spent, b.day_spent, coalesce(sum(l.amount), 0) as booked,
      coalesce(sum(l.count), 0)::text as entries
    from balances b left join ledger_entries l using (application_id)
    where b.application_id = ${id} group by b.application_id`);
  return row;
}

const manyAtOnce = (count: number, work: (server: Database) => Promise<string | null>) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => work(servers[index % 2] as Database)),
  ).then((answers) => answers.filter((answer) => answer !== null));

describe('hundreds who spend at once on two servers', () => {
  test.each([
    ['the balance', '1.00', '0', {}, 33, '0.01000000'],
    ['balance and credit', '1.00', '0.50', {}, 50, '-0.50000000'],
    ['nothing at all', '0', '0', {}, 0, '0.00000000'],
    ['the cap of the hour', '100', '0', { hourCap: '0.30' }, 10, '99.70000000'],
    ['the cap of the day', '100', '0', { dayCap: '0.32', hourCap: '50' }, 10, '99.70000000'],
    ['the smallest of several', '0.20', '0', { hourCap: '9', dayCap: '8' }, 6, '0.02000000'],
    [
      'a cap where the balance is not guarded',
      '0',
      '0',
      { isGuarded: false, hourCap: '0.06' },
      2,
      '-0.06000000',
    ],
  ])('get what %s holds and no cent more', async (_name, amount, credit, limits, served, left) => {
    const id = await openAccount(amount, credit);
    const answers = await manyAtOnce(120, (server) => spend(server, id, '0.03', limits));
    expect(answers).toHaveLength(served);
    const account = await accountOf(id);
    expect(account).toMatchObject({ amount: left, entries: String(served) });
    expect(Number(account?.amount)).toBeCloseTo(Number(amount) + Number(account?.booked), 8);
    // Each saw a balance of its own: none was served from a stale one.
    expect(new Set(answers).size).toBe(served);
  });

  test('of unequal sums never overdraw, whatever order they come in', async () => {
    const id = await openAccount('5', '1');
    await manyAtOnce(120, (server) => spend(server, id, (0.001 + Math.random() * 0.2).toFixed(8)));
    const account = await accountOf(id);
    expect(Number(account?.amount)).toBeGreaterThanOrEqual(-1);
    expect(Number(account?.amount)).toBeLessThan(-0.999 + 0.2);
    expect(Number(account?.booked)).toBeCloseTo(Number(account?.amount) - 5, 8);
  });

  test('while others top up: all that came in is spent, and not a cent more', async () => {
    const id = await openAccount('0');
    const spending = manyAtOnce(100, (server) => spend(server, id, '0.1'));
    await Promise.all(
      Array.from({ length: 10 }, () =>
        database.db.query(sql`
          update balances set amount = amount + 0.3 where application_id = ${id}`),
      ),
    );
    const served = (await spending).length;
    const account = await accountOf(id);
    expect(Number(account?.amount)).toBeCloseTo(3 - served * 0.1, 8);
    expect(Number(account?.amount)).toBeGreaterThanOrEqual(0);
  });
});

describe('the hour and the day', () => {
  const shift = (id: number, hours: number) =>
    database.db.query(sql`
      update balances set hour_started_at = hour_started_at - ${hours}::int * interval '1 hour',
        day_started_at = day_started_at - ${hours}::int * interval '1 hour'
      where application_id = ${id}`);

  test('begin anew when they are over', async () => {
    const id = await openAccount('100');
    const limits = { hourCap: '1', dayCap: '1.5' };
    expect(await spend(servers[0] as Database, id, '1', limits)).not.toBeNull();
    expect(await spend(servers[0] as Database, id, '0.1', limits)).toBeNull();
    await shift(id, 2);
    expect(await spend(servers[0] as Database, id, '0.6', limits)).toBeNull();
    expect(await spend(servers[0] as Database, id, '0.5', limits)).not.toBeNull();
    await shift(id, 25);
    expect(await spend(servers[0] as Database, id, '1', limits)).not.toBeNull();
  });

  test('get back what was not sent, but never more than was spent in them', async () => {
    const id = await openAccount('100');
    const limits = { hourCap: '1' };
    await spend(servers[0] as Database, id, '1', limits);
    const giveBack = (total: string) =>
      database.db.query(sql`select debit(${id}::int, 'refund', 1, ${total}::numeric)`);
    await giveBack('-0.4');
    expect(await spend(servers[0] as Database, id, '0.5', limits)).toBeNull();
    expect(await spend(servers[0] as Database, id, '0.4', limits)).not.toBeNull();
    await shift(id, 2);
    // What the hour before had spent does not enlarge this one.
    await giveBack('-1');
    expect(await spend(servers[0] as Database, id, '1.1', limits)).toBeNull();
    expect(await spend(servers[0] as Database, id, '1', limits)).not.toBeNull();
  });
});
