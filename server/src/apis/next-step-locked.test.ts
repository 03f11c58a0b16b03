/** Asking for the next step while the address is locked: each dialect says that it is too soon. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test-support/test-app.ts';
import { freshNumber } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';

let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
});
afterAll(() => scene.close());

async function ask(url: string, payload: object) {
  const { apiKey } = scene.application;
  const pair = Buffer.from(`${apiKey}:${scene.apiSecret}`).toString('base64');
  const answer = await scene.app.http.inject({
    method: 'POST',
    url,
    headers: { authorization: `Basic ${pair}`, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });
  return {
    status: answer.statusCode,
    body: answer.json<Record<string, unknown>>(),
    wait: Number(answer.headers['retry-after']),
  };
}

/** A verification with a step left, whose address is locked for a quarter of an hour. */
async function beginLocked(): Promise<string> {
  const workflow = [{ channel: 'sms' }, { channel: 'voice' }];
  const { body } = await ask('/v1/verifications', {
    ...{ to: `+${freshNumber()}`, brand: 'Acme', workflow },
  });
  await scene.database.db.query(sql`
    update live_addresses set locked_until = now() + interval '15 minutes'
    where verification_id = ${String(body.id)}::uuid`);
  return String(body.id);
}

test('Verify v2: 429 with the time to wait', async () => {
  const id = await beginLocked();
  const { status, body, wait } = await ask(`/v2/verify/${id}/next_workflow`, {});
  expect(status).toBe(429);
  expect(body.type).toMatch(/#throttled$/);
  expect(wait).toBeGreaterThan(890);
  expect(wait).toBeLessThanOrEqual(900);
});

test('native API: 429 with the time to wait, for the next step and for the code once more', async () => {
  const id = await beginLocked();
  for (const call of ['advance', 'resend']) {
    const { status, body, wait } = await ask(`/v1/verifications/${id}/${call}`, {});
    expect([status, body.code, wait > 890]).toEqual([429, 'rate_limited', true]);
  }
});

test('Verify v1: the status that a start gets', async () => {
  const request_id = (await beginLocked()).replaceAll('-', '');
  const { apiKey: api_key } = scene.application;
  const { body } = await ask('/verify/control/json', {
    ...{ api_key, api_secret: scene.apiSecret, request_id, cmd: 'trigger_next_event' },
  });
  expect(body).toMatchObject({ status: '7' });
});
