/** Messages without a code on a real database: parts, money, opt-outs, answered once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import {
  clock,
  createTestApplication,
  freshNumber,
  openHotDatabase,
} from '../../test-support/workbench.ts';
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { type Database, sql } from '../db/client.ts';
import type { ReadyDispatch } from '../delivery/contract.ts';
import { admitEverything } from '../fraud/admit-message.ts';
import { newId } from '../kernel/ids.ts';
import { parseAmount } from '../kernel/money.ts';
import { generateKeyRing, readKeyRing } from '../kernel/secret-box.ts';
import { refuseMagicNumber } from '../sandbox/magic-numbers.ts';
import { createSendMessage, type SendMessage, type SendMessageRequest } from './send-message.ts';

const keyRing = readKeyRing(generateKeyRing());
let database: TestDatabase;
let hot: Database;
let application: Application;
let send: SendMessage;
const handed: ReadyDispatch[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  hot = openHotDatabase(database.url);
  application = await createTestApplication(database.db, keyRing, 'sandbox');
  send = createSendMessage({
    admit: admitEverything,
    db: hot,
    keyRing,
    clock,
    handOver: (dispatch) => handed.push(dispatch),
    channel: 'sms',
    priceOf: ({ settings, channel }) => parseAmount(settings.prices.message[channel] ?? '0'),
    refuseMagicNumber,
  });
});
afterAll(async () => {
  await hot.close();
  await database.drop();
});

let lastMobile = 4_474_000_000_00;
/** Valid, as live applications need it. */
function freshMobile(): string {
  lastMobile += 1;
  return String(lastMobile);
}

/** Everything but what the content is made of. */
const common = (changes: Partial<SendMessageRequest>) => ({
  application,
  dialect: 'test',
  to: changes.application?.kind === 'live' ? freshMobile() : freshNumber(),
  sender: 'ACME',
  wantsReceipts: true,
  validitySeconds: 3_600,
  ...changes,
});
const sendText = (text: string, changes: Partial<SendMessageRequest> = {}) =>
  send({ ...common(changes), text } as SendMessageRequest);

const live = (settings: Partial<ApplicationSettings> = {}, kind: 'live' | 'sandbox' = 'live') =>
  createTestApplication(database.db, keyRing, kind, {
    countries: null,
    prices: { verification: '0', message: { sms: '0.01' } },
    ...settings,
  });

const balanceOf = async ({ id }: Application): Promise<string | undefined> => {
  const [row] = await database.db.query<{ amount: string }>(
    sql`select amount from balances where application_id = ${id}`,
  );
  return row?.amount;
};
const setBalance = ({ id }: Application, amount: string) =>
  database.db.query(sql`update balances set amount = ${amount} where application_id = ${id}`);

interface DispatchRow {
  id: string;
  step: number;
  state: string;
  cost: string;
  error_code: number | null;
}
const dispatchesOf = (messageId: string) =>
  database.db.query<DispatchRow>(sql`
    select id, step, state, cost, error_code from dispatches
    where verification_id = ${messageId}::uuid order by step`);

describe('parts', () => {
  test('a short text is one, queued as it is', async () => {
    const sent = await sendText('Hello');
    expect(sent.parts).toHaveLength(1);
    expect(handed.at(-1)).toMatchObject({
      id: sent.parts[0]?.dispatchId,
      verificationId: sent.messageId,
      to: sent.address,
      sender: 'ACME',
      content: { kind: 'part', part: { text: 'Hello', encoding: 'gsm-7' } },
    });
    expect(await dispatchesOf(sent.messageId)).toMatchObject([{ step: 0, state: 'due' }]);
  });

  test('each part has a dispatch of its own, joined by one reference', async () => {
    const text = 'a'.repeat(400);
    const sent = await sendText(text);
    const parts = handed.filter(({ verificationId }) => verificationId === sent.messageId);
    const contents = parts.map(({ content }) => (content.kind === 'part' ? content.part : null));
    expect(contents.map((part) => part?.text).join('')).toBe(text);
    expect(contents.map((part) => part?.concat?.part)).toEqual([1, 2, 3]);
    expect(new Set(contents.map((part) => part?.concat?.reference)).size).toBe(1);
    expect(contents.every((part) => part?.concat?.total === 3)).toBe(true);
    expect(parts.map(({ id }) => id)).toEqual(sent.parts.map(({ dispatchId }) => dispatchId));
    expect(await dispatchesOf(sent.messageId)).toHaveLength(3);
  });

  test('what was sealed is what a node that takes over would send', async () => {
    const sent = await sendText('€'.repeat(200), { flash: true });
    const [row] = await database.db.query<{ content_sealed: Buffer; flash: boolean }>(sql`
      select content_sealed, flash from messages where id = ${sent.messageId}::uuid`);
    const stored = keyRing.open(
      row?.content_sealed as Buffer,
      `messages.content:${sent.messageId}`,
    );
    const parts = handed.flatMap(({ verificationId, content }) =>
      verificationId === sent.messageId && content.kind === 'part' ? [content.part] : [],
    );
    expect(JSON.parse(stored.toString('utf8'))).toEqual(parts);
    expect(row?.flash).toBe(true);
  });

  test('no row shows number or text', async () => {
    const sent = await sendText('a secret word');
    const [row] = await database.db.query<{ text: string }>(sql`
      select m::text || (select string_agg(e::text, '') from verification_events e
        where e.verification_id = m.id) || (select string_agg(d::text, '') from dispatches d
        where d.verification_id = m.id) as text
      from messages m where id = ${sent.messageId}::uuid`);
    expect(row?.text).not.toContain('secret');
    expect(row?.text).not.toContain(sent.address);
  });

  test('half a surrogate pair is replaced, 3200 characters are sent, one more is refused', async () => {
    const sent = await sendText('a\ud83d');
    expect(handed.at(-1)?.content).toMatchObject({ part: { text: 'a\ufffd' } });
    expect(sent.parts).toHaveLength(1);
    expect((await sendText('a'.repeat(3_200))).parts).toHaveLength(21);
    await expect(sendText('a'.repeat(3_201))).rejects.toMatchObject({
      code: 'invalid_parameter',
      publicDetail: { parameter: 'text', reason: 'is too long' },
    });
  });

  test('a binary message has 140 octets at the most, header included', async () => {
    const binary = (octets: number) =>
      send({
        ...common({}),
        binary: { header: '050003010101', data: 'ff'.repeat(octets) },
      } as SendMessageRequest);
    expect((await binary(134)).parts).toHaveLength(1);
    expect(handed.at(-1)?.content).toMatchObject({
      part: { encoding: 'binary', header: '050003010101', text: '' },
    });
    await expect(binary(135)).rejects.toMatchObject({ publicDetail: { parameter: 'body' } });
  });
});

describe('money', () => {
  test('each part is paid; balances go down part by part', async () => {
    const owner = await live({}, 'sandbox');
    await setBalance(owner, '1');
    const { parts } = await sendText('a'.repeat(400), { application: owner });
    expect(parts.map(({ balance }) => balance)).toEqual(['0.99000000', '0.98000000', '0.97000000']);
    expect(parts.map(({ charge }) => charge)).toEqual([1_000_000, 1_000_000, 1_000_000]);
    expect(await balanceOf(owner)).toBe('0.97000000');
  });

  test('of parallel messages a live application pays for no more than it has, to the cent', async () => {
    const owner = await live();
    await setBalance(owner, '0.10');
    const before = handed.length;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () => sendText('Hi', { application: owner })),
    );
    const sent = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(sent).toHaveLength(10);
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'quota_exceeded' });
    }
    expect(await balanceOf(owner)).toBe('0.00000000');
    expect(handed.length - before).toBe(10);
    // Each was told the balance after its own payment.
    const balances = sent.map(({ parts }) => parts[0]?.balance).toSorted();
    expect(balances).toEqual(Array.from({ length: 10 }, (_, cents) => `0.0${cents}000000`));
  });

  test('what is not affordable leaves nothing behind', async () => {
    const owner = await live();
    await setBalance(owner, '0.005');
    await expect(sendText('Hi', { application: owner })).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
    const [row] = await database.db.query<{ count: number }>(sql`
      select (select count(*) from messages where application_id = ${owner.id})::int
        + (select count(*) from dispatches where application_id = ${owner.id})::int as count`);
    expect(row?.count).toBe(0);
  });

  test('the hourly cap holds for the sandbox too', async () => {
    const owner = await live({ spendCaps: { hour: '0.03', day: null } }, 'sandbox');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, () => sendText('Hi', { application: owner })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });
});

async function optOut(to: string, sender: string, changes: { optedInAgo?: string } = {}) {
  await database.db.query(sql`
    insert into opt_outs (application_id, address_mac, sender, at, is_active, opted_in_at)
    values (${application.id}, ${keyRing.mac('address', to)}, ${sender},
      now() - interval '1 hour', ${changes.optedInAgo === undefined},
      now() - ${changes.optedInAgo ?? null}::interval)`);
}

describe('a subscriber who opted out', () => {
  test.each(['ACME', '*'])(
    'of %s: accepted, rejected at once, costs nothing, is reported',
    async (sender) => {
      const to = freshNumber();
      await optOut(to, sender);
      const before = await balanceOf(application);
      const sent = await sendText('a'.repeat(200), { to, receiptsTo: 'http://127.0.0.1:1/x' });
      expect(handed.some(({ verificationId }) => verificationId === sent.messageId)).toBe(false);
      expect(await balanceOf(application)).toBe(before);
      expect(sent.parts.map(({ charge }) => charge)).toEqual([0, 0]);
      expect(await dispatchesOf(sent.messageId)).toMatchObject([
        { state: 'rejected', error_code: 9, cost: '0.00000000' },
        { state: 'rejected', error_code: 9, cost: '0.00000000' },
      ]);
      const hooks = await database.db.query(sql`
      select kind, dispatch_id, data from webhook_deliveries
      where verification_id = ${sent.messageId}::uuid order by dispatch_id`);
      const data = { status: 'rejected', errorCode: 9 };
      expect(hooks).toEqual(
        sent.parts
          .map((part) => ({ kind: 'delivery-receipt', dispatch_id: part.dispatchId, data }))
          .toSorted((a, b) => (a.dispatch_id < b.dispatch_id ? -1 : 1)),
      );
    },
  );

  test('is not written to where that is refused', async () => {
    const to = freshNumber();
    await optOut(to, 'ACME');
    await expect(sendText('Hi', { to, refusesOptOut: true })).rejects.toMatchObject({
      code: 'opted_out',
    });
  });

  test('hears the confirmation of it', async () => {
    const to = freshNumber();
    await optOut(to, 'ACME');
    const sent = await sendText('You are out.', { to, ignoresOptOut: true });
    expect(await dispatchesOf(sent.messageId)).toMatchObject([{ state: 'due' }]);
  });

  test('of another sender, or in again since, is written to', async () => {
    const to = freshNumber();
    await optOut(to, 'OTHER');
    await optOut(to, '*');
    await optOut(to, 'ACME', { optedInAgo: '1 minute' });
    const sent = await sendText('Hi', { to });
    expect(await dispatchesOf(sent.messageId)).toMatchObject([{ state: 'due' }]);
  });

  test('and was in before that is not', async () => {
    const to = freshNumber();
    await optOut(to, '*');
    await optOut(to, 'ACME', { optedInAgo: '2 hours' });
    const sent = await sendText('Hi', { to });
    expect(await dispatchesOf(sent.messageId)).toMatchObject([{ state: 'rejected' }]);
  });
});

test('a message from a subscriber is answered once, however many try', async () => {
  const inReplyTo = newId(clock.now());
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, () => sendText('Answer', { inReplyTo })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of outcomes) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
  }
});

describe('senders of a live application', () => {
  test('a number must be its own', async () => {
    const owner = await live();
    const refused = { code: 'invalid_parameter', publicDetail: { parameter: 'from' } };
    const from = { application: owner, sender: '447700900123' };
    await expect(sendText('Hi', from)).rejects.toMatchObject(refused);
    await database.db.query(sql`
      insert into numbers (application_id, kind, sender, country, is_sandbox)
      values (${owner.id}, 'long-number', '447700900123', 'GB', false)`);
    await expect(sendText('Hi', from)).resolves.toMatchObject({ network: 'GB-FIXED' });
    const other = await live();
    await expect(sendText('Hi', { ...from, application: other })).rejects.toMatchObject(refused);
  });

  test('a name is refused where carriers deliver none', async () => {
    const owner = await live();
    await expect(sendText('Hi', { application: owner, to: '14155552671' })).rejects.toMatchObject({
      code: 'unroutable',
      publicDetail: { parameter: 'sender' },
    });
    await expect(sendText('Hi', { application: owner })).resolves.toBeDefined();
  });
});
