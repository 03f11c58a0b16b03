/** A verification by the number its wire names it by: whose it is, how it stands, and at what price. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { clock, createWorkbench, type Workbench } from '../../test-support/workbench.ts';
import { type Database, sql } from '../db/client.ts';
import { idFloor, newId, numberOfId } from '../kernel/ids.ts';
import { createFindByNumber, type FindByNumber } from './find-by-number.ts';
import { findVerificationByEnd } from './number-store.ts';

let database: TestDatabase;
let bench: Workbench;
let find: FindByNumber;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = await createWorkbench({ database });
  find = createFindByNumber({ db: database.db, clock });
});
afterAll(async () => {
  await bench.close();
  await database.drop();
});

const start = (dialect = 'verifynow') => bench.begin({ dialect });
const numbered = (id: string) => ({
  applicationId: bench.application.id,
  number: numberOfId(id),
});

test('it is found while it is live and when it is over, with its state', async () => {
  const { verificationId: id } = await start();
  expect(await find(numbered(id))).toEqual({ id, status: 'in_progress' });
  await bench.check(id, bench.codeOf(id));
  expect(await find(numbered(id))).toEqual({ id, status: 'verified' });
});

test('one whose time is over is expired before anybody has swept it', async () => {
  const { verificationId: id } = await start();
  await database.db.query(sql`
    update live_addresses set ends_at = now() - interval '1 second'
    where verification_id = ${id}::uuid`);
  expect(await find(numbered(id))).toEqual({ id, status: 'expired' });
});

test('not by another application, not of another dialect, not by what is no number', async () => {
  const { verificationId: id } = await start();
  const applicationId = bench.application.id;
  expect(await find({ ...numbered(id), applicationId: applicationId + 1 })).toBeUndefined();
  const { verificationId: foreign } = await start('nexmo-verify');
  expect(await find(numbered(foreign))).toBeUndefined();
  for (const number of ['', 'x', '-1', '9'.repeat(30)]) {
    expect(await find({ applicationId, number })).toBeUndefined();
  }
});

test('of two with one number the newer is meant', async () => {
  const { verificationId: id } = await start();
  const later = `${newId(new Date(clock.now().getTime() + 60_000)).slice(0, 21)}${id.slice(21)}`;
  await copyOf(id, [later]);
  expect(await find(numbered(id))).toMatchObject({ id: later });
});

test('among thousands it is found by its index, whatever the planner knows of the ids', async () => {
  const { verificationId: id } = await start();
  const others = Array.from({ length: 5_000 }, () => newId(clock.now()));
  await copyOf(id, others);
  await database.db.script('analyze verifications');
  let plan = '';
  const explaining: Pick<Database, 'query'> = {
    async query(statement) {
      const { name, text, values } = statement;
      const explained = { name: `explain ${name}`, text: `explain ${text}`, values };
      const rows = await database.db.query<{ 'QUERY PLAN': string }>(explained);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return [];
    },
  };
  const oldest = idFloor(new Date(0));
  await findVerificationByEnd(explaining, bench.application.id, '8-0123456789ab', oldest);
  expect(plan).toMatch(/Index Scan using \w+_right_idx/);
  expect(plan).not.toMatch(/_pkey on verifications/);
});

/** The same verification under other ids. */
async function copyOf(id: string, ids: readonly string[]): Promise<void> {
  await database.db.query(sql`
    insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed, brand,
      sender, locale, workflow, code_length, has_own_code, code_life_seconds, checks_max)
    select application_id, n, dialect, lane, address_mac, address_sealed, brand, sender, locale,
      workflow, code_length, has_own_code, code_life_seconds, checks_max
    from verifications, unnest(${ids}::uuid[]) n where id = ${id}::uuid`);
}
