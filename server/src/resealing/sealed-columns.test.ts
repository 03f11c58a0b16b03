/** The list of sealed columns against the schema: a place it does not know would keep its key for ever. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { sql } from '../db/client.ts';
import { sealedTables } from './sealed-columns.ts';
import { textsOf } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Columns of a type, of tables and partitioned tables; partitions are like their parent. */
async function columnsOf(type: 'bytea' | 'jsonb'): Promise<string[]> {
  const rows = await database.db.query<{ name: string }>(sql`
    select c.relname || '.' || a.attname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped
      and c.relnamespace = 'public'::regnamespace and a.atttypid = ${type}::regtype
    order by 1`);
  return rows.map(({ name }) => name);
}

const listed = (part: 'columns' | 'lists') =>
  sealedTables.flatMap(({ table, [part]: names }) =>
    Object.keys(names ?? {}).map((name) => `${table}.${name}`),
  );

/** MACs (of the look-up key, or of a code that dies soon), hashes and public things. */
const bytesThatAreNotSealed =
  /\.(\w+_mac|\w+_sha256|\w+_hash|user_handle|public_key|spki|fingerprint)$/;

const documentsWithoutSealedMembers = [
  'api_calls.answer',
  'api_calls.parameters',
  'applications.settings',
  'audit_entries.data',
  'brands.data',
  'campaigns.details',
  'campaigns.opt_in_check',
  'campaigns.proposal',
  'handset_messages.receipts_owed',
  'inbound_messages.outcome',
  'saved_workflows.steps',
  'verification_events.data',
  'verifications.payment',
  'webhook_attempts.sent',
  'webhook_deliveries.data',
];

describe('every column that may hold sealed values', () => {
  test('is in the list, when it holds bytes', async () => {
    const found = (await columnsOf('bytea')).filter((name) => !bytesThatAreNotSealed.test(name));
    expect(found.toSorted()).toEqual(listed('columns').toSorted());
  });

  test('is in the list, when it is a document', async () => {
    const found = await columnsOf('jsonb');
    expect(found).toEqual([...documentsWithoutSealedMembers, ...listed('lists')].toSorted());
  });
});

describe.each(sealedTables)('the list of $table', (entry) => {
  test('walks it by its primary key, in its order', async () => {
    const { table, key } = entry;
    const rows = await database.db.query<{ name: string; type: string }>(sql`
      select a.attname as name, format_type(a.atttypid, null) as type
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = ${table}::regclass and i.indisprimary
      order by array_position(i.indkey::int2[], a.attnum)`);
    const types = { 'timestamp with time zone': 'timestamptz' } as Record<string, string>;
    expect(rows.map(({ name, type }) => [name, types[type] ?? type])).toEqual(Object.entries(key));
  });

  test('makes statements that fit the schema', async () => {
    for (const [index, text] of textsOf(entry).entries()) {
      const name = `${entry.table}_${index}`;
      await database.db.script(`prepare ${name} as ${text}`);
    }
  });
});
