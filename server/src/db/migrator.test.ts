import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { sql } from './client.ts';
import { migrateDatabase } from './migrator.ts';

let database: TestDatabase;
let directory: string;
const log = () => undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  // The clone holds the real schema already; these tests use a history of their own.
  await database.db.script(
    'drop table if exists schema_migrations; drop schema if exists probe cascade; create schema probe;',
  );
  directory = mkdtempSync(path.join(tmpdir(), 'countersign-migrations-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
}
const migrate = () => migrateDatabase({ url: database.url, directory, log });
const first = {
  '0001_first.sql': 'create table probe.first (id int); insert into probe.first values (1);',
};
const second = { '0002_second.sql': 'create table probe.second (id int);' };
const slow = { '0001_slow.sql': 'create table probe.first (id int); select pg_sleep(1);' };

test('each file runs once and in order', async () => {
  write({ ...second, ...first });
  expect(await migrate()).toBe(2);
  expect(await migrate()).toBe(0);
  expect(
    await database.db.query(sql`select version, name from schema_migrations order by version`),
  ).toEqual([
    { version: 1, name: '0001_first' },
    { version: 2, name: '0002_second' },
  ]);
});

test('a failing file leaves nothing of itself and all before it', async () => {
  write({ ...first, '0002_broken.sql': 'create table probe.half (id int); select 1 / 0;' });
  await expect(migrate()).rejects.toThrow('0002_broken failed, nothing of it is kept: division');
  expect(
    await database.db.query(sql`select to_regclass('probe.first')::text as first,
      to_regclass('probe.half')::text as half`),
  ).toEqual([{ first: 'probe.first', half: null }]);
  write({ '0002_broken.sql': 'create table probe.half (id int);' });
  expect(await migrate()).toBe(1);
});

test('an applied file that was edited is refused', async () => {
  write(first);
  await migrate();
  write({ '0001_first.sql': 'create table probe.first (id bigint);' });
  await expect(migrate()).rejects.toThrow('0001_first differs');
});

test('a database newer than the code is refused', async () => {
  write({ ...first, ...second });
  await migrate();
  rmSync(path.join(directory, '0002_second.sql'));
  await expect(migrate()).rejects.toThrow('newer than this server');
});

test('a gap or a bad name is refused before anything runs', async () => {
  write({ ...first, '0003_third.sql': 'select 1;' });
  await expect(migrate()).rejects.toThrow('no gaps');
  rmSync(path.join(directory, '0003_third.sql'));
  write({ 'two.sql': 'select 1;' });
  await expect(migrate()).rejects.toThrow('not named');
});

test('servers that start at once apply each file once', async () => {
  write({ ...slow, ...second });
  const applied = await Promise.all([migrate(), migrate(), migrate()]);
  expect(applied.sort()).toEqual([0, 0, 2]);
});

test('a migration that was killed in the middle is done again, whole', async () => {
  write(slow);
  const module = JSON.stringify(path.join(import.meta.dirname, 'migrator.ts'));
  const options = JSON.stringify({ url: database.url, directory });
  const child = spawn(process.execPath, [
    '--input-type=module-typescript',
    '-e',
    `import { migrateDatabase } from ${module};
     await migrateDatabase({ ...${options}, log: () => {} });`,
  ]);
  await sleep(600);
  child.kill('SIGKILL');
  expect(await migrate()).toBe(1);
});
