import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { basicOf } from '../../../test-support/basic.ts';
import { createReceiver, type Receiver } from '../../../test-support/receiver.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { freshNumber } from '../../../test-support/workbench.ts';
import type { CreatedApplication } from '../../applications/create-application.ts';

let scene: TestApp;
let receiver: Receiver;
let told: CreatedApplication;
beforeAll(async () => {
  scene = await createTestApp();
  receiver = await createReceiver();
  told = await scene.create('sandbox', { verifyEvents: { url: `${receiver.url}/events` } });
  scene.app.core.startLoops();
});
beforeEach(() => {
  receiver.calls.length = 0;
  receiver.status = 200;
});
afterAll(async () => {
  await scene.close();
  await receiver.close();
});

async function call(method: 'GET' | 'POST', url: string, body?: object, as = told) {
  const headers = { authorization: basicOf(as) };
  const answer = await scene.app.http.inject({ method, url, headers, ...(body && { body }) });
  return JSON.parse(answer.body || '{}');
}

async function begin(channels: readonly string[], as = told) {
  const to = freshNumber();
  const workflow = channels.map((channel) => ({ channel, to }));
  const body = { brand: 'Acme', client_ref: 'ref1', code: '4711', workflow };
  return { to, id: (await call('POST', '/v2/verify', body, as)).request_id as string };
}

const received = (id: string) =>
  receiver.calls.map(({ body }) => JSON.parse(body)).filter(({ request_id }) => request_id === id);
const summaryOf = (id: string) =>
  expect.poll(() => received(id).find(({ type }) => type === 'summary'), { timeout: 8_000 });

test('a request by two channels is told: an event for each, and one summary', async () => {
  const { id, to } = await begin(['sms', 'voice']);
  await call('POST', `/v2/verify/${id}/next_workflow`);
  await call('POST', `/v2/verify/${id}`, { code: '4711' });
  await summaryOf(id).toMatchObject({
    status: 'completed',
    workflow: [
      { channel: 'sms', status: 'expired' },
      { channel: 'voice', status: 'completed' },
    ],
    client_ref: 'ref1',
  });
  await expect.poll(() => received(id).length).toBe(3);
  const events = received(id).filter(({ type }) => type === 'event');
  expect(events.map(({ channel, status }) => [channel, status]).sort()).toEqual([
    ['sms', 'expired'],
    ['voice', 'completed'],
  ]);
  // Neither the number nor the code is anybody's business on the way.
  expect(JSON.stringify(receiver.calls)).not.toMatch(new RegExp(`${to}|4711`));
});

test('each is signed over its body with the signature secret', async () => {
  const { id } = await begin(['sms']);
  await call('POST', `/v2/verify/${id}`, { code: '4711' });
  await summaryOf(id).toBeDefined();
  for (const { headers, body, method } of receiver.calls) {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
    const [header = '', claims = '', signature] = token.split('.');
    const made = createHmac('sha256', told.signatureSecret).update(`${header}.${claims}`);
    expect([scheme, signature, method]).toEqual(['Bearer', made.digest('base64url'), 'POST']);
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(header)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(read(claims)).toEqual({
      iat: expect.closeTo(Date.now() / 1000, -2),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(body).digest('hex'),
      api_key: told.application.apiKey,
      application_id: told.application.wireId,
    });
  }
});

test('what is not acknowledged is repeated with the same body and a token of its own', async () => {
  receiver.status = 500;
  const { id } = await begin(['sms']);
  await call('POST', `/v2/verify/${id}`, { code: '4711' });
  await expect.poll(() => received(id).length, { timeout: 15_000 }).toBe(2);
  receiver.status = 204;
  // The attempts are recorded before the times are moved.
  await expect
    .poll(
      async () => {
        await call('POST', '/v1/sandbox/clock/advance', { seconds: 10 });
        return received(id).length;
      },
      { timeout: 15_000 },
    )
    .toBe(4);
  const calls = receiver.calls.filter(({ body }) => body.includes(id));
  expect(new Set(calls.map(({ body }) => body)).size).toBe(2);
  expect(new Set(calls.map(({ headers }) => headers.authorization)).size).toBe(4);
}, 40_000);

test('silent authentication is pending, then failed, and the next channel begins', async () => {
  const { id } = await begin(['silent_auth', 'sms']);
  await expect
    .poll(() => received(id), { timeout: 8_000 })
    .toEqual([
      expect.objectContaining({
        channel: 'silent_auth',
        status: 'action_pending',
        action: {
          type: 'check',
          check_url: `http://localhost/v2/verify/${id}/silent-auth/redirect`,
        },
      }),
    ]);
  let url = `/v2/verify/${id}/silent-auth/redirect`;
  for (let hop = 0; hop < 3; hop += 1) {
    const answer = await scene.app.http.inject({ url, remoteAddress: '198.51.100.7' });
    url = String(answer.headers.location ?? url);
  }
  await expect
    .poll(() => received(id).map(({ channel, status }) => [channel, status]), { timeout: 8_000 })
    .toEqual([
      ['silent_auth', 'action_pending'],
      ['silent_auth', 'failed'],
    ]);
});

test('a no by the subscriber is told as such', async () => {
  const { id } = await begin(['whatsapp_interactive', 'sms']);
  await call('POST', '/v1/sandbox/choices', { verificationId: id, choice: 'no' });
  await summaryOf(id).toMatchObject({
    status: 'failed',
    workflow: [{ channel: 'whatsapp_interactive', status: 'user_rejected' }, { status: 'unused' }],
  });
});

test('other wires, and applications that set no URL, are not told', async () => {
  const silent = await scene.create('sandbox');
  const quiet = await begin(['sms'], silent);
  const { apiKey } = told.application;
  const form = new URLSearchParams({ api_key: apiKey, api_secret: told.apiSecret });
  form.set('number', freshNumber());
  form.set('brand', 'Acme');
  await scene.app.http.inject({ url: `/verify/json?${form}` });
  const { id } = await begin(['sms']);
  await call('POST', `/v2/verify/${quiet.id}`, { code: '4711' }, silent);
  await call('POST', `/v2/verify/${id}`, { code: '4711' });
  await summaryOf(id).toBeDefined();
  expect(receiver.calls.every(({ body }) => body.includes(id))).toBe(true);
});
