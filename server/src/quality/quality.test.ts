/** Figures of quality: counted from real rows, against what the rows say when read one by one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  type EffortFacts,
  insertEffort,
  insertText,
  type MessageRowsDeps,
} from '../../test-support/message-rows.ts';
import { createTestApplication } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { type CountHoursDeps, countDueHours } from './count-hours.ts';
import { describeQuality, type Quality, type QualityQuery } from './describe-quality.ts';

let database: TestDatabase;
let keyRing: KeyRing;
let rows: MessageRowsDeps;
let deps: CountHoursDeps;
beforeAll(async () => {
  database = await createTestDatabase();
  keyRing = readKeyRing(generateKeyRing());
  deps = { db: database.db, textChannel: 'sms' };
});
afterAll(() => database.drop());

beforeEach(async () => {
  const application = await createTestApplication(database.db, keyRing, 'sandbox');
  rows = { db: database.db, keyRing, applicationId: application.id };
  await database.db.script(`
    update applications set created_at = now() - interval '4 days';
    truncate quality_counts, quality_rolls`);
});

const ask = (query: Partial<QualityQuery> = {}): Promise<Quality> =>
  describeQuality(deps, {
    applicationId: rows.applicationId,
    period: '24h',
    by: 'country',
    ...query,
  });
const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
const add = (facts: EffortFacts) => insertEffort(rows, facts);
/** As the loop does over some minutes. */
const countAll = async () => {
  const due = sql`select count(*)::int as done from quality_rolls where rolled_at is not null`;
  let done = -1;
  for (;;) {
    await countDueHours(deps);
    const [row] = await database.db.query<{ done: number }>(due);
    if (row?.done === done) return;
    done = row?.done ?? 0;
  }
};
const report = (messageId: string | undefined, isConverted: boolean, seconds = 60) =>
  database.db.query(sql`
    insert into conversions (application_id, message_id, kind, is_converted, at)
    values (${rows.applicationId}, ${messageId}::uuid, 'sms', ${isConverted},
      now() + ${seconds}::int * interval '1 second')`);

describe('figures', () => {
  test('are there at once for what has just been sent', async () => {
    await add({ status: 'verified', seconds: 12, price: '0.05' });
    await add({ status: 'expired', dispatches: [{ state: 'failed' }] });
    await add({ dispatches: [{ isSent: false, state: 'not_sent' }] });
    const { total, asOf, slots } = await ask();
    expect(total).toMatchObject({
      sent: 2,
      delivered: 1,
      deliverable: 2,
      converted: 1,
      convertible: 2,
      cost: '0.13000000',
      costPerConverted: '0.13000000',
    });
    expect(total.medianSeconds).toBeGreaterThan(10.5);
    expect(total.medianSeconds).toBeLessThan(13.5);
    expect(asOf).not.toBeNull();
    expect(slots.map(({ sent, converted }) => [sent, converted])).toEqual([[2, 1]]);
  });

  test('give the merit to the last message before the end', async () => {
    await add({ status: 'verified', dispatches: [{ channel: 'sms' }, { channel: 'voice' }] });
    const { groups } = await ask({ by: 'channel' });
    const converted = Object.fromEntries(
      groups.map(({ key, figures }) => [key, figures.converted]),
    );
    expect(converted).toEqual({ sms: 0, voice: 1 });
  });

  test('of US short codes take no receipt for a delivery, but conversions', async () => {
    const code = { sender: '98765', network: '310260' };
    const first = await add({ lane: 1, country: 'US', dispatches: [code] });
    await add({ lane: 1, country: 'US', dispatches: [code] });
    await add({ lane: 1, country: 'CA', dispatches: [{ sender: '12025550100' }] });
    await report(first.dispatchIds[0], true);
    const { groups } = await ask();
    const byCountry = Object.fromEntries(groups.map(({ key, figures }) => [key, figures]));
    expect(byCountry.US).toMatchObject({
      sent: 2,
      delivered: 0,
      deliverable: 0,
      converted: 1,
      convertible: 2,
    });
    expect(byCountry.CA).toMatchObject({ sent: 1, delivered: 1, deliverable: 1, converted: 0 });
  });

  test('judge no message whose end nobody tells', async () => {
    await add({ lane: 1 });
    await insertText(rows);
    expect((await ask()).total).toMatchObject({ sent: 2, converted: 0, convertible: 0 });
  });

  test('believe what the application reports before what is known here', async () => {
    const { dispatchIds } = await add({ status: 'verified' });
    await report(dispatchIds[0], false);
    expect((await ask()).total).toMatchObject({ converted: 0, convertible: 1 });
  });

  test('compare with the period before, and count late news of older hours again', async () => {
    await add({ at: hours(30), status: 'verified', seconds: 5 });
    const late = await add({ at: hours(30), dispatches: [{ state: 'sent' }] });
    await countAll();
    expect((await ask()).before).toMatchObject({ sent: 2, delivered: 1, converted: 1 });
    await database.db.query(sql`
      update dispatches set state = 'delivered' where verification_id = ${late.id}::uuid`);
    await countAll();
    expect((await ask()).before.delivered).toBe(1);
    // Counted at an age of 30 hours, it is due again at 60.
    await database.db.script(`update quality_rolls set rolled_at = hour + interval '14 hours'`);
    await countAll();
    expect((await ask()).before).toMatchObject({ sent: 2, delivered: 2 });
    expect((await ask({ period: '7d' })).total).toMatchObject({ sent: 2, delivered: 2 });
    expect((await ask({ period: '30d' })).total).toMatchObject({ sent: 2, delivered: 2 });
  });

  test('are grouped by carrier with its name from the price list, and narrowed', async () => {
    await database.db.query(sql`
      insert into prices (channel, country, network, network_name, price)
      values ('sms', 'GB', '23410', 'O2', 0.04) on conflict do nothing`);
    await add({ country: 'GB' });
    await add({ country: 'GB', dispatches: [{ network: null }, { channel: 'voice' }] });
    await add({ country: 'DE', dispatches: [{ network: '26201' }] });
    const { groups } = await ask({ by: 'carrier', country: 'GB' });
    expect(groups.map(({ key, name, figures }) => [key, name, figures.sent])).toEqual([
      ['23410', 'O2', 2],
      ['', null, 1],
    ]);
    const voice = await ask({ channel: 'voice', network: '23410' });
    expect(voice.total.sent).toBe(1);
  });

  test('hold nothing of another application', async () => {
    await add({});
    const other = await createTestApplication(database.db, keyRing, 'live');
    expect((await ask({ applicationId: other.id })).total.sent).toBe(0);
  });
});

describe('counting', () => {
  test('agrees with reading every row, over many hours and kinds', async () => {
    let verified = 0;
    for (let index = 0; index < 60; index += 1) {
      const isVerified = index % 3 === 0;
      verified += isVerified ? 1 : 0;
      await add({
        at: hours(index / 4),
        status: isVerified ? 'verified' : 'expired',
        seconds: 1 + index,
        country: ['GB', 'US', 'DE'][index % 3] as string,
        dispatches: [{ state: index % 2 === 0 ? 'delivered' : 'failed', cost: '0.0333' }],
      });
    }
    await countAll();
    const { total, slots, groups } = await ask();
    expect(total).toMatchObject({ sent: 60, delivered: 30, converted: verified });
    expect(total.cost).toBe('1.99800000');
    expect(slots.reduce((sum, slot) => sum + slot.sent, 0)).toBe(60);
    expect(groups.reduce((sum, { figures }) => sum + figures.sent, 0)).toBe(60);
    // Every third of 1 to 60 seconds was verified: the middle one took about half a minute.
    expect(total.medianSeconds).toBeGreaterThan(26);
    expect(total.medianSeconds).toBeLessThan(34);
  });

  test('by two nodes at a time counts nothing twice', async () => {
    for (let index = 0; index < 20; index += 1) await add({ at: hours(index) });
    await Promise.all([countAll(), countAll(), ask(), ask()]);
    await countAll();
    expect((await ask()).total.sent).toBe(20);
  });

  test('forgets what is older than the longest comparison', async () => {
    await database.db.script(`
      insert into quality_counts values (1, 1, now() - interval '63 days', 'sms', 'GB', '', false, -1,
        1, 1, 0, 0, 0, 0, 0, 0)`);
    await countDueHours(deps);
    const left = await database.db.query(sql`
      select 1 from quality_counts where start_at < now() - interval '62 days'`);
    expect(left).toEqual([]);
  });
});
