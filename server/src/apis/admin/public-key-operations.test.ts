/** Public keys as operators of each role meet them. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInAs, type TestOperator } from '../../../test-support/operators.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';

let scene: TestApp;
let developer: TestOperator;
let others: TestOperator[];
beforeAll(async () => {
  scene = await createTestApp();
  developer = await signInAs(scene, 'developer');
  others = [await signInAs(scene, 'support'), await signInAs(scene, 'viewer')];
});
afterAll(() => scene.close());

function newKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return publicKey.export({ format: 'pem', type: 'spki' }) as string;
}

async function place(kind: 'sandbox' | 'live' = 'sandbox'): Promise<string> {
  const { application } = await scene.create(kind);
  return `/admin/applications/${application.id}/public-keys`;
}

test('a key is added, listed by its fingerprint, retired, and audited', async () => {
  const path = await place();
  const added = await developer.call('POST', path, { publicKey: newKey() });
  expect(added).toMatchObject({
    status: 200,
    body: { bits: 2048, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect((await developer.call('GET', path)).body).toEqual({ items: [added.body] });
  expect((await developer.call('DELETE', `${path}/${added.body.id}`)).status).toBe(200);
  expect((await developer.call('GET', path)).body).toEqual({ items: [] });
  expect((await developer.call('DELETE', `${path}/${added.body.id}`)).status).toBe(404);
  const owner = await signInAs(scene, 'owner');
  const { items } = (await owner.call('GET', '/admin/audit')).body as {
    items: { action: string; subject: string; actor: string }[];
  };
  const own = items.filter(({ subject }) => subject === added.body.fingerprint);
  expect(own.map(({ action, actor }) => [action, actor])).toEqual([
    ['application.key_retired', developer.actor],
    ['application.key_added', developer.actor],
  ]);
});

test('who may look only neither adds nor retires; a live one is not the developer’s', async () => {
  const path = await place();
  const { body } = await developer.call('POST', path, { publicKey: newKey() });
  for (const operator of others) {
    expect((await operator.call('GET', path)).status).toBe(200);
    expect((await operator.call('POST', path, { publicKey: newKey() })).status).toBe(403);
    expect((await operator.call('DELETE', `${path}/${body.id}`)).status).toBe(403);
  }
  const live = await place('live');
  expect((await developer.call('POST', live, { publicKey: newKey() })).status).toBe(403);
});

test('a key of one application is not retired under another', async () => {
  const [own, other] = [await place(), await place()];
  const { body } = await developer.call('POST', own, { publicKey: newKey() });
  expect((await developer.call('DELETE', `${other}/${body.id}`)).status).toBe(404);
  expect((await developer.call('GET', own)).body.items).toHaveLength(1);
});
