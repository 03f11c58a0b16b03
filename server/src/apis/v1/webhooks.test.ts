/** Endpoints, deliveries and events of the native API, with the loops of a whole node running. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askJson } from '../../../test-support/ask-json.ts';
import { basicOf } from '../../../test-support/basic.ts';
import { createReceiver, type Receiver } from '../../../test-support/receiver.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';

let scene: TestApp;
let receiver: Receiver;
let foreign: string;
beforeAll(async () => {
  scene = await createTestApp();
  receiver = await createReceiver();
  foreign = basicOf(await scene.create('sandbox'));
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

const call = (
  method: Parameters<typeof askJson>[1]['method'],
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => askJson(scene, { method, url, body, headers });

let numbers = 0;
async function verify(code = '135791') {
  numbers += 1;
  const to = `+${447_400_200_000 + numbers}`;
  const { json } = await call('POST', '/v1/verifications', { to, brand: 'Acme', code });
  const id = json.id as string;
  await call('POST', `/v1/verifications/${id}/check`, { code });
  return id;
}

const create = (body: object = {}, headers = {}) =>
  call('POST', '/v1/webhooks', { url: `${receiver.url}/hook`, ...body }, headers);
const told = (id: string) =>
  receiver.calls
    .map(({ body }) => JSON.parse(body))
    .filter(({ verification }) => verification?.id === id);
const types = (id: string) =>
  expect.poll(() =>
    told(id)
      .map(({ type }) => type)
      .toSorted(),
  );
const ends = ['verification.verified'];

describe('an endpoint', () => {
  test('is made with a secret that is told once, listed, changed and deleted', async () => {
    const made = await create({ description: 'orders', event_types: ['verification.*'] });
    expect(made).toMatchObject({
      status: 201,
      json: { description: 'orders', is_enabled: true, secret: expect.stringMatching(/^whsec_/) },
    });
    const path = `/v1/webhooks/${made.json.id}`;
    expect(made.headers.location).toBe(path);
    const { json: read } = await call('GET', path);
    const { secret, ...shown } = made.json;
    expect(read).toEqual(shown);
    const { json: listed } = await call('GET', '/v1/webhooks');
    expect(listed.items).toEqual([shown]);
    expect(JSON.stringify(listed)).not.toContain(secret);
    const changed = await call('PATCH', path, { event_types: null, is_enabled: false });
    expect(changed.json).toMatchObject({
      event_types: null,
      is_enabled: false,
      disabled_reason: 'by-hand',
      description: 'orders',
    });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  test('made twice with one idempotency key is one endpoint, its secret told once', async () => {
    const key = { 'idempotency-key': 'make-one' };
    const [first, second] = [await create({}, key), await create({}, key)];
    const { secret, ...told } = first.json;
    expect(secret).toMatch(/^whsec_/);
    expect(second.json).toEqual(told);
    const { json } = await call('GET', '/v1/webhooks');
    expect(json.items).toHaveLength(1);
    await call('DELETE', `/v1/webhooks/${first.json.id}`);
  });

  test.each([
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: 'http://10.0.0.1/hook' }, 'url'],
    [{ url: 'http://169.254.169.254/latest' }, 'url'],
    [{ event_types: ['verification.seen'] }, 'event_types'],
    [{ description: 'a\nb' }, 'description'],
    [{ secret: 'whsec_mine' }, 'secret'],
  ])('with %j is refused, naming what is wrong', async (body, parameter) => {
    const { status, json } = await create(body);
    expect([status, json.code, json.parameter]).toEqual([422, 'invalid_parameter', parameter]);
  });

  test('is tested with an event nobody can take for a real one, also with its new secret', async () => {
    const { json } = await create();
    const rotated = await call('POST', `/v1/webhooks/${json.id}/rotate-secret`);
    expect(rotated.json.secret).not.toBe(json.secret);
    const tested = await call('POST', `/v1/webhooks/${json.id}/test`);
    expect(tested.json).toMatchObject({ is_acknowledged: true, status: 200 });
    const [sent] = receiver.calls;
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ type: 'endpoint.tested' });
    expect(String(sent?.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(tested.json.base_string).toContain(sent?.body);
    await call('DELETE', `/v1/webhooks/${json.id}`);
  });
});

describe('events', () => {
  test('reach the endpoint and the stream alike, number and all', async () => {
    const { json: made } = await create();
    const { json: before } = await call('GET', '/v1/events?after=latest');
    const id = await verify();
    await types(id).toEqual(expect.arrayContaining(['verification.started', ...ends]));
    await expect
      .poll(async () => {
        const after = before.next_cursor ? `after=${before.next_cursor}&` : '';
        const { json } = await call('GET', `/v1/events?${after}verification_id=${id}`);
        return json.items.length;
      })
      .toBeGreaterThanOrEqual(3);
    const { json } = await call('GET', `/v1/events?verification_id=${id}&limit=200`);
    const [first] = json.items;
    expect(told(id).find(({ id: each }) => each === first.id)).toEqual(first);
    expect(first.verification.to).toMatch(/^4474002/);
    const only = await call('GET', `/v1/events?types=${ends.join()}&verification_id=${id}`);
    expect(only.json.items.map(({ type }: { type: string }) => type)).toEqual(ends);
    const few = await call('GET', `/v1/events?verification_id=${id}&fields=id,type`);
    expect(Object.keys(few.json.items[0])).toEqual(['id', 'type']);
    await call('DELETE', `/v1/webhooks/${made.id}`);
  });

  test('come as server-sent events from the one that was read last', async () => {
    const first = await verify();
    const path = `/v1/events?verification_id=${first}`;
    await expect.poll(async () => (await call('GET', path)).json.items.length).toBeGreaterThan(0);
    const { json } = await call('GET', '/v1/events?after=latest');
    const port = await scene.app.http.listen('127.0.0.1', 0);
    const stop = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/v1/events/stream?types=verification.*`, {
      headers: { authorization: basicOf(scene), 'last-event-id': json.next_cursor },
      signal: stop.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const id = await verify();
    let text = '';
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes('event: verification.verified')) break;
    }
    stop.abort();
    expect(text).toContain(`id: evt_${id.replaceAll('-', '')}_1\nevent: verification.started\n`);
    expect(text).not.toContain(first);
    const wrong = await call('GET', '/v1/events/stream?after=none');
    expect([wrong.status, wrong.json.parameter]).toEqual([422, 'after']);
  });
});

describe('a delivery', () => {
  test('that was given up is found, told attempt by attempt, and sent again under its id', async () => {
    const { json: made } = await create({ event_types: ends });
    receiver.status = 410;
    const id = await verify();
    const list = () => call('GET', `/v1/webhook-deliveries?state=gave_up&webhook_id=${made.id}`);
    await expect.poll(async () => (await list()).json.items.length, { timeout: 5_000 }).toBe(1);
    const [found] = (await list()).json.items;
    expect(found).toMatchObject({ kind: 'event', event_type: ends[0], tries: 1, last_status: 410 });
    const { json } = await call('GET', `/v1/webhook-deliveries/${found.id}`);
    expect(json.attempts).toMatchObject([{ number: 1, status: 410 }]);
    expect((await call('GET', `/v1/webhooks/${made.id}`)).json.disabled_reason).toBe('gone');
    await call('PATCH', `/v1/webhooks/${made.id}`, { is_enabled: true });
    receiver.status = 200;
    const replayed = await call('POST', `/v1/webhook-deliveries/${found.id}/replay`);
    expect(replayed.status).toBe(202);
    await expect.poll(() => told(id).length, { timeout: 5_000 }).toBe(2);
    const range = { since: '2026-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
    const again = await call('POST', '/v1/webhook-deliveries/replay', {
      ...{ ...range, webhook_id: made.id, event_type: ends[0], with_delivered: true },
    });
    expect(again.json).toEqual({ count: 1, has_more: false });
    await expect.poll(() => told(id).length, { timeout: 5_000 }).toBe(3);
    expect(new Set(told(id).map((each) => each.id)).size).toBe(1);
    await call('DELETE', `/v1/webhooks/${made.id}`);
  });
});

test('another application sees and changes nothing of it', async () => {
  const { json } = await create();
  const id = await verify();
  await types(id).toEqual(expect.arrayContaining(ends));
  const { json: mine } = await call('GET', `/v1/webhook-deliveries?webhook_id=${json.id}`);
  const as = { authorization: foreign };
  for (const [method, path, body] of [
    ['GET', `/v1/webhooks/${json.id}`],
    ['PATCH', `/v1/webhooks/${json.id}`, { is_enabled: false }],
    ['DELETE', `/v1/webhooks/${json.id}`],
    ['POST', `/v1/webhooks/${json.id}/rotate-secret`, {}],
    ['POST', `/v1/webhooks/${json.id}/test`],
    ['GET', `/v1/webhook-deliveries/${mine.items[0].id}`],
    ['POST', `/v1/webhook-deliveries/${mine.items[0].id}/replay`],
  ] as const) {
    expect((await call(method, path, body, as)).status, `${method} ${path}`).toBe(404);
  }
  for (const path of ['/v1/webhooks', '/v1/webhook-deliveries', '/v1/events']) {
    expect((await call('GET', path, undefined, as)).json.items).toEqual([]);
  }
  expect((await call('GET', `/v1/events?verification_id=${id}`, undefined, as)).json.items).toEqual(
    [],
  );
  expect((await call('GET', `/v1/webhooks/${json.id}`)).json.is_enabled).toBe(true);
});
