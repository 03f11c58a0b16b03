import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basicOf } from '../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../test-support/test-app.ts';
import { clock } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { createApiLog } from './api-log.ts';

let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
});
afterAll(() => scene.close());

async function call(method: 'GET' | 'POST', url: string, options: object = {}) {
  await scene.app.http.inject({ method, url, ...options });
}

async function logged() {
  await scene.app.core.apiLog.flush();
  const { items } = await scene.app.core.apiLog.list({
    applicationId: scene.application.id,
    limit: 200,
  });
  return items;
}

test('what was called is kept with what was answered, and nothing secret', async () => {
  const { apiKey } = scene.application;
  const secret = scene.apiSecret;
  const number = '447700900071';
  await call(
    'GET',
    `/verify/json?api_key=${apiKey}&api_secret=${secret}&number=${number}&brand=Acme`,
  );
  await call('POST', '/verify/check/json', {
    payload: `api_key=${apiKey}&api_secret=${secret}&request_id=abc&code=948213`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await call('POST', '/v1/verifications', {
    payload: { to: number, brand: 'Acme', channel: 'sms', code: '948213', reference: 'my order' },
    headers: { authorization: basicOf(scene) },
  });
  await call('POST', '/sms/json', {
    payload: {
      from: '14155550100',
      to: number,
      text: 'The secret word is rosebud',
      api_key: apiKey,
    },
    headers: { 'content-type': 'application/json', authorization: basicOf(scene) },
  });
  const calls = await logged();
  expect(calls).toHaveLength(4);
  const text = JSON.stringify(calls);
  for (const one of [secret, number, '948213', 'rosebud', 'my order', '14155550100']) {
    expect(text).not.toContain(one);
  }
  const start = calls.find(({ route }) => route === '/verify/:format');
  expect(start).toMatchObject({
    dialect: 'nexmo-verify',
    method: 'GET',
    status: 200,
    isFailure: false,
    parameters: {
      brand: 'Acme',
      format: 'json',
      number: '4477•••••071',
      api_secret: '(16 characters)',
    },
  });
  const check = calls.find(({ route }) => route === '/verify/check/:format');
  expect(check).toMatchObject({ isFailure: true, answer: { status: '6' } });
});

test('a call with a wrong secret is shown to the one it was meant for, and to nobody else', async () => {
  const { application } = await scene.create('sandbox');
  await call('GET', '/v1/verifications', {
    headers: { authorization: basicOf({ application, apiSecret: 'wrong-secret' }) },
  });
  await scene.app.core.apiLog.flush();
  const found = await scene.app.core.apiLog.list({
    applicationId: application.id,
    failuresOnly: true,
    limit: 10,
  });
  expect(found.items).toMatchObject([{ status: 401, isFailure: true }]);
  expect(JSON.stringify(await logged())).not.toContain(application.apiKey);
});

test('no result of a page, no state of its caller, no code of the handset, and no value for a name', async () => {
  const headers = { authorization: basicOf(scene) };
  const [to, state] = ['447700900072', 'a-state-of-mine'];
  const made = { to, subject: 'ada', purpose: 'p', brand: 'Acme', state };
  await call('POST', '/v1/challenges', {
    payload: { ...made, return_url: 'https://shop.example/' },
    headers,
  });
  const result = `${'r'.repeat(43)}.${'s'.repeat(43)}`;
  await call('POST', '/v1/challenges/01a1feee-fd43-7861-b029-d46d0d876bc1/confirm', {
    payload: { result, subject: 'ada', purpose: 'p' },
    headers,
  });
  await call('POST', `/verify/check/json?api_key=${scene.application.apiKey}&948213=`, {
    payload: 'the code is 948213',
  });
  await scene.app.core.drain();
  await call('GET', '/v1/sandbox/messages', { headers });
  const [message] = await scene.app.core.handset.list({
    applicationId: scene.application.id,
    limit: 1,
  });
  const text = JSON.stringify(await logged());
  expect(text).toContain('messages.0.code');
  for (const one of [result, state, `"${message?.code}"`, '948213']) {
    expect(text).not.toContain(one);
  }
});

describe('whatever is sent', () => {
  test.each([
    ['a body of nonsense', { payload: '{"a":', headers: { 'content-type': 'application/json' } }],
    [
      'names that mean something to JavaScript',
      { payload: { __proto__: { x: 1 }, constructor: 1 } },
    ],
    ['a deep one', { payload: JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`) }],
    ['ten thousand members', { payload: Object.fromEntries([...Array(10_000).keys()].entries()) }],
    ['a long token', { headers: { authorization: `Bearer ${'a.'.repeat(5_000)}` } }],
    ['no caller', {}],
  ])('%s does no harm', async (_name, options) => {
    await call('POST', `/v1/messages?api_key=${scene.application.apiKey}`, options);
    await logged();
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

test('the newest come first, page by page, also where ids get another digit', async () => {
  const { application, apiSecret } = await scene.create('sandbox');
  await scene.database.db.query(sql`select setval('api_calls_id', 9996)`);
  const headers = { authorization: basicOf({ application, apiSecret }) };
  for (let count = 0; count < 6; count += 1) {
    await call('GET', `/v1/verifications?limit=${10 + count}`, { headers });
  }
  await scene.app.core.apiLog.flush();
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await scene.app.core.apiLog.list({
      ...{ applicationId: application.id, limit: 2, ...(before !== undefined && { before }) },
    });
    seen.push(...page.items.map(({ id }) => id));
    before = page.next ?? undefined;
  } while (before !== undefined);
  expect(seen).toEqual(['10002', '10001', '10000', '9999', '9998', '9997']);
});

test('a busy second writes its newest calls, and no more', async () => {
  const { application } = await scene.create('sandbox');
  const log = createApiLog({ db: scene.database.db, clock, provenId: () => application.id });
  for (let index = 0; index < 100; index += 1) {
    const query = `api_key=${application.apiKey}&limit=${index}`;
    log.note({
      ...{ dialect: 'test', route: '/test', milliseconds: 1, answer: { status: 200, body: '{}' } },
      request: { method: 'GET', query, headers: {}, body: '', params: {} },
    });
  }
  expect(await log.flush()).toBe(25);
  const { items } = await log.list({ applicationId: application.id, limit: 200 });
  const limits = items.map(({ parameters }) => Number(parameters.limit)).sort((a, b) => a - b);
  expect(limits).toEqual(Array.from({ length: 25 }, (_, index) => 75 + index));
});

test.each([
  ['{"request_id":"1","status":"6"}', 1],
  ['{"message-count":"1","messages":[{"status":"101"}]}', 1],
  ['<verify_response><status>16</status></verify_response>', 1],
  ['{"responseCode":702,"message":"WRONG_OTP_PROVIDED"}', 1],
  ['{"request_id":"1","status":"0"}', 0],
  ['{"responseCode":200,"message":"SUCCESS"}', 0],
])('a refusal is not pushed out by successes: %s', async (body, kept) => {
  const { application } = await scene.create('sandbox');
  const log = createApiLog({ db: scene.database.db, clock, provenId: () => application.id });
  const request = { method: 'GET', headers: {}, body: '', params: {} };
  const query = `api_key=${application.apiKey}`;
  const call = {
    dialect: 'test',
    route: '/refused',
    milliseconds: 1,
    request: { ...request, query },
  };
  log.note({ ...call, answer: { status: 200, body } });
  for (let index = 0; index < 100; index += 1) {
    log.note({ ...call, route: '/fine', answer: { status: 200, body: '{}' } });
  }
  await log.flush();
  const { items } = await log.list({ applicationId: application.id, limit: 200 });
  expect(items.filter(({ route }) => route === '/refused')).toHaveLength(kept);
});

describe('strangers who know an API key', () => {
  const refused = (apiKey: string) => ({
    headers: { authorization: `Basic ${btoa(`${apiKey}:wrong-secret`)}` },
  });
  const logOf = async (applicationId: number) => {
    await scene.app.core.apiLog.flush();
    const query = { applicationId, limit: 200 };
    return (await scene.app.core.apiLog.list(query)).items;
  };

  test('push none of its own calls out: of a second, and of the log', async () => {
    const { application, apiSecret } = await scene.create('sandbox');
    const own = { headers: { authorization: basicOf({ application, apiSecret }) } };
    await call('GET', '/v1/keys', own);
    await call('GET', '/v1/verifications/none', own);
    await Promise.all(
      Array.from({ length: 60 }, () =>
        call('GET', '/v1/verifications', refused(application.apiKey)),
      ),
    );
    const items = await logOf(application.id);
    expect(items.filter(({ isProven }) => isProven).map(({ route }) => route)).toEqual([
      '/v1/verifications/:verification_id',
      '/v1/keys',
    ]);
    expect(items.filter(({ isProven }) => !isProven)).toHaveLength(10);

    await scene.database.db.query(sql`
      insert into api_calls (application_id, at, dialect, method, route, status, milliseconds,
        is_failure, is_proven, parameters, answer)
      select ${application.id}, now(), 'v1', 'GET', '/flood', 401, 1, true, false, '{}', '{}'
      from generate_series(1, 2000)`);
    await scene.app.core.apiLog.trim();
    const [kept] = await scene.database.db.query<{ own: number; strangers: number }>(sql`
      select count(*) filter (where is_proven)::int as own,
        count(*) filter (where not is_proven)::int as strangers
      from api_calls where application_id = ${application.id}`);
    expect(kept).toEqual({ own: 2, strangers: 200 });
  });

  test('are shown in their own log, whomever they name beside their proof', async () => {
    const stranger = await scene.create('sandbox');
    const { application } = await scene.create('sandbox');
    const headers = { authorization: basicOf(stranger) };
    await call('GET', `/v1/keys?api_key=${application.apiKey}`, { headers });
    expect(await logOf(application.id)).toEqual([]);
    expect(await logOf(stranger.application.id)).toMatchObject([
      { route: '/v1/keys', isProven: true },
    ]);
  });

  test('leave nothing by reading what anybody may read', async () => {
    const { application } = await scene.create('sandbox');
    await call('GET', `/docs?api_key=${application.apiKey}`);
    expect(await logOf(application.id)).toEqual([]);
  });
});
