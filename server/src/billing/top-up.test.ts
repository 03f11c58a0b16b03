/** Money in: by an operator, by the classic call, and what the ledger tells of it afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import type { Application } from '../applications/application.ts';
import { createApplication } from '../applications/create-application.ts';
import { listAudit } from '../audit/list-audit.ts';
import { sql } from '../db/client.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { changeCredit } from './change-credit.ts';
import { listLedger } from './list-ledger.ts';
import { reloadBalance } from './reload-balance.ts';
import { topUp } from './top-up.ts';

let database: TestDatabase;
const keyRing = readKeyRing(generateKeyRing());
const actor = 'operator:1';
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const deps = () => ({ db: database.db, directory: { forget: () => undefined } });
async function open(settings = {}): Promise<Application> {
  const made = await createApplication(
    { db: database.db, keyRing },
    { name: 'Test', kind: 'live', actor: 'system', settings },
  );
  return made.application;
}
const balanceOf = async ({ id }: Application) => {
  const [row] = await database.db.query<{ amount: string }>(sql`
    select amount from balances where application_id = ${id}`);
  return row?.amount;
};
const move = ({ id }: Application, amount: string) =>
  topUp(deps(), { applicationId: id, amount, note: 'invoice 7', actor });
const ledgerOf = async ({ id }: Application) =>
  (await listLedger(deps(), { applicationId: id, limit: 100 })).items;

test('a top-up is booked, audited and told with the balance after', async () => {
  const account = await open();
  expect(await move(account, '12.5')).toBe('12.50000000');
  expect(await ledgerOf(account)).toMatchObject([
    { kind: 'top-up', count: 1, amount: '12.50000000' },
  ]);
  const { items } = await listAudit(deps(), { limit: 1 });
  expect(items[0]).toMatchObject({
    actor,
    action: 'application.topped_up',
    applicationId: account.id,
    data: { amount: '12.50000000', note: 'invoice 7' },
  });
});

test('a correction takes what balance and credit hold, and no more', async () => {
  const account = await open();
  await move(account, '10');
  await expect(move(account, '-10.00000001')).rejects.toMatchObject({ code: 'conflict' });
  expect(await move(account, '-4')).toBe('6.00000000');
  await changeCredit(deps(), { applicationId: account.id, credit: '5', actor });
  expect(await move(account, '-11')).toBe('-5.00000000');
  await expect(move(account, '-0.00000001')).rejects.toMatchObject({ code: 'conflict' });
  expect((await ledgerOf(account)).map(({ kind }) => kind)).toEqual([
    'correction',
    'correction',
    'top-up',
  ]);
});

test('of many corrections at once only those that are covered are made', async () => {
  const account = await open();
  await move(account, '1');
  const tries = await Promise.allSettled(Array.from({ length: 30 }, () => move(account, '-0.3')));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await balanceOf(account)).toBe('0.10000000');
});

test.each(['', '0', '0.0', 'ten', '1e3', '1,5', '1000001', '-1000001', 'NaN', '9'.repeat(30)])(
  'the amount %j is refused',
  async (amount) => {
    await expect(move(await open(), amount)).rejects.toMatchObject({ code: 'invalid_parameter' });
  },
);

test.each(['-1', 'much', '', '1000000', '1.123456789'])(
  'the credit %j is refused',
  async (credit) => {
    const { id } = await open();
    await expect(changeCredit(deps(), { applicationId: id, credit, actor })).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
  },
);

test('an application nobody has is not found', async () => {
  const nobody = { applicationId: 999_999, actor };
  await expect(topUp(deps(), { ...nobody, amount: '1', note: '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(changeCredit(deps(), { ...nobody, credit: '1' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('an application reloads only where it may, each transaction once, so often a day', async () => {
  const reload = (application: Application, transactionId: string) =>
    reloadBalance(deps(), { application, transactionId });
  expect(await reload(await open(), 'trx-1')).toBe('not-enabled');
  const account = await open({ autoReload: { amount: '10', timesADay: 2 } });
  const tries = await Promise.all(Array.from({ length: 8 }, () => reload(account, 'trx-1')));
  expect(tries.filter((outcome) => outcome === 'done')).toHaveLength(1);
  const more = await Promise.all(['a', 'b', 'c', 'd'].map((id) => reload(account, id)));
  expect(more.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(await balanceOf(account)).toBe('20.00000000');
  expect(await ledgerOf(account)).toHaveLength(2);
});

test('the ledger pages through every entry once, also those of one moment', async () => {
  const account = await open();
  await database.db.query(sql`
    insert into ledger_entries (application_id, at, kind, count, amount)
    select ${account.id}, now() - (place / 3) * interval '1 millisecond', 'message', 1, -place
    from generate_series(1, 20) as place`);
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await listLedger(deps(), {
      applicationId: account.id,
      limit: 3,
      ...(before && { before }),
    });
    seen.push(...page.items.map(({ amount }) => amount));
    before = page.next ?? undefined;
  } while (before);
  expect(seen).toHaveLength(20);
  expect(new Set(seen).size).toBe(20);
  for (const wrong of [
    '1',
    '2026-99-99T00:00:00.000000Z~1',
    '2026-02-31T00:00:00.000000Z~1',
    "';--",
  ]) {
    await expect(
      listLedger(deps(), { applicationId: account.id, before: wrong, limit: 3 }),
    ).rejects.toMatchObject({ code: 'invalid_parameter' });
  }
});
