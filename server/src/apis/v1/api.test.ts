/** The native API on a real database: what a caller sees, answer by answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askJson } from '../../../test-support/ask-json.ts';
import { basicOf } from '../../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';

let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
});
afterAll(() => scene.close());

/** Says JSON even where nothing follows, as many clients do. */
const call = (
  method: Parameters<typeof askJson>[1]['method'],
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) =>
  askJson(scene, {
    method,
    url,
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

let numbers = 0;
function nextNumber(): string {
  numbers += 1;
  return `+${447_400_100_000 + numbers}`;
}

const start = (body: object = {}, headers = {}) =>
  call('POST', '/v1/verifications', { to: nextNumber(), brand: 'Acme', ...body }, headers);

describe('a verification', () => {
  test('starts, takes a wrong code as an answer, and is verified by the right one', async () => {
    const started = await start({ code: '135791', reference: 'order-7' });
    expect(started).toMatchObject({
      status: 201,
      json: {
        status: 'in_progress',
        checks_left: 5,
        step: 0,
        reference: 'order-7',
        ended_at: null,
      },
    });
    const { id } = started.json;
    expect(started.headers.location).toBe(`/v1/verifications/${id}`);
    const wrong = await call('POST', `/v1/verifications/${id}/check`, { code: '135790' });
    expect(wrong).toMatchObject({
      status: 200,
      json: { is_verified: false, result: 'wrong_code', checks_left: 4, status: 'in_progress' },
    });
    const right = await call('POST', `/v1/verifications/${id}/check`, { code: '135791' });
    expect(right.json).toEqual({
      ...{ id, is_verified: true, result: 'verified', status: 'verified', checks_left: null },
    });
    const again = await call('POST', `/v1/verifications/${id}/check`, { code: '135791' });
    expect(again).toMatchObject({
      status: 409,
      json: { code: 'conflict', status: 409, verification_status: 'verified' },
    });
    const read = await call('GET', `/v1/verifications/${id}?fields=id,status,messages`);
    expect(Object.keys(read.json)).toEqual(['id', 'status', 'messages']);
    expect(read.json.messages).toHaveLength(1);
  });

  test('ends with the fifth wrong code', async () => {
    const { id } = (await start({ code: '1111' })).json;
    const results: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { json } = await call('POST', `/v1/verifications/${id}/check`, { code: '2222' });
      results.push(`${json.result} ${json.checks_left}`);
    }
    expect(results).toEqual([
      'wrong_code 4',
      'wrong_code 3',
      'wrong_code 2',
      'wrong_code 1',
      'too_many_checks null',
    ]);
    const after = await call('GET', `/v1/verifications/${id}`);
    expect(after.json).toMatchObject({ status: 'failed', checks_left: null });
  });

  test('runs one at a time per address, and says which', async () => {
    const to = nextNumber();
    const first = await start({ to });
    const second = await start({ to: to.slice(1) });
    expect(second).toMatchObject({
      status: 409,
      json: { code: 'conflict', parameter: 'to', verification_id: first.json.id },
    });
    const cancelled = await call('POST', `/v1/verifications/${first.json.id}/cancel`);
    expect(cancelled.json).toMatchObject({ status: 'cancelled' });
    expect((await start({ to })).status).toBe(201);
    expect((await call('POST', `/v1/verifications/${first.json.id}/cancel`)).status).toBe(409);
  });

  test('walks its workflow when told to, then has no more steps', async () => {
    const workflow = [{ channel: 'sms', wait_seconds: 60 }, { channel: 'voice' }];
    const { id, workflow: told } = (await start({ workflow })).json;
    expect(told).toEqual([
      { channel: 'sms', wait_seconds: 60, code: 'same' },
      { channel: 'voice', wait_seconds: 60, code: 'same' },
    ]);
    const next = await call('POST', `/v1/verifications/${id}/advance`);
    expect(next.json).toMatchObject({ status: 'in_progress', step: 1 });
    expect(await call('POST', `/v1/verifications/${id}/advance`)).toMatchObject({
      status: 409,
      json: { reason: 'there are no more steps' },
    });
  });

  test('sends its code again by each policy', async () => {
    const { id } = (await start()).json;
    for (const policy of ['reuse', 'rotate', 'keep-previous']) {
      const sent = await call('POST', `/v1/verifications/${id}/resend`, { policy });
      expect([policy, sent.status]).toEqual([policy, 200]);
    }
    expect((await call('POST', `/v1/verifications/${id}/resend`)).status).toBe(200);
    const { json } = await call('GET', `/v1/verifications/${id}`);
    expect(json.messages).toHaveLength(5);
  });

  test.each([
    [{ code_length: 3 }, 'code_length'],
    [{ code_length: 11 }, 'code_length'],
    [{ code_life_seconds: 601 }, 'code_life_seconds'],
    [{ code: 'abcd' }, 'code'],
    [{ to: 'call me' }, 'number'],
    [{ brand: 'A\u0007' }, 'brand'],
    [{ workflow: [] }, 'workflow'],
    [{ workflow: [{ channel: 'pigeon' }] }, 'channel'],
    [{ channel: 'sms', workflow: [{ channel: 'sms' }] }, 'workflow'],
    [{ workflow: [...Array(10)].map(() => ({ channel: 'sms', wait_seconds: 600 })) }, 'workflow'],
    [{ status: 'verified' }, 'status'],
  ])('refuses %j by name', async (body, parameter) => {
    const { status, json } = await start(body);
    expect([status, json.code]).toEqual([422, 'invalid_parameter']);
    expect([parameter, 'to', 'body']).toContain(json.parameter);
  });

  test('is nobody’s to another application', async () => {
    const other = await scene.create('sandbox');
    const { id } = (await start({ code: '135791' })).json;
    const unknown = '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92';
    const asOther = { authorization: basicOf(other) };
    for (const [method, tail, body] of [
      ['GET', '', undefined],
      ['POST', '/check', { code: '135791' }],
      ['POST', '/cancel', undefined],
      ['POST', '/advance', undefined],
      ['POST', '/resend', undefined],
    ] as const) {
      const foreign = await call(method, `/v1/verifications/${id}${tail}`, body, asOther);
      const none = await call(method, `/v1/verifications/${unknown}${tail}`, body, asOther);
      expect([tail, foreign.status]).toEqual([tail, 404]);
      expect(foreign.json).toEqual(none.json);
    }
  });
});

describe('lists', () => {
  test('are walked with cursors, filtered, and sparse', async () => {
    const reference = 'walked';
    for (let turn = 0; turn < 5; turn += 1) await start({ reference });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const tail: string = cursor ? `&cursor=${cursor}` : '';
      const path = `/v1/verifications?reference=${reference}&limit=2&fields=id,status${tail}`;
      const { json } = await call('GET', path);
      expect(Object.keys(json.items[0])).toEqual(['id', 'status']);
      seen.push(...json.items.map(({ id }: { id: string }) => id));
      cursor = json.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  test.each([
    '/v1/verifications?fields=id,secret',
    '/v1/verifications?cursor=x',
    '/v1/verifications?limit=0',
    '/v1/verifications?status=done',
    '/v1/verifications?status=verified&status=failed',
    '/v1/verifications?since=yesterday',
    '/v1/messages?state=lost',
    '/v1/none-such-filter',
  ])('%s is refused', async (path) => {
    const { status } = await call('GET', path);
    expect([404, 422]).toContain(status);
  });
});

describe('messages', () => {
  test('are sent, listed, read with their receipts, and judged', async () => {
    const to = nextNumber();
    const sent = await call('POST', '/v1/messages', { to, text: 'Hello', reference: 'm1' });
    expect(sent).toMatchObject({ status: 201, json: { to: to.slice(1), from: 'VERIFY' } });
    const { id } = sent.json;
    const read = await call('GET', `/v1/messages/${id}`);
    expect(read.json).toMatchObject({ to: to.slice(1), reference: 'm1', direction: 'outbound' });
    expect(read.json.parts).toHaveLength(1);
    const list = await call('GET', `/v1/messages?to=${encodeURIComponent(to)}`);
    expect(list.json.items.map((item: { id: string }) => item.id)).toEqual([sent.json.parts[0].id]);
    expect((await call('GET', `/v1/messages/${id}/receipts`)).status).toBe(200);
    const body = { message_id: id, is_converted: true };
    expect((await call('POST', '/v1/conversions', body)).status).toBe(200);
    const judged = await call('GET', `/v1/messages/${id}?fields=conversion`);
    expect(judged.json.conversion).toMatchObject({ is_converted: true });
  });

  test('to somebody who opted out are refused', async () => {
    const to = nextNumber();
    const number = encodeURIComponent(to);
    expect((await call('PUT', `/v1/opt-outs/${number}`)).json).toMatchObject({
      state: 'opted_out',
    });
    expect(await call('POST', '/v1/messages', { to, text: 'Hello' })).toMatchObject({
      status: 422,
      json: { code: 'opted_out' },
    });
  });
});

describe('workflows by name', () => {
  test('are saved, read, used and forgotten', async () => {
    const steps = [{ channel: 'whatsapp', wait_seconds: 45 }, { channel: 'sms' }];
    expect((await call('PUT', '/v1/workflows/fall-back', { steps })).status).toBe(201);
    expect((await call('PUT', '/v1/workflows/fall-back', { steps })).status).toBe(200);
    const started = await start({ workflow_name: 'fall-back' });
    expect(started.json.workflow).toEqual([
      { channel: 'whatsapp', wait_seconds: 45, code: 'same' },
      { channel: 'sms', wait_seconds: 60, code: 'same' },
    ]);
    const list = await call('GET', '/v1/workflows?fields=name');
    expect(list.json).toEqual({ items: [{ name: 'fall-back' }], next_cursor: null });
    expect((await call('DELETE', '/v1/workflows/fall-back')).status).toBe(204);
    expect((await call('GET', '/v1/workflows/fall-back')).status).toBe(404);
    expect((await start({ workflow_name: 'fall-back' })).status).toBe(404);
  });

  test('hold no address and no channel that nobody has', async () => {
    const step = { channel: 'sms', to: '+447400100001' };
    expect((await call('PUT', '/v1/workflows/a', { steps: [step] })).status).toBe(422);
    const pigeon = await call('PUT', '/v1/workflows/a', { steps: [{ channel: 'pigeon' }] });
    expect(pigeon.json).toMatchObject({ code: 'invalid_parameter', parameter: 'channel' });
  });
});

describe('the application', () => {
  test('reads itself, never a secret', async () => {
    const { json } = await call('GET', '/v1/application');
    expect(json).toMatchObject({ api_key: scene.application.apiKey, kind: 'sandbox' });
    expect(JSON.stringify(json)).not.toContain(scene.apiSecret);
  });

  test('rotates its secrets', async () => {
    const own = await scene.create('sandbox');
    const as = { authorization: basicOf(own) };
    const added = await call('POST', '/v1/keys', { secret: 'Abcdefgh1' }, as);
    expect(added.status).toBe(201);
    expect(Object.keys(added.json)).toEqual(['id', 'created_at']);
    const list = await call('GET', '/v1/keys', undefined, as);
    expect(list.json.items).toHaveLength(2);
    const fresh = { authorization: basicOf({ ...own, apiSecret: 'Abcdefgh1' }) };
    const old = list.json.items.find((key: { id: number }) => key.id !== added.json.id).id;
    expect((await call('DELETE', `/v1/keys/${old}`, undefined, fresh)).status).toBe(204);
    expect((await call('GET', '/v1/keys', undefined, as)).status).toBe(401);
    const last = await call('DELETE', `/v1/keys/${added.json.id}`, undefined, fresh);
    expect(last).toMatchObject({ status: 409, json: { code: 'conflict' } });
  });

  test('with a limit is told what is left of it, and when it is used up', async () => {
    const own = await scene.create('sandbox', { requestsPerSecond: 2 });
    const as = { authorization: basicOf(own) };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('GET', '/v1/application', undefined, as)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(1);
    const [admitted] = answers.filter(({ status }) => status === 200);
    expect(admitted?.headers['ratelimit-policy']).toBe('"requests";q=2;w=1');
    expect(String(admitted?.headers.ratelimit)).toMatch(/^"requests";r=[01];t=1$/);
    expect(refused[0]?.headers).toMatchObject({
      ratelimit: '"requests";r=0;t=1',
      'retry-after': '1',
    });
  });

  test('that is live has no sandbox', async () => {
    const live = await scene.create('live');
    const as = { authorization: basicOf(live) };
    const answer = await call('GET', '/v1/sandbox/messages', undefined, as);
    expect(answer).toMatchObject({ status: 403, json: { code: 'sandbox_only' } });
  });
});

test('templates are made, used by the verifications that name them, and taken away', async () => {
  const template = (await call('POST', '/v1/templates', { name: 'short' })).json;
  const fragments = `/v1/templates/${template.id}/fragments`;
  const text = 'Your ${brand} number is ${code}.';
  const made = await call('POST', fragments, { channel: 'sms', locale: 'en-us', text });
  expect(made.status).toBe(201);
  const to = nextNumber();
  await start({ to, code: '246810', template: 'short' });
  await expect
    .poll(async () => {
      const { json } = await call('GET', `/v1/sandbox/messages?to=${encodeURIComponent(to)}`);
      return json.messages[0]?.text;
    })
    .toBe('Your Acme number is 246810.');
  expect((await call('DELETE', `${fragments}/${made.json.id}`)).status).toBe(204);
  expect((await call('DELETE', `/v1/templates/${template.id}`)).status).toBe(204);
  expect((await start({ template: 'short' })).status).toBe(404);
});
