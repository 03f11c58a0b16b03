import { afterAll, beforeAll, expect, test } from 'vitest';
import { basicOf } from '../../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { freshNumber } from '../../../test-support/workbench.ts';

let scene: TestApp;
let own: string;
beforeAll(async () => {
  scene = await createTestApp();
  own = basicOf(scene);
});
afterAll(() => scene.close());

async function post(url: string, body: object, as = own) {
  const headers = { authorization: as };
  const answer = await scene.app.http.inject({ method: 'POST', url, headers, payload: body });
  return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') };
}

async function begin(channels: readonly string[] = ['whatsapp_interactive']) {
  const to = freshNumber();
  const workflow = channels.map((channel) => ({ channel, to }));
  const { body } = await post('/v2/verify', { brand: 'Acme', locale: 'de-de', workflow });
  return { to, id: body.request_id as string };
}

const choose = (verificationId: string, choice: string, as = own) =>
  post('/v1/sandbox/choices', { verificationId, choice }, as);
const statusOf = async (id: string) =>
  (await scene.app.core.searchVerifications({ application: scene.application, ids: [id] }))[0]
    ?.status;

async function detailsOf(id: string) {
  const headers = { authorization: own };
  const url = `/v1/verifications/${id}`;
  const answer = await scene.app.http.inject({ method: 'GET', url, headers });
  return answer.json<{ history: readonly { kind: string }[] }>();
}

test('the handset shows a question with two buttons and no code', async () => {
  const { to, id } = await begin();
  await expect
    .poll(async () => {
      const url = `/v1/sandbox/messages?to=${to}`;
      const headers = { authorization: own };
      const answer = await scene.app.http.inject({ method: 'GET', url, headers });
      return JSON.parse(answer.body).messages[0];
    })
    .toMatchObject({
      verificationId: id,
      channel: 'whatsapp-interactive',
      code: null,
      choices: { yes: 'Ja', no: 'Nein' },
      text: expect.stringContaining('Acme'),
    });
});

test('yes verifies, once of twenty taps', async () => {
  const { id } = await begin();
  const taps = await Promise.all(Array.from({ length: 20 }, () => choose(id, 'yes')));
  expect(taps.filter(({ status }) => status === 200).map(({ body }) => body.outcome)).toEqual([
    'verified',
  ]);
  expect(taps.filter(({ status }) => status === 409)).toHaveLength(19);
  expect(await statusOf(id)).toBe('verified');
});

test('what a phone writes back stands among the messages, with nothing of another application', async () => {
  const from = freshNumber();
  const reply = { from, to: '98765', text: 'Hello' };
  expect((await post('/v1/sandbox/replies', reply)).status).toBe(201);
  const rival = basicOf(await scene.create('sandbox'));
  const listed = async (as: string) => {
    const headers = { authorization: as };
    const answer = await scene.app.http.inject({ method: 'GET', url: '/v1/messages', headers });
    return answer.json<{ items: readonly { direction: string }[] }>().items;
  };
  expect((await listed(own)).map(({ direction }) => direction)).toContain('inbound');
  expect(await listed(rival)).toEqual([]);
});

test('no ends it, and yes comes too late', async () => {
  const { id } = await begin(['whatsapp_interactive', 'sms']);
  expect((await choose(id, 'no')).body.outcome).toBe('rejected');
  expect((await choose(id, 'yes')).status).toBe(409);
  expect(await statusOf(id)).toBe('failed');
});

test('a tap counts after a later step has begun', async () => {
  const { id } = await begin(['whatsapp_interactive', 'sms']);
  await post(`/v2/verify/${id}/next_workflow`, {});
  expect((await choose(id, 'yes')).body.outcome).toBe('verified');
  const { history } = await detailsOf(id);
  const kinds = history.map(({ kind }) => kind).filter((kind) => !kind.startsWith('message.'));
  expect(kinds.slice(-2)).toEqual(['choice.tapped', 'verification.verified']);
});

test('nobody can tap what was not asked, or for another application', async () => {
  const { id } = await begin(['sms', 'whatsapp_interactive']);
  expect((await choose(id, 'yes')).status).toBe(409);
  const rival = await scene.create('sandbox');
  const asked = await begin();
  expect((await choose(asked.id, 'yes', basicOf(rival))).status).toBe(409);
  expect((await choose(asked.id, 'no', basicOf(rival))).status).toBe(409);
  expect(await statusOf(asked.id)).toBe('in_progress');
  expect((await choose('x'.repeat(32), 'yes')).status).toBe(404);
});

test('a live application has neither buttons nor mobile data here', async () => {
  const as = basicOf(await scene.create('live'));
  for (const [path, body] of [
    ['choices', { verificationId: '0'.repeat(32), choice: 'yes' }],
    ['mobile-data', { number: '12025550100' }],
  ] as const) {
    expect(await post(`/v1/sandbox/${path}`, body, as)).toMatchObject({
      status: 403,
      body: { code: 'sandbox_only' },
    });
  }
});

test.each([
  ['no number', { number: 'hello' }],
  ['no address', { number: '12025550100', clientAddress: 'localhost' }],
  ['an age', { number: '12025550100', seconds: 3_601 }],
  ['a word too many', { number: '12025550100', sim: 1 }],
])('mobile data is refused for %s', async (_name, body) => {
  expect((await post('/v1/sandbox/mobile-data', body)).status).toBe(422);
});

test('mobile data without an address is that of the caller', async () => {
  const { body } = await post('/v1/sandbox/mobile-data', { number: '+1 202 555 0100' });
  expect(body).toMatchObject({ number: '12025550100', clientAddress: '127.0.0.1' });
  expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(590_000);
});
