/** Sealing anew beside whoever works on the same rows: nothing is lost, overwritten or waited for. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { type Exchange, exchangeKeys } from '../../test-support/key-rings.ts';
import { createWorkbench, openHotDatabase, type Workbench } from '../../test-support/workbench.ts';
import { changeConsent } from '../consent/change-consent.ts';
import { type Database, sql } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import { keyOf } from '../kernel/secret-box.ts';
import { endVerification } from '../verification/store.ts';
import { countStale, resealValues } from './reseal-values.ts';
import { type SealedTable, sealedTables } from './sealed-columns.ts';
import { readWindow, replaceValues, type StoredRow } from './store.ts';

let database: TestDatabase;
let large: Database;
let keys: Exchange;
let bench: Workbench;
/** Each test seals under the old key and leaves all under the new one. */
beforeAll(async () => {
  database = await createTestDatabase();
  large = openHotDatabase(database.url);
  keys = exchangeKeys();
  bench = await createWorkbench({ database, keyRing: keys.added });
});
afterAll(async () => {
  await bench.close();
  await large.close();
  await database.drop();
});

const reseal = () => resealValues({ db: large, keyRing: keys.promoted });
const stale = async () =>
  Object.fromEntries(await countStale({ db: large, keyRing: keys.promoted }));
const tableNamed = (name: string) =>
  sealedTables.find(({ table }) => table === name) as SealedTable;
/** As the work reads it. */
async function readRow(name: string, id: string): Promise<StoredRow> {
  const request = { after: undefined, key: keys.newKey, limit: 500 };
  const { rows } = await readWindow(large, tableNamed(name), request);
  return rows.find((row) => row.id_text === id) as StoredRow;
}
const fresh = (id: string, text: string) => keys.promoted.seal(text, contexts.address(id));

async function addressOf(id: string): Promise<Buffer> {
  const [row] = await database.db.query<{ address_sealed: Buffer }>(sql`
    select address_sealed from verifications where id = ${id}::uuid`);
  return row?.address_sealed as Buffer;
}

describe('sealing anew', () => {
  test('leaves nothing under the old key, and all opens without it', async () => {
    const { verificationId: id } = await bench.begin({
      receiptsTo: 'https://acme.example/receipts',
      template: { text: 'Your code is ${code}', parameters: {} },
      workflow: [
        { channel: 'sms', waitSeconds: 60 },
        {
          channel: 'sms',
          waitSeconds: 60,
          to: '447700900777',
          template: { text: '${code}!', parameters: {} },
        },
      ],
    });
    await bench.check(id, bench.wrongCodeOf(id));
    expect(await stale()).toEqual({ [keys.oldKey]: 5 });
    const result = await reseal();
    expect(result).toMatchObject({ key: keys.newKey, left: 0, unreadable: {}, resealed: 5 });
    expect(await stale()).toEqual({});
    const [row] = await database.db.query<Record<string, Buffer> & { workflow: object[] }>(sql`
      select * from verifications where id = ${id}::uuid`);
    const open = (sealed: Buffer | undefined, context: string) =>
      keys.retired.open(sealed as Buffer, context).toString('utf8');
    expect(open(row?.template_sealed, contexts.template(id))).toContain('Your code is');
    expect(open(row?.receipts_to_sealed, contexts.receiptsTo(id))).toContain('acme.example');
    const step = row?.workflow[1] as Record<string, string>;
    expect(step).toMatchObject({ channel: 'sms', waitSeconds: 60 });
    expect(open(Buffer.from(step.toSealed as string, 'base64'), contexts.stepAddress(id))).toBe(
      '447700900777',
    );
    expect(
      open(Buffer.from(step.templateSealed as string, 'base64'), contexts.template(id)),
    ).toContain('!');
  });

  test('a live code goes on being right, for a node of either ring', async () => {
    const { application } = bench;
    const { verificationId: first } = await bench.begin();
    const { verificationId: second } = await bench.begin();
    await reseal();
    const other = await createWorkbench({ database, keyRing: keys.promoted, application });
    expect((await other.check(first, bench.codeOf(first))).kind).toBe('verified');
    expect((await bench.check(second, bench.codeOf(second))).kind).toBe('verified');
    await other.close();
  });

  test('what is done already is not written again', async () => {
    await bench.begin();
    await reseal();
    expect(await reseal()).toMatchObject({ resealed: 0, left: 0 });
  });

  test('more rows than one window, in all of them', async () => {
    await bench.begin();
    await database.db.query(sql`
      insert into rejections (application_id, at, address_mac, address_sealed, sender, code, label)
      select ${bench.application.id}, now() + n * interval '1 microsecond', '',
        ${keys.before.seal('1', `rejections.address:${bench.application.id}`)}, 'Acme', '3', ''
      from generate_series(1, 1234) n`);
    expect(await reseal()).toMatchObject({ left: 0, unreadable: {} });
    expect(await stale()).toEqual({});
  });

  test('a value that does not open is passed over and told', async () => {
    const { verificationId: id } = await bench.begin();
    await bench.begin();
    const moved = keys.before.seal('447700900001', contexts.address('elsewhere'));
    await database.db.query(sql`
      update verifications set address_sealed = ${moved} where id = ${id}::uuid`);
    expect(await reseal()).toMatchObject({ left: 0, unreadable: { verifications: 1 } });
    expect(await stale()).toEqual({ [keys.oldKey]: 1 });
    await database.db.query(sql`delete from verifications where id = ${id}::uuid`);
  });
});

describe('beside others', () => {
  test('a row that was changed since it was read keeps the change', async () => {
    const { verificationId: id } = await bench.begin();
    const row = await readRow('verifications', id);
    const changed = keys.before.seal('447700900002', contexts.address(id));
    await database.db.query(sql`
      update verifications set address_sealed = ${changed} where id = ${id}::uuid`);
    const replacement = { row, changed: { address_sealed: fresh(id, 'old') } };
    const verifications = tableNamed('verifications');
    expect(await replaceValues(large, verifications, keys.newKey, [replacement])).toBe(0);
    expect(await addressOf(id)).toEqual(changed);
    expect(await reseal()).toMatchObject({ left: 0 });
    expect(keys.retired.open(await addressOf(id), contexts.address(id)).toString()).toBe(
      '447700900002',
    );
  });

  test('a row that was deleted since does not come back', async () => {
    const { verificationId: id } = await bench.begin();
    const row = await readRow('verifications', id);
    await database.db.query(sql`delete from verifications where id = ${id}::uuid`);
    const replacement = { row, changed: { address_sealed: fresh(id, 'gone') } };
    const verifications = tableNamed('verifications');
    expect(await replaceValues(large, verifications, keys.newKey, [replacement])).toBe(0);
    expect(await addressOf(id)).toBeUndefined();
  });

  test('a row that somebody holds is left for the next pass, not waited for', async () => {
    const { verificationId: id } = await bench.begin();
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from verifications where id = $1 for update', [id]);
    const startedAt = performance.now();
    expect(await reseal()).toMatchObject({ left: 1 });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await holder.query('commit');
    await holder.end();
    expect(await reseal()).toMatchObject({ left: 0 });
  });

  test('two at once, and codes being checked and started meanwhile', async () => {
    const before = await Promise.all(Array.from({ length: 40 }, () => bench.begin()));
    const { application } = bench;
    const promoted = await createWorkbench({ database, keyRing: keys.promoted, application });
    const checks = Promise.all(
      before.map(({ verificationId: id }) => promoted.check(id, bench.codeOf(id))),
    );
    const starts = Promise.all(Array.from({ length: 20 }, () => promoted.begin()));
    const [one, two] = await Promise.all([reseal(), reseal()]);
    expect((await checks).map(({ kind }) => kind)).toEqual(before.map(() => 'verified'));
    for (const { verificationId: id } of await starts) {
      expect((await bench.check(id, promoted.codeOf(id))).kind).toBe('verified');
    }
    await reseal();
    expect([one.unreadable, two.unreadable]).toEqual([{}, {}]);
    const [row] = await database.db.query<{ open: number }>(sql`
      select count(*)::int as open from verifications
      where status <> 'verified' and id = any(${before.map((started) => started.verificationId)})`);
    expect(row?.open).toBe(0);
    await promoted.close();
  });

  test('killed at any statement, it is begun again and comes to the end', async () => {
    for (let index = 0; index < 3; index += 1) await bench.begin();
    let isDone = false;
    for (let statements = 1; !isDone && statements < 200; statements += 7) {
      let left = statements;
      const dying: Database = {
        ...large,
        query: async (statement) => {
          if (left === 0) throw new Error('killed');
          left -= 1;
          return large.query(statement);
        },
      };
      isDone = await resealValues({ db: dying, keyRing: keys.promoted }).then(
        ({ left: rest }) => rest === 0,
        () => false,
      );
    }
    expect(isDone).toBe(true);
    expect(await stale()).toEqual({});
  });

  test.each([
    ['of the hot path', () => large],
    ['of the rest', () => database.db],
  ])(
    'a verification that ends while its row is written anew is ended (plans %s)',
    async (_name, db) => {
      const { verificationId: id } = await bench.begin();
      const holder = new pg.Client({ connectionString: database.url });
      await holder.connect();
      await holder.query('begin');
      // As the work does it: the row is held and changed while another statement has begun.
      await holder.query('update verifications set address_sealed = $2 where id = $1', [
        id,
        fresh(id, '447700900003'),
      ]);
      const ending = endVerification(db(), {
        applicationId: bench.application.id,
        verificationId: id,
        status: 'cancelled',
        reason: 'test',
        ageSecondsMin: 0,
        stepMax: 9,
        isOver: false,
      });
      await expect
        .poll(async () => {
          const { rows } = await holder.query(
            "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'",
          );
          return rows[0].n;
        })
        .toBeGreaterThan(0);
      await holder.query('commit');
      await holder.end();
      expect(await ending).toHaveLength(1);
      const [row] = await database.db.query<{ status: string }>(sql`
      select status from verifications where id = ${id}::uuid`);
      expect(row?.status).toBe('cancelled');
    },
  );
});

describe('the ledger of consent', () => {
  beforeAll(async () => {
    await database.db.transaction((tx) =>
      changeConsent(
        { tx, keyRing: keys.before },
        {
          ...{ applicationId: bench.application.id, address: '447700900004', sender: 'Acme' },
          ...{ campaignId: null, source: 'api', actor: 'application', change: 'opt-out' },
          evidence: { text: 'STOP' },
        },
      ),
    );
  });

  test('is sealed anew like the rest', async () => {
    expect(await reseal()).toMatchObject({ left: 0, unreadable: {} });
    expect(await stale()).toEqual({});
    const [row] = await database.db.query<{ evidence_sealed: Buffer }>(sql`
      select evidence_sealed from consent_entries`);
    expect(keyOf(row?.evidence_sealed as Buffer)).toBe(keys.newKey);
  });

  test.each([
    ['its words, for none', sql`update consent_entries set evidence_sealed = null`],
    [
      'its words, under the same key',
      sql`
      update consent_entries set evidence_sealed = evidence_sealed || '\\x00'`,
    ],
    [
      'its words, for longer ones',
      sql`
      update consent_entries set evidence_sealed
        = overlay(evidence_sealed placing '\\x00000000' from 2) || '\\x00'`,
    ],
    ['whom it is of', sql`update consent_entries set address_mac = '\\x00'`],
    [
      'what it says, with a new key',
      sql`
      update consent_entries set change = 'opt-in',
        evidence_sealed = overlay(evidence_sealed placing '\\x00000000' from 2)`,
    ],
    ['an entry, for nothing', sql`delete from consent_entries`],
  ])('nobody can change %s', async (_name, statement) => {
    await expect(database.db.query(statement)).rejects.toThrow('appended');
  });
});
