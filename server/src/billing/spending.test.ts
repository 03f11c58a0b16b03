/**
 * What may be spent, asked of two whole servers at once: nothing is queued that the balance, its
 * credit or a cap does not cover, whichever way it is sent.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { openHotDatabase, usualRequest } from '../../test-support/workbench.ts';
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { getApplication } from '../applications/manage-application.ts';
import { type Core, createCore } from '../core.ts';
import { type Database, sql } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { randomDigits } from '../kernel/random.ts';
import { lanes } from '../verification/verification.ts';

let scene: TestCore;
let second: { core: Core; hotDb: Database };
beforeAll(async () => {
  scene = await createTestCore();
  const hotDb = openHotDatabase(scene.database.url);
  second = { core: createCore({ ...scene.deps, hotDb }), hotDb };
});
afterAll(async () => {
  await second.core.drain();
  await second.hotDb.close();
  await scene.close();
});

const open = { countries: null, requestsPerSecond: null };

async function openAccount(
  kind: 'sandbox' | 'live',
  money: { amount: string; credit?: string },
  settings: Partial<ApplicationSettings> = {},
): Promise<Application> {
  const { application } = await scene.create(kind, { ...open, ...settings });
  await scene.database.db.query(sql`
    update balances set amount = ${money.amount}::numeric,
      credit = ${money.credit ?? '0'}::numeric where application_id = ${application.id}`);
  const { directory } = scene.core;
  return getApplication(
    { db: scene.database.db, keyRing: scene.keyRing, directory },
    application.id,
  );
}

type Way = (core: Core, application: Application) => Promise<unknown>;

/** One that exists: a live application writes to no other. */
const mobileNumber = () => `4474001${randomDigits(5)}`;

const ways: readonly (readonly [string, Way])[] = [
  [
    'verifications',
    (core, application) =>
      core.startVerification({ ...usualRequest(application), to: mobileNumber(), workflow: [sms] }),
  ],
  [
    'messages with the caller’s own code',
    (core, application) =>
      core.startVerification({
        ...usualRequest(application),
        to: mobileNumber(),
        lane: lanes.message,
        code: '4711',
        workflow: [sms],
      }),
  ],
  [
    'messages without a code',
    (core, application) =>
      core.sendMessage({
        application,
        dialect: 'test',
        to: mobileNumber(),
        sender: 'Acme',
        text: 'Your table is ready.',
        wantsReceipts: false,
        validitySeconds: 3_600,
      } as Parameters<Core['sendMessage']>[0]),
  ],
];
const sms = { channel: 'sms', waitSeconds: 300 };

/** How many were accepted; every other one was refused for want of money. */
async function sendMany(count: number, way: Way, application: Application): Promise<number> {
  const cores = [scene.core, second.core];
  const tries = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      try {
        await way(cores[index % 2] as Core, application);
        return true;
      } catch (error) {
        if (error instanceof PlatformError && error.code === 'quota_exceeded') return false;
        throw error;
      }
    }),
  );
  return tries.filter(Boolean).length;
}

async function balanceOf({ id }: Application): Promise<number> {
  const [row] = await scene.database.db.query<{ amount: string }>(sql`
    select amount from balances where application_id = ${id}`);
  return Number(row?.amount);
}

/** From now on a statement that would break this fails, and so does the test that caused it. */
async function forbid(application: Application, rule: string): Promise<void> {
  const name = `rule_of_${application.id}`;
  await scene.database.db.script(`alter table balances add constraint ${name}
    check (application_id <> ${application.id} or ${rule})`);
}

async function refundedOf({ id }: Application): Promise<number> {
  const [row] = await scene.database.db.query<{ count: number }>(sql`
    select coalesce(sum(count), 0)::int as count from ledger_entries
    where application_id = ${id} and kind = 'refund'`);
  return row?.count ?? 0;
}

const price = 0.0333;

/**
 * As many as the money covers. A live application of this test has no carrier, so what was queued may
 * be given back at once, and be spent again.
 */
async function expectCovered(accepted: number, money: number, application: Application) {
  const covered = Math.floor(money / price);
  expect(accepted).toBeGreaterThanOrEqual(covered);
  expect(accepted).toBeLessThanOrEqual(covered + (await refundedOf(application)));
}

describe.each(ways)('%s', (name, way) => {
  test('of a live application stop where balance and credit end', async () => {
    const account = await openAccount('live', { amount: '0.5', credit: '0.2' });
    await forbid(account, 'amount + credit >= 0');
    // A verification leaves enough for the price of its right code.
    const left = name === 'verifications' ? 0.05 : 0;
    await expectCovered(await sendMany(80, way, account), 0.7 - left, account);
  });

  test.each(['live', 'sandbox'] as const)('of a %s application stop at a cap', async (kind) => {
    const caps = { spendCaps: { hour: '0.4', day: '100' } };
    const account = await openAccount(kind, { amount: '100' }, caps);
    await forbid(account, 'hour_spent <= 0.4');
    await expectCovered(await sendMany(60, way, account), 0.4, account);
  });

  test('cost the price of the list, of the recipient’s country', async () => {
    const account = await openAccount('sandbox', { amount: '10' });
    await scene.database.db.query(sql`
      insert into prices (channel, country, price) values ('sms', 'GB', 0.25)`);
    await changePrices();
    await sendMany(4, way, account);
    await scene.database.db.query(sql`delete from prices`);
    await changePrices();
    expect(await balanceOf(account)).toBeCloseTo(9, 8);
  });
});

async function changePrices(): Promise<void> {
  await scene.database.db.query(sql`update price_list_version set version = version + 1`);
  await Promise.all([scene.core, second.core].map((core) => core.prices.refresh()));
}

test('all ways together, on two servers, never overdraw a live balance', async () => {
  const account = await openAccount('live', { amount: '1' });
  await forbid(account, 'amount >= 0');
  const accepted = await Promise.all(ways.map(([, way]) => sendMany(60, way, account)));
  const all = accepted.reduce((sum, count) => sum + count, 0);
  await expectCovered(all, 1, account);
});
