/** Callbacks of Verify v2 as the vendor's own package judges them. */
import { createHash } from 'node:crypto';
import { verifySignature } from '@vonage/jwt';
import { beforeAll, expect, test } from 'vitest';
import { changeSettings, createApplication, type TestApplication } from '../support/admin.ts';
import { parseObject } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { addPublicKey } from '../support/public-keys.ts';
import { type Delivery, Receiver } from '../support/receiver.ts';
import { advanceClock, waitFor } from '../support/sandbox.ts';
import { codeTo, v2 } from '../support/verify-v2.ts';
import { keyPair } from '../support/verify2-clients.ts';

let application: TestApplication;
let applicationId: string;
beforeAll(async () => {
  application = await createApplication();
  applicationId = await addPublicKey(application, keyPair.publicKey);
});

const tokenOf = ({ headers }: Delivery) => (headers.authorization ?? '').replace(/^Bearer /, '');
const claimsOf = (delivery: Delivery) =>
  parseObject(Buffer.from(tokenOf(delivery).split('.')[1] ?? '', 'base64url').toString());

test('a request is told by events and a summary, signed for its verifier', async () => {
  await using receiver = await Receiver.open();
  await changeSettings(application.id, { verifyEvents: { url: receiver.url('/status') } });
  const number = freshNumber();
  const workflow = [
    { channel: 'sms', to: number },
    { channel: 'voice', to: number },
  ];
  const started = await v2(
    'POST',
    '',
    { brand: 'ACME', client_ref: 'ref1', channel_timeout: 60, workflow },
    application,
  );
  const id = String(started.body.request_id);
  await codeTo(number, 1, application);
  await advanceClock(60, application);
  const code = await codeTo(number, 2, application);
  expect((await v2('POST', `/${id}`, { code }, application)).status).toBe(200);

  const deliveries = await receiver.waitFor(3);
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ method: 'POST', url: '/status' });
    expect(verifySignature(tokenOf(delivery), application.signatureSecret)).toBe(true);
    expect(verifySignature(tokenOf(delivery), 'another secret')).toBe(false);
    expect(claimsOf(delivery)).toMatchObject({
      iss: 'Vonage',
      api_key: application.apiKey,
      application_id: applicationId,
      payload_hash: createHash('sha256').update(delivery.body).digest('hex'),
    });
  }
  const told = deliveries.map(({ body }) => parseObject(body));
  expect(told.find(({ type }) => type === 'summary')).toMatchObject({
    request_id: id,
    status: 'completed',
    client_ref: 'ref1',
    channel_timeout: 60,
    workflow: [
      { channel: 'sms', status: 'expired', initiated_at: expect.stringMatching(isoTime) },
      { channel: 'voice', status: 'completed', initiated_at: expect.stringMatching(isoTime) },
    ],
  });
  const events = told.filter(({ type }) => type === 'event');
  expect(events.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual([
    'sms expired',
    'voice completed',
  ]);
});

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test('what is refused is told again, until it is taken', async () => {
  await using receiver = await Receiver.open();
  receiver.answer = (earlier) => (earlier < 2 ? 503 : 200);
  await changeSettings(application.id, { verifyEvents: { url: receiver.url('/status') } });
  const workflow = [{ channel: 'sms', to: freshNumber() }];
  const { body } = await v2('POST', '', { brand: 'ACME', workflow }, application);
  expect((await v2('DELETE', `/${body.request_id}`, undefined, application)).status).toBe(204);
  await receiver.waitFor(2);
  await waitFor('the second attempts', async () => {
    await advanceClock(10, application);
    return receiver.deliveries.length >= 4 ? true : undefined;
  });
  const bodies = receiver.deliveries.map(({ body: text }) => text);
  expect(new Set(bodies).size).toBe(2);
  expect(parseObject(bodies.find((text) => text.includes('summary')) ?? '')).toMatchObject({
    status: 'failed',
    workflow: [{ status: 'failed', reason: 'The request was cancelled.' }],
  });
});
