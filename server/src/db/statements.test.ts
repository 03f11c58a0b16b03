/**
 * Every SQL statement of the server is prepared against a fresh migrated database: a renamed column,
 * a type that does not fit, a missing table fails here and not at night.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { findSqlTemplates } from '../../test-support/sql-templates.ts';
import { sql } from './client.ts';

const sourceFolder = path.resolve(import.meta.dirname, '..');
/** Fewer than this means that the scanner has gone blind, not that statements were deleted. */
const statementsMin = 80;

const statements = globSync('**/*.ts', { cwd: sourceFolder })
  .filter((file) => !/\.(test|suite)\.ts$/.test(file))
  .toSorted()
  .flatMap((file) => {
    const source = readFileSync(path.join(sourceFolder, file), 'utf8');
    return findSqlTemplates(source).map(({ text, line }) => ({ place: `${file}:${line}`, text }));
  });

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test.each(statements.map(({ place, text }) => [place, text]))(
  '%s fits the schema',
  async (place, text) => {
    await client.query(`prepare "${place}" as ${text}`);
    await client.query(`deallocate "${place}"`);
  },
);

test('a statement with a column nobody has is refused: the check would notice', async () => {
  const broken = statements.map(({ text }) => text.replace('application_id', 'applikation_id'));
  const changed = broken.filter((text) => text.includes('applikation_id'));
  expect(changed.length).toBeGreaterThan(20);
  for (const text of changed) await expect(client.query(`prepare p as ${text}`)).rejects.toThrow();
});

describe('the scanner', () => {
  test(`finds at least ${statementsMin} statements, and as many as a plain count`, () => {
    const naive = globSync('**/*.ts', { cwd: sourceFolder })
      .filter((file) => !/\.(test|suite)\.ts$/.test(file))
      .map((file) => readFileSync(path.join(sourceFolder, file), 'utf8'))
      .map((source) => source.match(/[\s(]sql`/g)?.length ?? 0)
      .reduce((sum, count) => sum + count, 0);
    expect(statements.length).toBeGreaterThanOrEqual(statementsMin);
    expect(statements).toHaveLength(naive);
  });

  test('finds one in every store', () => {
    const stores = globSync('**/{store,*-store}.ts', { cwd: sourceFolder });
    expect(stores.length).toBeGreaterThanOrEqual(7);
    for (const store of stores) {
      expect(statements.some(({ place }) => place.startsWith(`${store}:`))).toBe(true);
    }
  });

  test('gives the text the sql tag gives', () => {
    const [one, two] = [1, '`'];
    const source = 'const statement = sql`select ${one}::int, ${two}::text from t`;';
    const [found] = findSqlTemplates(source);
    expect(found?.text).toBe(sql`select ${one}::int, ${two}::text from t`.text);
  });

  test.each([
    ['nested templates and braces', 'sql`a ${f({ b: `}${x}` })} c`', ['a $1 c']],
    ['a statement inside a parameter', 'sql`a ${g(sql`b ${1}`)} c`', ['b $1', 'a $1 c']],
    ['strings that hold backticks', 'const a = \'`\'; const b = "sql`"; sql`c`', ['c']],
    ['comments that hold backticks', '// don`t\n/* nor ` this */ sql`a`', ['a']],
    ['other tags and plain templates', 'css`a` + `b` + mysql`c` + x.sql`d` + sql`e`', ['e']],
    ['dollars that are no parameters', 'sql`select $tag$ x $tag$`', ['select $tag$ x $tag$']],
  ])('is not confused by %s', (_name, source, texts) => {
    expect(findSqlTemplates(source).map(({ text }) => text)).toEqual(texts);
  });
});
