import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { sql } from './client.ts';
import { requireMatchingKeyRing } from './key-check.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.script('truncate key_checks'));

const text = generateKeyRing();
const meet = (ring: string) => requireMatchingKeyRing(database.db, readKeyRing(ring).proofs());

function changed(change: (ring: { sealing: string[]; lookup: string }) => object): string {
  const ring = JSON.parse(text);
  return JSON.stringify({ ...ring, ...change(ring) });
}
const other = JSON.parse(generateKeyRing());

test('the first ring is recorded and accepted from then on', async () => {
  await meet(text);
  await meet(text);
  expect(await database.db.query(sql`select kind from key_checks order by kind`)).toEqual([
    { kind: 'lookup' },
    { kind: 'sealing' },
  ]);
});

test.each([
  ['another ring', () => generateKeyRing(), /lookup.*sealing|sealing.*lookup/],
  ['another look-up key', () => changed(() => ({ lookup: other.lookup })), /lookup/],
  ['another sealing key', () => changed(() => ({ sealing: other.sealing })), /sealing/],
])('%s is refused with what to do, and recorded nowhere', async (_name, ring, kinds) => {
  await meet(text);
  const refusal = meet(ring());
  await expect(refusal).rejects.toThrow(kinds);
  await expect(refusal).rejects.toThrow('COUNTERSIGN_KEY_RING');
  expect(await database.db.query(sql`select count(*)::int as count from key_checks`)).toEqual([
    { count: 2 },
  ]);
});

test('a ring with a new key before the known one is accepted and recorded', async () => {
  await meet(text);
  const rotated = changed((ring) => ({ sealing: [...other.sealing, ...ring.sealing] }));
  await meet(rotated);
  await expect(meet(text)).rejects.toThrow('sealing');
  await meet(rotated);
});

test('two servers that meet an empty database at once with one ring both start', async () => {
  await Promise.all([meet(text), meet(text)]);
});

test('no key stands in the database', async () => {
  await meet(text);
  const rows = JSON.stringify(await database.db.query(sql`select * from key_checks`));
  const ring = JSON.parse(text);
  for (const key of [...ring.sealing, ring.lookup]) {
    expect(rows).not.toContain(key);
    expect(rows).not.toContain(Buffer.from(key, 'base64').toString('hex'));
  }
});
