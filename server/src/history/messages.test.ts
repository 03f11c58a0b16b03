/** What operators see of messages both ways: found, filtered, paged, explained, never read. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  insertEffort,
  insertInbound,
  insertText,
  type MessageRowsDeps,
} from '../../test-support/message-rows.ts';
import { createTestApplication, freshNumber } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { compactId, newId } from '../kernel/ids.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { describeMessage } from './describe-message.ts';
import { type ListMessagesDeps, listMessages, type MessageQuery } from './list-messages.ts';

let database: TestDatabase;
let keyRing: KeyRing;
let rows: MessageRowsDeps;
let deps: ListMessagesDeps;
beforeAll(async () => {
  database = await createTestDatabase();
  keyRing = readKeyRing(generateKeyRing());
  const normaliseAddress = (text: string) => (/^\d+$/.test(text) ? text : undefined);
  deps = { db: database.db, keyRing, normaliseAddress, textChannel: 'sms' };
});
afterAll(() => database.drop());

beforeEach(async () => {
  const application = await createTestApplication(database.db, keyRing, 'sandbox');
  rows = { db: database.db, keyRing, applicationId: application.id };
});

const list = (query: Partial<MessageQuery> = {}) =>
  listMessages(deps, { applicationId: rows.applicationId, limit: 50, ...query });
const idsOf = async (query: Partial<MessageQuery> = {}) =>
  (await list(query)).items.map(({ id }) => id);
const describeOne = (id: string, applicationId = rows.applicationId) =>
  describeMessage(deps, { applicationId, id });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

describe('the list', () => {
  test('has codes, plain messages and texts from people together, newest first', async () => {
    const inbound = await insertInbound(rows, { at: ago(10) });
    const text = await insertText(rows, { at: ago(20) });
    const effort = await insertEffort(rows, {
      at: ago(30),
      dispatches: [{}, { channel: 'voice' }],
    });
    const [first, second] = effort.dispatchIds;
    expect(await idsOf()).toEqual([inbound, ...text.dispatchIds, second, first]);
  });

  test('pages through everything once, and tears no message apart', async () => {
    const made: string[] = [];
    for (let age = 1; age <= 8; age += 1) {
      const texts = age % 2 === 0 ? ['one', 'two', 'three'] : ['one'];
      const { dispatchIds } = await insertText(rows, { at: ago(age), texts });
      made.push(...dispatchIds);
      if (age % 3 === 0) made.push(await insertInbound(rows, { at: ago(age + 0.5) }));
    }
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: 3,
        ...(before && { before }),
      });
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items.map(({ id }) => id));
      before = page.next;
    } while (before);
    expect(seen.toSorted()).toEqual(made.toSorted());
  });

  test('is narrowed by each filter', async () => {
    const to = freshNumber();
    const effort = await insertEffort(rows, {
      to,
      at: ago(50),
      reference: 'order 5',
      dispatches: [{ state: 'failed', errorCode: 3 }, { channel: 'voice' }],
    });
    const [sms, voice] = effort.dispatchIds;
    const [text] = (await insertText(rows, { to, at: ago(40), country: 'US' })).dispatchIds;
    const inbound = await insertInbound(rows, { from: to, at: ago(30) });
    await insertText(rows, { at: ago(20), country: 'DE' });
    expect(await idsOf({ address: to })).toEqual([inbound, text, voice, sms]);
    expect(await idsOf({ address: to, direction: 'inbound' })).toEqual([inbound]);
    expect(await idsOf({ address: to, direction: 'outbound' })).toEqual([text, voice, sms]);
    expect(await idsOf({ state: 'failed' })).toEqual([sms]);
    expect(await idsOf({ state: 'received' })).toEqual([inbound]);
    expect(await idsOf({ channel: 'voice' })).toEqual([voice]);
    expect(await idsOf({ country: 'US' })).toEqual([text]);
    expect(await idsOf({ network: '99999' })).toEqual([]);
    expect(await idsOf({ reference: 'order 5' })).toEqual([voice, sms]);
    expect(await idsOf({ since: ago(45), until: ago(25) })).toEqual([inbound, text]);
    expect(await idsOf({ address: 'nobody' })).toEqual([]);
  });

  test('finds by our id, the carrier’s id and the id of the verification', async () => {
    const { id, dispatchIds } = await insertEffort(rows, {
      dispatches: [{ carrierId: 'CARRIER-1' }, { carrierId: 'CARRIER-2' }],
    });
    const [first, second] = dispatchIds;
    expect(await idsOf({ id: compactId(second ?? '').toUpperCase() })).toEqual([second]);
    expect(await idsOf({ id: 'CARRIER-1' })).toEqual([second, first]);
    expect(await idsOf({ id })).toEqual([second, first]);
    expect(await idsOf({ id: newId(new Date()) })).toEqual([]);
    expect(await idsOf({ id: 'ffffffffffffffffffffffffffffffff' })).toEqual([]);
    expect(await idsOf({ id: "' or true --" })).toEqual([]);
  });

  test('holds nothing of another application', async () => {
    const { id, dispatchIds } = await insertEffort(rows);
    const other = await createTestApplication(database.db, keyRing, 'live');
    expect(await idsOf({ applicationId: other.id })).toEqual([]);
    expect(await idsOf({ applicationId: other.id, id })).toEqual([]);
    await expect(describeOne(dispatchIds[0] ?? '', other.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('says how far it looked when what is wanted is rare', async () => {
    const old = await insertEffort(rows, { at: ago(3_600), dispatches: [{ state: 'rejected' }] });
    await database.db.query(sql`
      insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed,
        brand, sender, locale, workflow, code_length, has_own_code, code_life_seconds, checks_max)
      select ${rows.applicationId}, (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n), 12,
        '0') || '7000800000000000' || '0000')::uuid, 'test', 0, ''::bytea, ''::bytea, 'Acme',
        'Acme', 'en-us', '[]', 4, false, 300, 3
      from generate_series(1, 25000) n`);
    const page = await list({ state: 'rejected' });
    expect(page).toMatchObject({ items: [], next: expect.any(String) });
    expect(page.searchedTo?.getTime()).toBeLessThan(Date.now() - 19_000);
    const next = await list({ state: 'rejected', before: page.next ?? '' });
    expect(next.items.map(({ id }) => id)).toEqual(old.dispatchIds);
    expect(next.next).toBeNull();
  });
});

describe('a message’s page', () => {
  test('tells the carrier’s raw answer, what it means and what to do', async () => {
    const { id, dispatchIds } = await insertEffort(rows, {
      dispatches: [{ state: 'rejected', errorCode: 9 }, {}],
    });
    const [first, second] = dispatchIds;
    await note(id, 'message.sent', { dispatchId: first, transport: 'inbox' });
    await note(id, 'message.rejected', { dispatchId: first, errorCode: 9, raw: 'stat:REJECTD' });
    await note(id, 'message.delivered', { dispatchId: second });
    const details = await describeOne(first ?? '');
    expect(details.steps.map(({ kind }) => kind)).toEqual([
      'requested',
      'message.sent',
      'message.rejected',
    ]);
    expect(details.steps[2]).toMatchObject({
      errorCode: 9,
      raw: 'stat:REJECTD',
      explanation: { meaning: expect.stringContaining('STOP'), advice: expect.any(String) },
    });
    expect(details).toMatchObject({ verificationId: id, state: 'rejected', conversion: null });
    expect(details.siblings.map((sibling) => sibling.id)).toEqual(dispatchIds);
  });

  test('of a plain message tells its shape and never its words', async () => {
    const to = freshNumber();
    const texts = ['Your code is 471108, ', 'secretword'];
    const { dispatchIds } = await insertText(rows, { to, texts });
    const details = await describeOne(dispatchIds[1] ?? '');
    expect(details.content).toEqual({
      encoding: 'gsm-7',
      characters: 31,
      part: 2,
      parts: 2,
      isFlash: false,
    });
    const shown = JSON.stringify(details);
    for (const secret of [to, '471108', 'secretword']) expect(shown).not.toContain(secret);
  });

  test('tells what the application reported of it', async () => {
    const { dispatchIds } = await insertEffort(rows, { lane: 1 });
    await database.db.query(sql`
      insert into conversions (application_id, message_id, kind, is_converted, at)
      values (${rows.applicationId}, ${dispatchIds[0]}::uuid, 'sms', true, now())`);
    const details = await describeOne(dispatchIds[0] ?? '');
    expect(details.conversion).toMatchObject({ isConverted: true });
    expect(details.steps.at(-1)?.kind).toBe('conversion');
  });

  test('does not take a US carrier’s receipt for the phone’s', async () => {
    const made = await insertEffort(rows, { country: 'US', dispatches: [{ sender: '98765' }] });
    const long = await insertEffort(rows, {
      country: 'US',
      dispatches: [{ sender: '12025550100' }],
    });
    const ofShortCode = await describeOne(made.dispatchIds[0] ?? '');
    expect(ofShortCode.isCarrierOnly).toBe(true);
    expect(ofShortCode.explanation.meaning).toContain('nothing is told');
    expect((await describeOne(long.dispatchIds[0] ?? '')).isCarrierOnly).toBe(false);
  });

  test('of a text from a person tells what it was taken for', async () => {
    const from = freshNumber();
    const id = await insertInbound(rows, { from, meaning: 'stop' });
    const details = await describeOne(id);
    expect(details).toMatchObject({
      direction: 'inbound',
      explanation: { meaning: expect.stringContaining('no more messages') },
    });
    expect(JSON.stringify(details)).not.toContain(from);
  });
});

async function note(id: string, kind: string, data: object): Promise<void> {
  await database.db.query(sql`
    insert into verification_events (application_id, verification_id, kind, data)
    values (${rows.applicationId}, ${id}::uuid, ${kind}, ${JSON.stringify(data)}::jsonb)`);
}
