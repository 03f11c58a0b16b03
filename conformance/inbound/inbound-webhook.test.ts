import { describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { ask, CODE, freshInbound, tell } from '../support/carrier.ts';
import { send, viaForm } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { type Delivery, Receiver, receiptOf } from '../support/receiver.ts';
import { advanceClock, replyFromHandset, settle } from '../support/sandbox.ts';
import { type SignatureMethod, sign, signatureMethods } from '../support/signature.ts';
import { messageOf, PATH } from '../support/two-factor.ts';
import { DATE_TIME } from '../support/verify.ts';

type Method = 'GET' | 'POST' | 'POST-JSON';

async function applicationWith(
  receiver: Receiver,
  inbound: { method?: Method; signature?: SignatureMethod | 'none' } = {},
): Promise<TestApplication> {
  const settings = { url: receiver.url('/inbound'), method: 'GET', signature: 'none', ...inbound };
  return createApplication('sandbox', { inbound: settings });
}
const fieldsOf = (delivery: Delivery | undefined) => {
  if (!delivery) throw new Error('no delivery came');
  return receiptOf(delivery);
};
async function sendPin(application: TestApplication, to: string, pin = '471108'): Promise<string> {
  const answer = await send(viaForm(PATH, { ...application.keys, to, pin }));
  const message = messageOf(answer);
  expect(message.status, answer.text).toBe('0');
  return message['message-id'] ?? '';
}

describe('a message from a subscriber', () => {
  test.each(['GET', 'POST', 'POST-JSON'] as const)(
    'comes by %s with every field',
    async (method) => {
      await using receiver = await Receiver.open();
      const application = await applicationWith(receiver, { method });
      const message = freshInbound({ text: 'Hello & welcome', network: '310260' });
      expect((await tell('inbound', message, application)).status).toBe(201);
      const [delivery] = await receiver.waitFor(1);
      expect(delivery?.method).toBe(method === 'GET' ? 'GET' : 'POST');
      expect(fieldsOf(delivery)).toEqual({
        msisdn: message.from,
        to: CODE,
        messageId: message.messageId,
        text: 'Hello & welcome',
        type: 'text',
        keyword: 'HELLO',
        'network-code': '310260',
        'message-timestamp': expect.stringMatching(DATE_TIME),
        'api-key': application.apiKey,
      });
    },
  );

  test('in parts is passed on part by part, in whatever order they came', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    const { from } = freshInbound();
    for (const part of [2, 1]) {
      const concat = { reference: '184', total: 2, part };
      await tell('inbound', freshInbound({ from, text: `part ${part}`, concat }), application);
    }
    const deliveries = await receiver.waitFor(2);
    const parts = deliveries
      .map(fieldsOf)
      .toSorted((a, b) => (a.text ?? '').localeCompare(b.text ?? ''));
    for (const [index, fields] of parts.entries()) {
      expect(fields).toMatchObject({
        concat: 'true',
        'concat-ref': '184',
        'concat-total': '2',
        'concat-part': String(index + 1),
        text: `part ${index + 1}`,
      });
    }
  });

  test('without parts holds no field of parts', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    await tell('inbound', freshInbound(), application);
    const [delivery] = await receiver.waitFor(1);
    const names = Object.keys(fieldsOf(delivery));
    expect(names.filter((name) => /concat|data|udh|verification/.test(name))).toEqual([]);
  });

  test('in binary comes as data and header, without text', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    const message = freshInbound({ type: 'binary', data: '00FF7a', header: '050003CC0201' });
    const { text: _none, ...binary } = message;
    expect((await tell('inbound', binary, application)).status).toBe(201);
    const [delivery] = await receiver.waitFor(1);
    const fields = fieldsOf(delivery);
    expect(fields).toMatchObject({ type: 'binary', data: '00FF7a', udh: '050003CC0201' });
    expect(fields).not.toHaveProperty('text');
    expect(fields).not.toHaveProperty('keyword');
  });

  test.each(signatureMethods)('signed with %s verifies by the description', async (signature) => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver, { signature, method: 'POST-JSON' });
    await tell('inbound', freshInbound({ text: 'a=b&c ñ 😀', type: 'unicode' }), application);
    const [delivery] = await receiver.waitFor(1);
    const { sig, ...fields } = fieldsOf(delivery);
    const expected = sign(signature, application.signatureSecret, fields);
    expect(sig?.toLowerCase()).toBe(expected.toLowerCase());
    expect(Math.abs(Number(fields.timestamp) - Date.now() / 1000)).toBeLessThan(10);
    expect(fields.text).toBe('a=b&c ñ 😀');
  });

  test('repeated under its id is passed on once', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    const message = freshInbound();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => tell('inbound', message, application)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    await receiver.waitFor(1);
    await settle();
    expect(receiver.deliveries).toHaveLength(1);
  });

  test('that was not acknowledged comes again under the same id', async () => {
    await using receiver = await Receiver.open();
    receiver.answer = (earlier) => (earlier === 0 ? 500 : 200);
    const application = await applicationWith(receiver);
    const message = freshInbound();
    await tell('inbound', message, application);
    await receiver.waitFor(1);
    await settle();
    await advanceClock(6, application);
    const [first, second] = await receiver.waitFor(2);
    expect(fieldsOf(second)).toEqual(fieldsOf(first));
  });

  test('goes nowhere where no URL is set, and is taken all the same', async () => {
    const application = await createApplication();
    const { status, body } = await tell('inbound', freshInbound(), application);
    expect([status, body.meaning]).toEqual([201, 'message']);
  });
});

describe('a reply with the code', () => {
  test('verifies the message: the webhook says so, and never again', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    const to = freshUsNumber();
    const messageId = await sendPin(application, to);
    await replyFromHandset({ from: to, to: CODE, text: '471 108' }, application);
    await replyFromHandset({ from: to, to: CODE, text: '471108' }, application);
    const deliveries = await receiver.waitFor(2);
    const fields = deliveries
      .map(fieldsOf)
      .toSorted((a, b) => (a.text ?? '').localeCompare(b.text ?? ''));
    expect(fields[0]).toMatchObject({
      msisdn: to,
      text: '471 108',
      'verification-status': 'verified',
      'verification-message-id': messageId,
    });
    expect(fields[1]).not.toHaveProperty('verification-status');
  });

  test('that is wrong counts: five of them, and the right one comes too late', async () => {
    await using receiver = await Receiver.open();
    const application = await applicationWith(receiver);
    const to = freshUsNumber();
    await sendPin(application, to);
    const statuses: unknown[] = [];
    for (const text of ['000001', '000002', '000003', '000004', '000005', '471108']) {
      const { body } = await tell('inbound', freshInbound({ from: to, text }), application);
      statuses.push((body.outcome as { check?: string }).check);
    }
    expect(statuses).toEqual([...Array(4).fill('mismatch'), 'exhausted', undefined]);
  });

  test('of which a burst comes at once verifies once', async () => {
    const application = await createApplication();
    const to = freshUsNumber();
    await sendPin(application, to);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        tell('inbound', freshInbound({ from: to, text: '471108' }), application),
      ),
    );
    const checks = answers.map(({ body }) => (body.outcome as { check?: string }).check);
    expect(checks.filter((check) => check === 'verified')).toHaveLength(1);
  });

  test('from somebody else, or to another application, verifies nothing', async () => {
    const [application, other] = [await createApplication(), await createApplication()];
    const to = freshUsNumber();
    await sendPin(application, to);
    const text = '471108';
    for (const [from, as] of [
      [freshUsNumber(), application],
      [to, other],
    ] as const) {
      const { body } = await tell('inbound', freshInbound({ from, text }), as);
      expect(body.meaning).toBe('message');
    }
    const { body } = await tell('inbound', freshInbound({ from: to, text }), application);
    expect(body.outcome).toMatchObject({ check: 'verified' });
  });
});

describe('what is no message', () => {
  test.each([
    ['no id', { messageId: undefined }],
    ['no sender', { from: undefined }],
    ['a sender that is no number', { from: 'Robert; --' }],
    ['a recipient that is none', { to: '<script>' }],
    ['no text', { text: undefined }],
    ['1,601 characters', { text: 'x'.repeat(1601) }],
    ['200 kB', { text: 'x'.repeat(200_000) }],
    ['a NUL', { text: 'a\0b' }],
    ['half a pair', { text: '\ud800' }],
    ['text and data', { type: 'binary', data: '00' }],
    ['part 0', { concat: { reference: '1', total: 2, part: 0 } }],
    ['256 parts', { concat: { reference: '1', total: 256, part: 1 } }],
    ['a type that is none', { type: 'video' }],
    ['a member too many', { applicationId: 1 }],
    ['a text that is a number', { text: 5 }],
  ])('with %s is refused with the place, and nothing is passed on', async (_name, changes) => {
    const { status, body } = await tell('inbound', freshInbound(changes));
    expect(status, JSON.stringify(body)).toBe(422);
    expect(body).toMatchObject({
      code: expect.stringMatching(/^(missing|invalid)_parameter$/),
      parameter: expect.any(String),
    });
    expect(JSON.stringify(body).length).toBeLessThan(500);
  });

  test('is 10 MB of text', async () => {
    const body = freshInbound({ text: 'x'.repeat(10_000_000) });
    expect((await ask('POST', '/v1/sandbox/carrier/inbound', body)).status).toBe(413);
  });

  test('comes with another’s key', async () => {
    const forger = { apiKey: 'a1b2c3d4', apiSecret: 'wrong' };
    expect((await tell('inbound', freshInbound(), forger)).status).toBe(401);
    const live = await createApplication('live');
    expect((await tell('inbound', freshInbound(), live)).status).toBe(403);
  });
});
