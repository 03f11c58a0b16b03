/**
 * What may be spent, asked of two whole servers at once: nothing is queued that the balance, its
 * credit or a cap does not cover, whichever way it is sent.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { freshNumber, openHotDatabase, usualRequest } from '../../test-support/workbench.ts';
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { getApplication } from '../applications/manage-application.ts';
import { type Core, createCore } from '../core.ts';
import { type Database, sql } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
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

const ways: readonly (readonly [string, Way])[] = [
  [
    'verifications',
    (core, application) =>
      core.startVerification({ ...usualRequest(application), workflow: [sms] }),
  ],
  [
    'messages with the caller’s own code',
    (core, application) =>
      core.startVerification({
        ...usualRequest(application),
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
        to: freshNumber(),
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

const price = 0.0333;

describe.each(ways)('%s', (_name, way) => {
  test('of a live application stop where balance and credit end', async () => {
    const account = await openAccount('live', { amount: '0.5', credit: '0.2' });
    const accepted = await sendMany(80, way, account);
    expect(accepted).toBe(Math.floor(0.7 / price));
  });

  test('stop at the cap of the hour, of a sandbox too', async () => {
    for (const kind of ['live', 'sandbox'] as const) {
      const caps = { spendCaps: { hour: '0.4', day: '100' } };
      const account = await openAccount(kind, { amount: '100' }, caps);
      expect(await sendMany(60, way, account)).toBe(Math.floor(0.4 / price));
    }
  });

  test('cost the price of the list, of the recipient’s country', async () => {
    const account = await openAccount('sandbox', { amount: '10' });
    await scene.database.db.query(sql`
      insert into prices (channel, country, price) values ('sms', 'GB', 0.25)
      on conflict do nothing`);
    await scene.database.db.query(sql`update price_list_version set version = version + 1`);
    await Promise.all([scene.core.prices.refresh(), second.core.prices.refresh()]);
    await sendMany(4, way, account);
    await scene.database.db.query(sql`delete from prices`);
    await scene.database.db.query(sql`update price_list_version set version = version + 1`);
    await Promise.all([scene.core.prices.refresh(), second.core.prices.refresh()]);
    expect(await balanceOf(account)).toBeCloseTo(9, 8);
  });
});

test('all ways together, on two servers, never overdraw a live balance', async () => {
  const account = await openAccount('live', { amount: '1', credit: '0' });
  const accepted = await Promise.all(ways.map(([, way]) => sendMany(60, way, account)));
  expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(Math.floor(1 / price));
});
