import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createTcpProxy, type TcpProxy } from '../../test-support/tcp-proxy.ts';
import { byPlace, type Database, openDatabase, sql } from './client.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.script('create table notes (id int primary key, text text not null)');
});
afterAll(() => database.drop());
beforeEach(() => database.db.script('truncate notes'));

describe('sql', () => {
  const make = (name: string, age: number) => sql`select ${name}::text as name, ${age}::int as age`;

  test('every value becomes a bind parameter', () => {
    expect(make('Ann', 7)).toMatchObject({
      text: 'select $1::text as name, $2::int as age',
      values: ['Ann', 7],
    });
  });

  test('one template has one name whatever its values, another template another', () => {
    expect(make('Ann', 7).name).toBe(make('Ben', 8).name);
    expect(make('Ann', 7).name).not.toBe(sql`select 1`.name);
    expect(make('Ann', 7).name.length).toBeLessThan(64);
  });

  test('text of a value is never SQL', async () => {
    const evil = "'; drop table notes; --";
    expect(await database.db.query(make(evil, 1))).toEqual([{ name: evil, age: 1 }]);
    expect(await database.db.query(sql`select count(*)::int as count from notes`)).toEqual([
      { count: 0 },
    ]);
  });

  test('big integers arrive as numbers, numerics as exact text, times as dates', async () => {
    const [row] = await database.db.query(
      sql`select 4294967296::bigint as big, 0.03330000::numeric(18,8) as money, now() as at`,
    );
    expect(row).toEqual({ big: 4294967296, money: '0.03330000', at: expect.any(Date) });
  });
});

test.each([
  [3, [{ ord: 2 }], [undefined, { ord: 2 }, undefined]],
  [2, [{ ord: 2 }, { ord: 1 }], [{ ord: 1 }, { ord: 2 }]],
  [2, [], [undefined, undefined]],
  [0, [], []],
])('%i callers and rows %j come back in their places', (callers, rows, expected) => {
  expect(byPlace(callers, rows)).toEqual(expected);
});

describe('a transaction', () => {
  const insert = (id: number, text: string | null) =>
    sql`insert into notes (id, text) values (${id}, ${text})`;
  const notes = () => database.db.query(sql`select id from notes order by id`);

  test('keeps everything when it ends well', async () => {
    const result = await database.db.transaction(async (tx) => {
      await tx.query(insert(1, 'a'));
      await tx.query(insert(2, 'b'));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await notes()).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('keeps nothing when the work throws, and passes the error on', async () => {
    const failure = new Error('changed my mind');
    const work = database.db.transaction(async (tx) => {
      await tx.query(insert(1, 'a'));
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await notes()).toEqual([]);
  });

  test('keeps nothing when a statement fails, and its connection stays usable', async () => {
    for (let index = 0; index < 12; index += 1) {
      const work = database.db.transaction(async (tx) => {
        await tx.query(insert(1, 'a'));
        await tx.query(insert(2, null));
      });
      await expect(work).rejects.toMatchObject({ code: '23502' });
    }
    expect(await notes()).toEqual([]);
  });
});

describe('a database that is away', () => {
  let proxy: TcpProxy;
  let db: Database;
  const errors: Error[] = [];
  beforeEach(async () => {
    const url = new URL(database.url);
    proxy = await createTcpProxy({ host: url.hostname, port: Number(url.port) });
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    db = openDatabase({
      url: url.href,
      connectionsMax: 4,
      statementTimeoutMilliseconds: 500,
      onError: (error) => errors.push(error),
    });
    await db.ping();
  });
  afterEach(async () => {
    await db.close();
    await proxy.close();
  });

  const unavailable = { name: 'PlatformError', code: 'unavailable' };
  const ways = [
    ['a query', () => db.query(sql`select 1 as one`)],
    ['a transaction', () => db.transaction((tx) => tx.query(sql`select 1 as one`))],
    ['a query of an application', () => db.forApplication(1).query(sql`select 1 as one`)],
    [
      'a transaction of an application',
      () => db.forApplication(1).transaction((tx) => tx.query(sql`select 1 as one`)),
    ],
    ['a script', () => db.script('select 1')],
    ['a ping', () => db.ping()],
  ] as const;

  test.each(ways)('%s is refused as unavailable when it was stopped', async (_name, work) => {
    await proxy.cut();
    await expect(work()).rejects.toMatchObject(unavailable);
  });

  test.each(ways)(
    '%s is refused within two seconds when the network is silent',
    async (_n, work) => {
      proxy.silence();
      const startedAt = performance.now();
      await expect(work()).rejects.toMatchObject(unavailable);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    },
  );

  test('a statement under way when it stops is refused as unavailable', async () => {
    const running = expect(db.query(sql`select pg_sleep(5)`)).rejects.toMatchObject(unavailable);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await proxy.cut();
    await running;
  });

  test('a transaction under way when it stops is refused as unavailable', async () => {
    const running = db.transaction(async (tx) => {
      await tx.query(sql`select 1 as one`);
      await proxy.cut();
      await tx.query(sql`select 2 as two`);
    });
    await expect(running).rejects.toMatchObject(unavailable);
  });

  test('it recovers by itself when the database is back', async () => {
    await proxy.cut();
    await expect(db.ping()).rejects.toMatchObject(unavailable);
    await proxy.restore();
    expect(await db.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  test.each([
    ['a statement that takes too long', sql`select pg_sleep(5)`],
    ['a session ended by an administrator', sql`select pg_terminate_backend(pg_backend_pid())`],
  ])('%s is unavailable too', async (_name, statement) => {
    await expect(db.query(statement)).rejects.toMatchObject(unavailable);
  });

  test('a fault of our own is not blamed on the database being away', async () => {
    await expect(db.query(sql`select nothing_like_that`)).rejects.toMatchObject({ code: '42703' });
    await expect(db.query(sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
  });

  test('after closing, a call is refused as unavailable', async () => {
    const url = new URL(database.url);
    const closed = openDatabase({
      url: url.href,
      connectionsMax: 1,
      statementTimeoutMilliseconds: 500,
      onError: () => undefined,
    });
    await closed.close();
    await expect(closed.ping()).rejects.toMatchObject(unavailable);
  });
});
