import { describe, expect, test } from 'vitest';
import { type Params, send, viaForm } from '../support/http.ts';
import { EIGHT_DECIMALS } from '../support/messages.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { type Delivery, freePort, Receiver, receiptOf } from '../support/receiver.ts';
import { advanceClock, settle, waitForMessages } from '../support/sandbox.ts';
import { sandbox } from '../support/server.ts';
import { messageOf, PATH, sendPin } from '../support/two-factor.ts';
import { DATE_TIME, KEYS } from '../support/verify.ts';

const finalStates = ['delivered', 'expired', 'failed', 'rejected'];
const isFinal = (receipt: Readonly<Record<string, string>>): boolean =>
  finalStates.includes(receipt.status ?? '');

function finals(receiver: Receiver): readonly Delivery[] {
  return receiver.deliveries.filter((delivery) => isFinal(receiptOf(delivery)));
}

async function sendTo(receiver: Receiver, params: Params = {}) {
  return sendPin({ callback: receiver.url(), ...params });
}

describe('a delivery receipt to the callback of a request', () => {
  test('is a GET whose query holds every documented field', async () => {
    await using receiver = await Receiver.open();
    const { to, messageId } = await sendTo(receiver, { 'client-ref': 'order 7' });
    const delivery = await receiver.waitForReceipt(isFinal);
    const [message] = await waitForMessages(to);
    expect(delivery.method).toBe('GET');
    expect(delivery.body).toBe('');
    expect(receiptOf(delivery)).toEqual({
      msisdn: to,
      to: message?.from,
      'network-code': expect.stringMatching(/^(?:\d{5,6}|US-[A-Z-]+)$/),
      messageId,
      price: expect.stringMatching(EIGHT_DECIMALS),
      status: 'delivered',
      scts: expect.stringMatching(/^\d{10}$/),
      'err-code': '0',
      'api-key': sandbox.apiKey,
      'client-ref': 'order 7',
      'message-timestamp': expect.stringMatching(DATE_TIME),
    });
  });

  test('writes spaces as + and colons as %3A', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver);
    const { url } = await receiver.waitForReceipt(isFinal);
    expect(url).toMatch(/[?&]message-timestamp=\d{4}-\d\d-\d\d\+\d\d%3A\d\d%3A\d\d(?:&|$)/);
  });

  test('holds no text, by which PHP 4.14 would take it for an inbound message', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver);
    expect(receiptOf(await receiver.waitForReceipt(isFinal))).not.toHaveProperty('text');
  });

  test('holds no client-ref where none was sent', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver);
    expect(receiptOf(await receiver.waitForReceipt(isFinal))).not.toHaveProperty('client-ref');
  });

  test('keeps and extends the query of the callback', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver, { callback: receiver.url('/hook?tenant=7&x=a%20b') });
    const { url } = await receiver.waitForReceipt(isFinal);
    expect(url).toMatch(/^\/hook\?tenant=7&x=a(?:%20|\+)b&/);
  });

  test('the code is in no receipt', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver, { pin: '918273645' });
    const delivery = await receiver.waitForReceipt(isFinal);
    expect(JSON.stringify(delivery)).not.toContain('918273645');
  });

  test('the final one comes once, beside any number of intermediate ones', async () => {
    await using receiver = await Receiver.open();
    await sendTo(receiver);
    await receiver.waitForReceipt(isFinal);
    await settle();
    const statuses = receiver.deliveries.map((delivery) => receiptOf(delivery).status ?? '');
    const intermediate = statuses.filter((status) => !finalStates.includes(status));
    expect(statuses.length - intermediate.length).toBe(1);
    for (const status of intermediate) expect(status).toMatch(/^(?:accepted|buffered)$/);
  });

  test.each(['not a url', 'ftp://example.com/x', 'file:///etc/passwd'])(
    'a callback of %j is refused',
    async (callback) => {
      const params = { to: freshUsNumber(), pin: '4711', callback, ...KEYS };
      expect(['3', '23']).toContain(messageOf(await send(viaForm(PATH, params))).status);
    },
  );
});

describe('an unacknowledged receipt', () => {
  test('comes again after 5 seconds, the same but for its time', async () => {
    await using receiver = await Receiver.open();
    receiver.answer = (earlier) => (earlier === 0 ? 500 : 200);
    const { messageId } = await sendTo(receiver, { 'client-ref': 'r1' });
    await receiver.waitFor(1);
    await settle();
    const before = receiver.deliveries.length;
    await advanceClock(6);
    await receiver.waitFor(before + 1);
    const refused = receiver.deliveries[0];
    const repeated = receiver.deliveries
      .slice(1)
      .find(
        (delivery) =>
          refused !== undefined && receiptOf(delivery).status === receiptOf(refused).status,
      );
    if (refused === undefined || repeated === undefined) throw new Error('no repetition came');
    expect({ ...receiptOf(repeated), 'message-timestamp': '' }).toEqual({
      ...receiptOf(refused),
      'message-timestamp': '',
    });
    expect(receiptOf(repeated).messageId).toBe(messageId);
  });

  test('waits longer from try to try and ends with the first 2xx', async () => {
    await using receiver = await Receiver.open();
    const tries = (): readonly Delivery[] => finals(receiver);
    receiver.answer = () => (tries().length < 3 ? 503 : 204);
    await sendTo(receiver);
    await receiver.waitForReceipt(isFinal);
    // Waits of 5, 10, 20 s with 10 % jitter: nothing comes well before, all of it well after.
    for (const [index, wait] of [5, 10, 20].entries()) {
      await settle(200);
      await advanceClock(wait * 0.6);
      await settle(200);
      expect(tries().length, `before try ${index + 2}`).toBe(index + 1);
      await advanceClock(wait * 0.6);
      await waitForTries(tries, index + 2);
    }
    await advanceClock(3_600);
    await settle();
    expect(tries()).toHaveLength(4);
  });

  test.each([404, 400, 301, 302, 429])('is repeated after a %i as well', async (status) => {
    await using receiver = await Receiver.open();
    receiver.answer = () => (finals(receiver).length === 0 ? status : 200);
    await sendTo(receiver);
    await waitForTries(() => finals(receiver), 1);
    await settle();
    receiver.answer = () => 200;
    await advanceClock(6);
    await waitForTries(() => finals(receiver), 2);
  });

  test('is given up after 72 hours', async () => {
    await using receiver = await Receiver.open();
    receiver.answer = () => 500;
    await sendTo(receiver);
    await receiver.waitForReceipt(isFinal);
    await settle();
    await advanceClock(72 * 3_600 + 60);
    await settle();
    const tries = receiver.deliveries.length;
    await advanceClock(24 * 3_600);
    await settle();
    expect(receiver.deliveries.length).toBe(tries);
  });

  test('waits while nobody listens, and comes when somebody does', async () => {
    const port = await freePort();
    const { to } = await sendPin({ callback: `http://127.0.0.1:${port}/receipts` });
    await waitForMessages(to);
    await settle(600);
    await using receiver = await Receiver.open(port);
    await advanceClock(60);
    expect(receiptOf(await receiver.waitForReceipt(isFinal))).toMatchObject({ msisdn: to });
  });

  test('holds up no other: a receiver that never answers does not delay its neighbours', async () => {
    await using silent = await Receiver.open();
    silent.answer = () => null;
    await using lively = await Receiver.open();
    await Promise.all(Array.from({ length: 5 }, () => sendTo(silent)));
    await silent.waitFor(1);
    await sendTo(lively);
    await lively.waitForReceipt(isFinal);
  });
});

async function waitForTries(tries: () => readonly Delivery[], count: number): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (tries().length < count) {
    if (Date.now() > deadline) throw new Error(`only ${tries().length} of ${count} tries came`);
    await settle(25);
  }
}
