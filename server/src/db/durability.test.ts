import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import type { Queryable } from './client.ts';
import { requireDurableDatabase } from './durability.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function answering(settings: Record<string, string>): Queryable {
  const rows = Object.entries(settings).map(([name, setting]) => ({ name, setting }));
  return { query: async <Row>() => rows as Row[] };
}
const log = () => undefined;
const good = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_sync_retry: 'off',
};

test('the embedded database is durable', async () => {
  await requireDurableDatabase(database.db, { allowUnsafeDatabase: false, log });
});

test.each([
  ['fsync', 'off', 'Set fsync = on'],
  ['full_page_writes', 'off', 'Set full_page_writes = on'],
  ['synchronous_commit', 'off', 'Set synchronous_commit = on'],
  ['data_sync_retry', 'on', 'Set data_sync_retry = off'],
])('%s = %s is refused with what to do', async (name, setting, advice) => {
  const db = answering({ ...good, [name]: setting });
  await expect(requireDurableDatabase(db, { allowUnsafeDatabase: false, log })).rejects.toThrow(
    advice,
  );
});

test('the named override starts all the same, and says so', async () => {
  const said: string[] = [];
  const options = { allowUnsafeDatabase: true, log: (text: string) => said.push(text) };
  await requireDurableDatabase(answering({ ...good, fsync: 'off' }), options);
  expect(said.join()).toContain('Starting all the same');
});

test('a session whose role turned synchronous_commit off is refused', async () => {
  await database.db.transaction(async (tx) => {
    await tx.query({ name: 'off', text: 'set local synchronous_commit = off', values: [] });
    const check = requireDurableDatabase(tx, { allowUnsafeDatabase: false, log });
    await expect(check).rejects.toThrow('synchronous_commit is "off"');
  });
});
