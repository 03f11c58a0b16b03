/**
 * The second wall (docs/adr/0013-second-wall.md): what a statement sees that runs for one application,
 * that none runs so by halves, and that a connection is nobody's again afterwards.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestCore, type TestCore } from '../../test-support/test-core.ts';
import { type Database, openDatabase, type Queryable, sql } from './client.ts';
import { migrateDatabase } from './migrator.ts';
import { openBehindWall } from './tenant-wall.ts';

let scene: TestCore;
let owner: Database;
/** Two applications, each with one template and a campaign. */
let mine: number;
let other: number;
beforeAll(async () => {
  scene = await createTestCore();
  owner = scene.database.db;
  mine = scene.application.id;
  other = (await scene.create('sandbox')).application.id;
  for (const id of [mine, other]) {
    await scene.core.templates.createTemplate({ applicationId: id, name: 'kept', actor: 'system' });
  }
});
afterAll(() => scene.close());

const whoAmI = (db: Queryable) =>
  db.query<{ role: string; id: string | null }>(
    sql`select current_user::text as role, current_setting('countersign.application_id', true) as id`,
  );

describe('every table of an application is behind the wall', () => {
  /** Tables with an application id, or owned through what they belong to, that let everybody in. */
  const openTables = async () => {
    const rows = await owner.query<{ name: string }>(sql`
      select c.relname as name from pg_class c
      where c.relkind in ('r', 'p') and not c.relispartition
        and c.relnamespace = 'public'::regnamespace
        and (c.relname in ('applications', 'campaign_templates') or exists (
          select from information_schema.columns i
          where i.table_schema = 'public' and i.table_name = c.relname
            and i.column_name = 'application_id'))
        and not (c.relrowsecurity and exists (
          select from pg_policy p where p.polrelid = c.oid and p.polpermissive
            and p.polcmd = '*' and p.polroles = '{0}'
            and pg_get_expr(p.polqual, p.polrelid) like '%tenant_application()%'
            and pg_get_expr(p.polwithcheck, p.polrelid) like '%tenant_application()%'))
      order by 1`);
    return rows.map(({ name }) => name);
  };

  test('none is open', async () => {
    expect(await openTables()).toEqual([]);
  });

  test('a new one without a policy would be noticed, and one with another rule', async () => {
    await owner.script(`
      create table forgotten (application_id integer);
      create table half_done (application_id integer);
      alter table half_done enable row level security;
      create policy half_done on half_done using (true);`);
    expect(await openTables()).toEqual(['forgotten', 'half_done']);
    await owner.script('drop table forgotten, half_done');
  });

  test('the role has the rights it is listed with, on nothing else, and no partition', async () => {
    const granted = await owner.query<{ name: string; rights: string[] }>(sql`
      select c.relname as name,
        array_agg(lower(a.privilege_type) order by lower(a.privilege_type)) as rights
      from pg_class c, aclexplode(c.relacl) a
      where a.grantee = tenant_role()::regrole group by 1 order by 1`);
    const listed = await owner.query<{ name: string; rights: string[] }>(sql`
      select name, array(select r from unnest(rights) r order by 1) as rights
      from tenant_rights order by 1`);
    expect(granted).toEqual(listed);
  });

  test('what it may read is behind the wall itself, or a view that asks as who looks', async () => {
    const rows = await owner.query(sql`
      select t.name from tenant_rights t join pg_class c on c.oid = t.name::regclass
      where not (c.relkind = 'S' or c.relrowsecurity
        or c.relkind = 'v' and 'security_invoker=true' = any(c.reloptions))`);
    expect(rows).toEqual([]);
  });

  test('the role cannot sign in, and nothing lets it through the wall', async () => {
    const [role] = await owner.query(sql`
      select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        exists (select from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname = tenant_role()`);
    expect(new Set(Object.values(role ?? {}))).toEqual(new Set([false]));
  });
});

describe('for an application', () => {
  const names = (db: Queryable) =>
    db.query<{ application_id: number }>(sql`select application_id from templates`);

  test('a statement without the application id finds its own rows only', async () => {
    expect(await names(owner.forApplication(mine))).toEqual([{ application_id: mine }]);
    expect(await names(owner.forApplication(other))).toEqual([{ application_id: other }]);
    expect(await names(owner)).toHaveLength(2);
  });

  test('rows of another one are not there: to read, to change, to delete', async () => {
    const own = owner.forApplication(mine);
    expect(await own.query(sql`select 1 from templates where application_id = ${other}`)).toEqual(
      [],
    );
    expect(
      await own.query(
        sql`update templates set name = 'taken' where application_id = ${other} returning id`,
      ),
    ).toEqual([]);
    expect(
      await own.query(sql`delete from templates where application_id = ${other} returning id`),
    ).toEqual([]);
    expect(await names(owner.forApplication(other))).toHaveLength(1);
  });

  test('a row is neither made for another one nor given to it', async () => {
    const own = owner.forApplication(mine);
    const refused = { code: '42501' };
    await expect(
      own.query(sql`insert into templates (id, application_id, name)
        values (${randomUUID()}::uuid, ${other}, 'slipped in')`),
    ).rejects.toMatchObject(refused);
    await expect(
      own.query(sql`update templates set application_id = ${other}`),
    ).rejects.toMatchObject(refused);
  });

  test('it sees one application, and the texts of its own campaigns, also through views', async () => {
    const own = owner.forApplication(mine);
    expect(await own.query(sql`select id from applications`)).toEqual([{ id: mine }]);
    expect(await own.query(sql`select application_id from application_senders`)).toEqual([
      { application_id: mine },
    ]);
    const texts = sql`select count(*)::int as count from campaign_templates`;
    const campaigns = sql`select distinct application_id from campaign_rows`;
    expect(await own.query(campaigns)).toEqual([{ application_id: mine }]);
    const [seen] = await own.query<{ count: number }>(texts);
    const [all] = await owner.query<{ count: number }>(texts);
    expect(all?.count).toBe(2 * (seen?.count ?? 0));
    expect(seen?.count).toBeGreaterThan(0);
  });

  test.each(['operators', 'key_checks', 'prices', 'tenant_rights'])(
    'it may not even ask for %s, nor for a partition by its name',
    async (table) => {
      const [partition] = await owner.query<{ name: string }>(sql`
        select c.relname as name from pg_class c join pg_inherits i on i.inhrelid = c.oid
        where i.inhparent = 'messages'::regclass limit 1`);
      for (const name of [table, partition?.name]) {
        const ask = owner
          .forApplication(mine)
          .query({ name: randomUUID(), text: `table ${name}`, values: [] });
        await expect(ask).rejects.toMatchObject({ code: '42501' });
      }
    },
  );

  test('a transaction is its own from its beginning to its end', async () => {
    const seen = await owner.forApplication(mine).transaction(async (tx) => {
      await tx.query(sql`update templates set name = 'renamed'`);
      return [...(await whoAmI(tx)), ...(await names(tx))];
    });
    expect(seen).toEqual([
      { role: 'countersign_tenant', id: String(mine) },
      { application_id: mine },
    ]);
    expect(await owner.query(sql`select name from templates order by name`)).toEqual([
      { name: 'kept' },
      { name: 'renamed' },
    ]);
  });

  test('a script is refused, and a number that is none', async () => {
    await expect(owner.forApplication(mine).script('select 1')).rejects.toThrow(/script/);
    for (const wrong of [Number.NaN, 1.5, '1; select' as never]) {
      await expect(whoAmI(owner.forApplication(wrong))).rejects.toThrow(/number/);
      const begun = owner.forApplication(wrong).transaction(whoAmI);
      await expect(begun).rejects.toThrow(/number/);
    }
  });
});

test('who became the role and named no application sees nothing', async () => {
  const count = (tx: Queryable) =>
    tx.query(sql`select count(*)::int as count from applications`).then(([row]) => row);
  await owner.transaction(async (tx) => {
    await tx.query(sql`select set_config('role', tenant_role(), true)`);
    expect(await count(tx)).toEqual({ count: 0 });
  });
  // As it stands on a connection that was somebody's before.
  await owner.transaction(async (tx) => {
    await tx.query(sql`select set_config('role', tenant_role(), true),
      set_config('countersign.application_id', '', true)`);
    expect(await count(tx)).toEqual({ count: 0 });
  });
});

describe('a connection that was an application’s', () => {
  let one: Database;
  let owned: { role: string }[];
  beforeEach(async () => {
    one = openDatabase({
      url: scene.database.url,
      connectionsMax: 1,
      statementTimeoutMilliseconds: 300,
      onError: () => undefined,
    });
    owned = await whoAmI(one);
    return () => one.close();
  });

  const ways: readonly [string, (own: Database) => Promise<unknown>][] = [
    ['a statement', (own) => own.query(sql`select 1`)],
    ['a statement that fails', (own) => own.query(sql`select 1 / 0`)],
    ['one that does not parse', (own) => own.query(sql`select nothing_like_that`)],
    ['one that may not be asked', (own) => own.query(sql`select 1 from operators`)],
    ['one that takes too long', (own) => own.query(sql`select pg_sleep(5)`)],
    [
      'one that is cancelled',
      (own) => own.query(sql`select pg_cancel_backend(pg_backend_pid()), pg_sleep(0.1)`),
    ],
    ['a transaction', (own) => own.transaction((tx) => tx.query(sql`select 1`))],
    ['a transaction that fails', (own) => own.transaction((tx) => tx.query(sql`select 1 / 0`))],
    [
      'a transaction that is given up',
      (own) => own.transaction(() => Promise.reject(new Error('changed my mind'))),
    ],
    ['a transaction too long', (own) => own.transaction((tx) => tx.query(sql`select pg_sleep(5)`))],
  ];

  test.each(ways)('is nobody’s after %s', async (_name, work) => {
    for (let times = 0; times < 3; times += 1) {
      await work(one.forApplication(mine)).catch(() => undefined);
      const [now] = await whoAmI(one);
      expect(now?.role).toBe(owned[0]?.role);
      expect(now?.id ?? '').toBe('');
      expect(await whoAmI(one.forApplication(other))).toEqual([
        { role: 'countersign_tenant', id: String(other) },
      ]);
    }
  });

  test('serves applications and the owner in turns, many at once', async () => {
    const turns = Array.from({ length: 60 }, (_, index) => [mine, other, undefined][index % 3]);
    const answers = await Promise.all(
      turns.map((id) => whoAmI(id === undefined ? one : one.forApplication(id))),
    );
    expect(answers.map(([row]) => row?.id ?? '')).toEqual(turns.map((id) => String(id ?? '')));
  });
});

describe('a database whose user may make no roles', () => {
  const name = `plain_${randomUUID().replaceAll('-', '')}`;
  const url = () => {
    const plain = new URL(scene.database.url);
    [plain.pathname, plain.username, plain.password] = [`/${name}`, name, 'plain'];
    return plain.href;
  };
  beforeAll(async () => {
    await owner.script(`create role ${name} login password 'plain'`);
    await owner.script(`create database ${name} owner ${name}`);
  });
  afterAll(async () => {
    await owner.script(`drop database ${name} with (force)`);
    await owner.script(`drop role ${name}, ${name}_tenant`);
  });

  test('is worked with all the same; each start says what is missing, until it is there', async () => {
    await migrateDatabase({ url: url(), log: () => undefined });
    const said: string[] = [];
    const warn = (sentence: string) => said.push(sentence);
    const plain = openDatabase({
      url: url(),
      connectionsMax: 1,
      statementTimeoutMilliseconds: 1_000,
      onError: () => undefined,
    });
    const { db: open, isWallUp } = await openBehindWall(plain, { url: url(), warn });
    expect(isWallUp).toBe(false);
    expect(said).toEqual([expect.stringContaining(`no role ${name}_tenant, and ${name} may not`)]);
    expect(await whoAmI(open.forApplication(1))).toMatchObject([{ role: name }]);
    // Whoever asks for the wall all the same is refused before anything is done.
    const barred = plain.forApplication(1);
    const change = sql`update price_list_version set version = 99`;
    await expect(barred.query(change)).rejects.toThrow(/role/);
    await expect(barred.transaction((tx) => tx.query(change))).rejects.toThrow(/role/);
    const changed = sql`select 1 from price_list_version where version = 99`;
    expect(await plain.query(changed)).toEqual([]);
    await owner.script(`create role ${name}_tenant nologin`);
    await openBehindWall(plain, { url: url(), warn });
    expect(said[1]).toContain(`${name} may not become ${name}_tenant`);
    await owner.script(`grant ${name}_tenant to ${name}`);
    const up = await openBehindWall(plain, { url: url(), warn });
    expect(up.isWallUp).toBe(true);
    const walled = up.db.forApplication(1);
    expect(said).toHaveLength(2);
    expect(await whoAmI(walled)).toEqual([{ role: `${name}_tenant`, id: '1' }]);
    expect(await walled.query(sql`select id from applications`)).toEqual([]);
    await plain.close();
  });
});
