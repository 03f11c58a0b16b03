/** Keys of requests that take effect once: repeated, in parallel, by others, after a node has died. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askJson } from '../../../test-support/ask-json.ts';
import { basicOf, type Credentials } from '../../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { sql } from '../../db/client.ts';
import { maintain } from '../../jobs/maintenance.ts';

let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
});
afterAll(() => scene.close());

async function post(url: string, body: unknown, key: string, as: Credentials = scene) {
  const headers = { authorization: basicOf(as), 'idempotency-key': key };
  const answer = await askJson(scene, { method: 'POST', url, body, headers });
  return { ...answer, isReplay: answer.headers['idempotency-replayed'] === 'true' };
}

let made = 0;
function fresh(): { to: string; key: string } {
  made += 1;
  return { to: `+${447_400_200_000 + made}`, key: `key-${made}` };
}

const start = (to: string, key: string, as: Credentials = scene) =>
  post('/v1/verifications', { to, brand: 'Acme', code: '424242' }, key, as);

/** As if the node that held it had died before it could answer, a lease ago. */
const forgetAnswers = () =>
  scene.database.db.query(sql`
    update idempotency_keys set answered_at = null, status = null, answer_sealed = null,
      leased_until = now() - interval '1 second'`);

async function countRows(table: 'verifications' | 'dispatches' | 'messages'): Promise<number> {
  const { db } = scene.database;
  const counts = {
    verifications: () => db.query<{ n: number }>(sql`select count(*)::int as n from verifications`),
    dispatches: () => db.query<{ n: number }>(sql`select count(*)::int as n from dispatches`),
    messages: () => db.query<{ n: number }>(sql`select count(*)::int as n from messages`),
  };
  return (await counts[table]())[0]?.n ?? 0;
}

describe('a request with a key', () => {
  test('that is repeated gets the same answer and makes nothing', async () => {
    const { to, key } = fresh();
    const first = await start(to, key);
    const before = await countRows('verifications');
    const second = await start(to, key);
    expect([first.status, first.isReplay, second.isReplay]).toEqual([201, false, true]);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers.location).toBe(first.headers.location);
    expect(await countRows('verifications')).toBe(before);
  });

  test('sent twenty times at once takes effect once', async () => {
    const { to, key } = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(to, key)));
    const told = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(told.length + waiting.length).toBe(20);
    expect(new Set(told.map(({ text }) => text)).size).toBe(1);
    for (const { headers, json } of waiting) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(json).toMatchObject({ code: 'conflict', parameter: 'Idempotency-Key' });
    }
    expect((await start(to, key)).text).toBe(told[0]?.text);
  });

  test('that says something else is refused', async () => {
    const { to, key } = fresh();
    await start(to, key);
    expect(await start(fresh().to, key)).toMatchObject({
      status: 422,
      json: { code: 'invalid_parameter', parameter: 'Idempotency-Key' },
    });
    expect((await post('/v1/messages', { to, text: 'x' }, key)).status).toBe(422);
  });

  test('of another application is another key', async () => {
    const { to, key } = fresh();
    const other = await scene.create('sandbox');
    const [own, foreign] = [await start(to, key), await start(to, key, other)];
    expect([own.status, foreign.status, foreign.isReplay]).toEqual([201, 201, false]);
    expect(foreign.json.id).not.toBe(own.json.id);
  });

  test('that was refused may be sent again, corrected', async () => {
    const { to, key } = fresh();
    expect((await start('+44', key)).status).toBe(422);
    expect((await start(to, key)).status).toBe(201);
  });

  test('is a new one after a day', async () => {
    const { to, key } = fresh();
    const first = await start(to, key);
    await post(`/v1/verifications/${first.json.id}/cancel`, {}, fresh().key);
    await scene.database.db.query(
      sql`update idempotency_keys set created_at = created_at - interval '25 hours'`,
    );
    const later = await start(to, key);
    expect([later.status, later.isReplay]).toEqual([201, false]);
    expect(later.json.id).not.toBe(first.json.id);
  });

  test.each(['', 'ä', 'x'.repeat(256)])('%j is no key', async (key) => {
    const { status, json } = await start(fresh().to, key);
    expect([status, json.parameter]).toEqual([422, 'Idempotency-Key']);
  });

  test('may be quoted, as structured fields are', async () => {
    const { to, key } = fresh();
    await start(to, `"${key}"`);
    expect((await start(to, key)).isReplay).toBe(true);
  });

  test('leaves no code, number or key in clear behind', async () => {
    const { to, key } = fresh();
    await start(to, key);
    const rows = await scene.database.db.query<{ text: string }>(
      sql`select encode(key_mac || request_mac || coalesce(answer_sealed, ''), 'escape') as text
        from idempotency_keys`,
    );
    const all = rows.map(({ text }) => text).join('\n');
    for (const secret of [to.slice(1), '424242', key]) expect(all).not.toContain(secret);
  });
});

describe('taken over from a node that died after its effect', () => {
  test('a start finds what it has made', async () => {
    const { to, key } = fresh();
    const first = await start(to, key);
    const before = await countRows('dispatches');
    await forgetAnswers();
    const again = await start(to, key);
    expect([again.status, again.json.id]).toEqual([201, first.json.id]);
    expect(await countRows('dispatches')).toBe(before);
  });

  test('a wrong check is not counted twice, and a right one is still right', async () => {
    const { to } = fresh();
    const { id } = (await start(to, fresh().key)).json;
    const path = `/v1/verifications/${id}/check`;
    const wrongKey = fresh().key;
    await post(path, { code: '111111' }, wrongKey);
    await forgetAnswers();
    const wrong = await post(path, { code: '111111' }, wrongKey);
    expect(wrong.json).toMatchObject({ result: 'wrong_code', checks_left: 4 });
    const rightKey = fresh().key;
    await post(path, { code: '424242' }, rightKey);
    await forgetAnswers();
    const right = await post(path, { code: '424242' }, rightKey);
    expect(right).toMatchObject({ status: 200, json: { is_verified: true, status: 'verified' } });
  });

  test.each(['resend', 'advance'])('%s sends one message', async (act) => {
    const { to, key } = fresh();
    const workflow = [{ channel: 'sms' }, { channel: 'voice' }, { channel: 'voice' }];
    const { id } = (await post('/v1/verifications', { to, brand: 'Acme', workflow }, key)).json;
    const path = `/v1/verifications/${id}/${act}`;
    const own = fresh().key;
    await post(path, {}, own);
    const before = await countRows('dispatches');
    await forgetAnswers();
    expect((await post(path, {}, own)).status).toBe(200);
    expect(await countRows('dispatches')).toBe(before);
  });

  test('a cancellation stays one', async () => {
    const { id } = (await start(fresh().to, fresh().key)).json;
    const own = fresh().key;
    await post(`/v1/verifications/${id}/cancel`, {}, own);
    await forgetAnswers();
    const again = await post(`/v1/verifications/${id}/cancel`, {}, own);
    expect(again).toMatchObject({ status: 200, json: { status: 'cancelled' } });
  });

  test('a message is sent once, a secret added once, a template made once', async () => {
    const { to, key } = fresh();
    const text = 'long '.repeat(60);
    const sent = await post('/v1/messages', { to, text }, key);
    const added = await post('/v1/keys', { secret: 'Zyxwvuts9' }, 'secret');
    const template = await post('/v1/templates', { name: 'once' }, 'template');
    expect([sent.status, added.status, template.status]).toEqual([201, 201, 201]);
    const before = await countRows('messages');
    await forgetAnswers();
    expect((await post('/v1/messages', { to, text }, key)).json).toEqual(sent.json);
    expect((await post('/v1/keys', { secret: 'Zyxwvuts9' }, 'secret')).json).toEqual(added.json);
    const again = await post('/v1/templates', { name: 'once' }, 'template');
    expect(again.json).toEqual(template.json);
    expect(await countRows('messages')).toBe(before);
  });
});

test('housekeeping forgets keys after a day', async () => {
  await start(fresh().to, fresh().key);
  await scene.database.db.query(
    sql`update idempotency_keys set created_at = created_at - interval '25 hours'`,
  );
  await maintain(scene.database.db);
  const rows = await scene.database.db.query(sql`select 1 from idempotency_keys`);
  expect(rows).toEqual([]);
});
