/** The native API under a JWT of the application's own key pair. */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { freshNumber } from '../../../test-support/workbench.ts';
import { addPublicKey } from '../../applications/public-keys.ts';

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
  await addPublicKey(
    { ...scene.deps, directory: scene.app.core.directory },
    {
      id: scene.application.id,
      pem: own.publicKey.export({ format: 'pem', type: 'spki' }) as string,
      actor: 'system',
    },
  );
});
afterAll(() => scene.close());

type Method = 'GET' | 'POST' | 'DELETE';

async function ask(method: Method, url: string, claims: object, payload?: object) {
  const seconds = Math.floor(Date.now() / 1_000);
  const token = await new SignJWT({
    application_id: scene.application.wireId,
    iat: seconds,
    exp: seconds + 300,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .sign(own.privateKey);
  const answer = await scene.app.http.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(payload && { payload: JSON.stringify(payload) }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

test('a verification is started and checked with a token alone', async () => {
  const to = freshNumber();
  const { status, body } = await ask('POST', '/v1/verifications', {}, { to, brand: 'Acme' });
  expect(status).toBe(201);
  await scene.app.core.drain();
  const shown = await ask('GET', `/v1/sandbox/messages?to=${to}`, {});
  const [{ code } = {}] = shown.body.messages as { code?: string }[];
  expect(await ask('POST', `/v1/verifications/${body.id}/check`, {}, { code })).toMatchObject({
    status: 200,
    body: { is_verified: true },
  });
});

test.each([
  ['of another application', { application_id: '78d335fa-323d-4114-9c3d-d6f0d48968cf' }, 'token'],
  ['that has run out', { iat: 1_700_000_000, exp: 1_700_000_300 }, 'expired'],
  ['for other paths', { acl: { paths: { '/v2/**': {} } } }, 'acl'],
])('a token %s is refused', async (_name, claims, reason) => {
  expect(await ask('GET', '/v1/application', claims)).toMatchObject({
    status: 401,
    body: { code: 'invalid_credentials', reason },
  });
});

test('a token narrowed to a path is good for it', async () => {
  const claims = { acl: { paths: { '/v1/verifications/**': { methods: ['GET'] } } } };
  const id = '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92';
  expect((await ask('GET', `/v1/verifications/${id}`, claims)).status).toBe(404);
  expect((await ask('POST', `/v1/verifications/${id}/cancel`, claims)).status).toBe(401);
});

test('a token of minutes makes and ends no secret of years', async () => {
  const secret = { secret: 'Correct4Horse7Battery' };
  const refused = { status: 403, body: { code: 'forbidden' } };
  expect(await ask('POST', '/v1/keys', {}, secret)).toMatchObject(refused);
  expect(await ask('DELETE', '/v1/keys/1', {})).toMatchObject(refused);
  expect((await ask('GET', '/v1/keys', {})).status).toBe(200);
});
