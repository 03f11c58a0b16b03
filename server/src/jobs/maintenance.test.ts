/** What is kept no longer than promised (docs/security.md), and what stays beside it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  insertInbound,
  insertText,
  type MessageRowsDeps,
} from '../../test-support/message-rows.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { maintain } from './maintenance.ts';
import { ensurePartitions, eraseOldInbound, eraseOldMessages } from './store.ts';

let database: TestDatabase;
let keyRing: KeyRing;
let rows: MessageRowsDeps;
beforeAll(async () => {
  database = await createTestDatabase();
  keyRing = readKeyRing(generateKeyRing());
  // Messages of a month ago need partitions of that time.
  await database.db.query(sql`
    create table messages_month_ago partition of messages
    for values from (id_floor(now() - interval '40 days')) to (id_floor(now() - interval '20 days'))`);
  await database.db.query(sql`
    create table dispatches_month_ago partition of dispatches
    for values from (id_floor(now() - interval '40 days')) to (id_floor(now() - interval '20 days'))`);
});
afterAll(() => database.drop());

beforeEach(async () => {
  const application = await createTestApplication(database.db, keyRing, 'sandbox');
  rows = { db: database.db, keyRing, applicationId: application.id };
});

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

async function withWords(table: 'messages' | 'inbound_messages'): Promise<string[]> {
  const found = await (table === 'messages'
    ? database.db.query<{ id: string }>(sql`
        select id from messages
        where application_id = ${rows.applicationId} and content_sealed is not null order by id`)
    : database.db.query<{ id: string }>(sql`
        select id from inbound_messages
        where application_id = ${rows.applicationId} and content_sealed is not null order by id`));
  return found.map(({ id }) => id);
}

describe('what messages said', () => {
  test('is erased after thirty days, both ways, and the rest of them stays', async () => {
    await insertText(rows, { at: daysAgo(31) });
    const sent = await insertText(rows, { at: daysAgo(29) });
    await insertInbound(rows, { at: daysAgo(31) });
    const received = await insertInbound(rows, { at: daysAgo(29) });
    await maintain(database.db);
    expect(await withWords('messages')).toEqual([sent.id]);
    expect(await withWords('inbound_messages')).toEqual([received]);
    const kept = await database.db.query<{ count: number }>(sql`
      select (select count(*) from messages where application_id = ${rows.applicationId})::int
        + (select count(*) from inbound_messages where application_id = ${rows.applicationId}
          and address_mac <> '')::int as count`);
    expect(kept).toEqual([{ count: 4 }]);
  });

  test('is not erased before it was acted on', async () => {
    const waiting = await insertInbound(rows, { at: daysAgo(31), isHandled: false });
    await maintain(database.db);
    expect(await withWords('inbound_messages')).toEqual([waiting]);
  });

  test('is erased the oldest first, no more at once than asked', async () => {
    const ids: string[] = [];
    for (const age of [31, 33, 32]) ids.push(await insertInbound(rows, { at: daysAgo(age) }));
    expect(await eraseOldInbound(database.db, 2)).toHaveLength(2);
    expect(await withWords('inbound_messages')).toEqual([ids[0]]);
    const texts = [await insertText(rows, { at: daysAgo(31) })];
    texts.push(await insertText(rows, { at: daysAgo(33) }));
    expect(await eraseOldMessages(database.db, 1)).toEqual([{ id: texts[1]?.id }]);
    expect(await withWords('messages')).toEqual([texts[0]?.id]);
    // The next test's statements are not to find them.
    await maintain(database.db);
  });

  test('two nodes at once neither wait for each other nor fail', async () => {
    for (let count = 0; count < 20; count += 1) await insertInbound(rows, { at: daysAgo(31) });
    await Promise.all([maintain(database.db), maintain(database.db), maintain(database.db)]);
    expect(await withWords('inbound_messages')).toEqual([]);
  });
});

test('a checked code is erased after thirty days, hour by hour, and its event stays', async () => {
  await database.db.query(sql`
    create table events_month_ago partition of verification_events
    for values from (id_floor(now() - interval '40 days')) to (id_floor(now() - interval '20 days'))`);
  for (const days of [31, 29]) {
    await database.db.query(sql`
      insert into verification_events (application_id, verification_id, kind, sealed)
      values (${rows.applicationId}, ${newId(daysAgo(days))}::uuid, 'check.wrong', '\\x01')`);
  }
  await database.db.query(sql`update erasures set up_to = now() - interval '32 days'`);
  await maintain(database.db);
  const events = await database.db.query<{ kept: boolean }>(sql`
    select sealed is not null as kept from verification_events
    where application_id = ${rows.applicationId} order by verification_id`);
  expect(events).toEqual([{ kept: false }, { kept: true }]);
});

test('a partition to come leaves the room its table is to leave, and takes rows of its week only', async () => {
  await ensurePartitions(database.db, 4);
  const made = await database.db.query<{ table: string; options: string[]; bounds: string }>(sql`
    select i.inhparent::regclass::text as table, c.reloptions as options,
      pg_get_expr(c.relpartbound, c.oid) as bounds
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where c.relname like '%' || to_char(date_trunc('week', now() at time zone 'utc')
        + interval '28 days', '_YYYYMMDD')
      and i.inhparent = any(array['verifications', 'dispatches', 'audit_entries']::regclass[])
    order by 1`);
  expect(made.map(({ table, options }) => [table, options])).toEqual([
    ['audit_entries', ['fillfactor=100']],
    ['dispatches', ['fillfactor=50']],
    ['verifications', ['fillfactor=50']],
  ]);
  const monday = /FROM \('\d{4}-\d\d-\d\d 00:00:00\+00'\) TO \('\d{4}-\d\d-\d\d 00:00:00\+00'\)/;
  expect(made[0]?.bounds).toMatch(monday);
  expect(made[1]?.bounds).toMatch(/FROM \('[0-9a-f-]{36}'\) TO \('[0-9a-f-]{36}'\)/);
});
