import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { sql } from './client.ts';
import { column } from './columns.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const texts = [
  '',
  'plain',
  'NULL',
  'null',
  'with space',
  'comma,brace{}',
  'quote"back\\slash',
  'line\nbreak\ttab',
  'é 中 😀',
  "it's",
  null,
  // A value that repeats is written once and must not stick.
  null,
  'say "it"',
  'say "it"',
  '',
  'say "it"',
];

test('every text comes back as it was', async () => {
  const rows = texts.map((value) => ({ value }));
  const answer = await database.db.query<{ value: string | null }>(
    sql`select * from unnest(${column(rows, 'value')}::text[]) as i (value)`,
  );
  expect(answer.map(({ value }) => value)).toEqual(texts);
});

test('bytes, numbers and truth values come back as they were', async () => {
  const rows = [
    { bytes: null, number: 7, flag: true },
    { bytes: Buffer.alloc(0), number: 7, flag: true },
    { bytes: Buffer.from([0, 1, 92, 34, 255]), number: -1.5, flag: true },
    { bytes: null, number: 0, flag: false },
    { bytes: Buffer.alloc(3_000, 'é'), number: 2 ** 40, flag: false },
  ];
  const answer = await database.db.query(sql`
    select * from unnest(${column(rows, 'bytes')}::bytea[], ${column(rows, 'number')}::float8[],
      ${column(rows, 'flag')}::boolean[]) as i (bytes, number, flag)`);
  expect(answer).toEqual(rows);
});
