import { describe, expect, test } from 'vitest';
import { createApplication } from '../support/admin.ts';
import { ask, tell } from '../support/carrier.ts';
import { send } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { Receiver, receiptOf } from '../support/receiver.ts';
import { settle, waitForMessages } from '../support/sandbox.ts';
import { sendPin } from '../support/two-factor.ts';

/** A message whose handset says nothing by itself after `accepted`. */
const SILENT = '12025550103';

async function sendSilently(receiver: Receiver) {
  const sent = await sendPin({ to: SILENT, callback: receiver.url() });
  await waitForMessages(SILENT);
  await receiver.waitForReceipt(({ status }) => status === 'accepted');
  return sent;
}
const statusesAt = (receiver: Receiver): (string | undefined)[] =>
  receiver.deliveries.map((delivery) => receiptOf(delivery).status);

describe('a receipt from the carrier', () => {
  test('reaches the webhook once, however often it comes, and nothing undoes its end', async () => {
    await using receiver = await Receiver.open();
    const { messageId } = await sendSilently(receiver);
    const delivered = { messageId, status: 'delivered' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => tell('receipts', delivered)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await tell('receipts', { messageId, status: 'failed', errorCode: 3 });
    await receiver.waitForReceipt(({ status }) => status === 'delivered');
    await settle();
    expect(statusesAt(receiver)).toEqual(['accepted', 'delivered']);
  });

  test.each([
    ['an id nobody knows', () => crypto.randomUUID()],
    ['an injection', () => "' or true --"],
  ])('for %s is refused, and nothing happens', async (_name, idOf) => {
    expect(await tell('receipts', { messageId: idOf(), status: 'delivered' })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test('for another application’s message is refused like one for none', async () => {
    await using receiver = await Receiver.open();
    const other = await createApplication();
    const { messageId } = await sendSilently(receiver);
    const forged = await tell('receipts', { messageId, status: 'failed', errorCode: 1 }, other);
    const unknown = await tell(
      'receipts',
      { messageId: 'x', status: 'failed', errorCode: 1 },
      other,
    );
    expect(forged).toEqual(unknown);
    await settle();
    expect(statusesAt(receiver)).toEqual(['accepted']);
  });

  test.each([
    ['no credentials', {}],
    ['a wrong secret', { authorization: `Basic ${btoa('a1b2c3d4:wrong')}` }],
  ])('with %s is refused', async (_name, headers) => {
    const answer = await send({
      method: 'POST',
      path: '/v1/sandbox/carrier/receipts',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"messageId":"x","status":"delivered"}',
    });
    expect(answer.status).toBe(401);
  });

  test('of a live application is refused', async () => {
    const live = await createApplication('live');
    expect(await tell('receipts', { messageId: 'x', status: 'delivered' }, live)).toMatchObject({
      status: 403,
      body: { code: 'sandbox_only' },
    });
  });

  test.each([
    ['no status', { messageId: 'x' }],
    ['a status that is none', { messageId: 'x', status: 'DELIVRD!' }],
    ['an error code that is none', { messageId: 'x', status: 'failed', errorCode: 1e9 }],
    ['a member too many', { messageId: 'x', status: 'failed', applicationId: 1 }],
    ['raw words with a line break', { messageId: 'x', status: 'failed', raw: 'a\nb' }],
    ['a list', []],
  ])('with %s is refused with the place', async (_name, body) => {
    const { status, body: problem } = await tell('receipts', body);
    expect(status).toBe(422);
    expect(problem).toMatchObject({
      code: expect.stringMatching(/^(missing|invalid)_parameter$/),
      parameter: expect.any(String),
    });
  });

  test('of 10 MB is refused, and the server goes on', async () => {
    const raw = 'x'.repeat(10_000_000);
    const answer = await ask('POST', '/v1/sandbox/carrier/receipts', {
      messageId: 'x',
      status: 'failed',
      raw,
    });
    expect(answer.status).toBe(413);
    await sendPin({ to: freshUsNumber() });
  });
});
