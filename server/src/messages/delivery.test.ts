/** What becomes of a queued message: taken over from a dead node, paid back, too late. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createDeliveryBench, type DeliveryBench } from '../../test-support/delivery-bench.ts';
import {
  clock,
  createWorkbench,
  freshNumber,
  openHotDatabase,
  type Workbench,
} from '../../test-support/workbench.ts';
import { type Database, sql } from '../db/client.ts';
import { admitEverything } from '../fraud/admit-message.ts';
import { parseAmount } from '../kernel/money.ts';
import { type OutgoingMessage, TransportError } from '../transports/contract.ts';
import { createSendMessage, type SendMessage } from './send-message.ts';

let database: TestDatabase;
let hot: Database;
let bench: Workbench;
let delivery: DeliveryBench;
/** Of a node that dies before it sends anything. */
let queue: SendMessage;

beforeAll(async () => {
  database = await createTestDatabase();
  hot = openHotDatabase(database.url);
  bench = await createWorkbench({ database });
  delivery = await createDeliveryBench(database, bench);
  queue = createSendMessage({
    admit: admitEverything,
    db: hot,
    keyRing: bench.keyRing,
    clock,
    handOver: () => undefined,
    channel: 'sms',
    priceOf: () => parseAmount('0.01'),
    refuseMagicNumber: () => undefined,
  });
});
afterAll(async () => {
  await Promise.all([hot.close(), bench.close(), delivery.close()]);
  await database.drop();
});
const usual = async ({ dispatchId }: OutgoingMessage) => ({ messageId: dispatchId });
afterEach(() => delivery.carry(usual));

const queueText = (text: string) =>
  queue({
    application: bench.application,
    dialect: 'test',
    to: freshNumber(),
    sender: 'ACME',
    text,
    wantsReceipts: true,
    validitySeconds: 60,
  });
const sentTo = (address: string) => delivery.sent.filter(({ to }) => to === address);
const balance = async () => {
  const [row] = await database.db.query<{ amount: string }>(
    sql`select amount from balances where application_id = ${bench.application.id}`,
  );
  return parseAmount(row?.amount ?? '');
};

/** Another node finds what the dead one had leased. */
async function takeOver(messageId: string): Promise<void> {
  await database.db.query(sql`
    update dispatches set due_at = now(), leased_until = now() - interval '1 second'
    where verification_id = ${messageId}::uuid and state = 'due'`);
  await delivery.dispatcher.sendDue(50);
  await delivery.dispatcher.idle();
}

test('parts of a dead node are sent by another one, each as it was', async () => {
  const text = 'The quick brown fox jumps over the lazy dog €. '.repeat(9);
  const { messageId, address, parts } = await queueText(text);
  await takeOver(messageId);
  const sent = sentTo(address).toSorted((a, b) => (a.concat?.part ?? 0) - (b.concat?.part ?? 0));
  expect(sent.map(({ dispatchId }) => dispatchId)).toEqual(parts.map((part) => part.dispatchId));
  expect(sent.map(({ rendered }) => rendered.text).join('')).toBe(text);
  expect(sent.map(({ concat }) => concat?.part)).toEqual([1, 2, 3]);
  expect(sent.every(({ code, rendered }) => code === null && rendered.segments === 1)).toBe(true);
  await takeOver(messageId);
  expect(sentTo(address)).toHaveLength(3);
});

test('a receipt of one part moves that part alone', async () => {
  const { messageId, parts } = await queueText('a'.repeat(200));
  await takeOver(messageId);
  const [first, second] = parts.map(({ dispatchId }) => dispatchId) as [string, string];
  await delivery.receipt(second, 'delivered');
  expect(await delivery.stateOf(first)).toBe('sent');
  expect(await delivery.stateOf(second)).toBe('delivered');
  expect(await delivery.eventsOf(messageId)).toEqual([
    'message.created',
    'message.sent',
    'message.sent',
    'message.delivered',
  ]);
});

test('what the carrier refuses for good is paid back, part by part', async () => {
  const before = await balance();
  delivery.carry(async (message) => {
    if (message.concat?.part === 2) throw new TransportError('permanent', 'TEST', 'refused');
    return usual(message);
  });
  const { messageId } = await queueText('a'.repeat(400));
  expect(before - (await balance())).toBe(parseAmount('0.03'));
  await takeOver(messageId);
  expect(before - (await balance())).toBe(parseAmount('0.02'));
});

test('a message that is no longer wanted is not sent, and is paid back', async () => {
  const before = await balance();
  const { messageId, address, parts } = await queueText('Come now');
  await database.db.query(sql`
    update messages set created_at = now() - interval '50 seconds'
    where id = ${messageId}::uuid`);
  await takeOver(messageId);
  expect(sentTo(address)).toEqual([]);
  expect(await delivery.stateOf(parts[0]?.dispatchId ?? '')).toBe('not_sent');
  expect(await balance()).toBe(before);
});
