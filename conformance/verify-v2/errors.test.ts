/** What is said around the handlers: credentials, methods, paths, bodies nobody can read. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { expectHarmless } from '../support/hostile.ts';
import { FORM, JSON_TYPE, mediaType, parseObject, type RawRequest, send } from '../support/http.ts';
import { freshNumber, unknownRequestId } from '../support/numbers.ts';
import { addPublicKey } from '../support/public-keys.ts';
import { messagesTo, settle } from '../support/sandbox.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import { signToken } from '../support/tokens.ts';
import { expectProblem, UUID, v2 } from '../support/verify-v2.ts';
import { keyPair } from '../support/verify2-clients.ts';

const some = unknownRequestId();
const uuid = '11111111-2222-4333-8444-555555555555';
const routes = [
  ['POST', ''],
  ['POST', `/${some}`],
  ['DELETE', `/${some}`],
  ['POST', `/${some}/next_workflow`],
  ['POST', `/${some}/next-workflow`],
  ['GET', '/templates'],
  ['POST', '/templates'],
  ['GET', `/templates/${uuid}`],
  ['PATCH', `/templates/${uuid}`],
  ['DELETE', `/templates/${uuid}`],
  ['GET', `/templates/${uuid}/template_fragments`],
  ['POST', `/templates/${uuid}/template_fragments`],
  ['GET', `/templates/${uuid}/template_fragments/${uuid}`],
  ['PATCH', `/templates/${uuid}/template_fragments/${uuid}`],
  ['DELETE', `/templates/${uuid}/template_fragments/${uuid}`],
  ['GET', '/template_variables'],
  ['GET', '/template_variables/code'],
  ['POST', '/network-unblock'],
] as const;

describe.each(routes)('%s /v2/verify%s', (method, path) => {
  test.each([
    ['no credentials', {}],
    ['a wrong secret', { authorization: basicAuthorization(sandbox.apiKey, 'wrong') }],
    ['an unknown key', { authorization: basicAuthorization('00000000') }],
    ['half of Basic', { authorization: 'Basic' }],
    ['a token that is none', { authorization: 'Bearer a.b.c' }],
    ['another scheme', { authorization: 'Digest username="x"' }],
  ])('with %s is 401, as a problem document', async (_what, headers) => {
    const raw = await send({ method, path: `/v2/verify${path}`, headers });
    const answer = { status: raw.status, body: parseObject(raw.text), raw };
    expectProblem(answer, {
      status: 401,
      code: 'unauthorized',
      title: 'Unauthorized',
      detail: 'You did not provide correct credentials',
    });
    expect(raw.headers['www-authenticate']).toMatch(/Bearer/);
  });

  test('takes no credentials from the query', async () => {
    const query = `?api_key=${sandbox.apiKey}&api_secret=${sandbox.apiSecret}`;
    const raw = await send({ method, path: `/v2/verify${path}${query}` });
    // The one call that may carry them elsewhere is the one a client does so with.
    if (path !== '/network-unblock') expect(raw.status).toBe(401);
  });
});

describe('tokens', () => {
  let application: TestApplication;
  let applicationId: string;
  beforeAll(async () => {
    application = await createApplication();
    applicationId = await addPublicKey(application, keyPair.publicKey);
  });
  const { privateKey } = keyPair;
  const now = Math.floor(Date.now() / 1000);
  const callWith = async (token: string) => {
    const raw = await send({
      method: 'GET',
      path: '/v2/verify/templates',
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: raw.status, body: parseObject(raw.text), raw };
  };

  test('signed by a key of the application are taken, in either case of the scheme', async () => {
    const token = signToken({ applicationId, privateKey });
    expect((await callWith(token)).status).toBe(200);
    const headers = { authorization: `bearer ${token}` };
    expect((await send({ path: '/v2/verify/templates', headers })).status).toBe(200);
  });

  test('that have expired are told so', async () => {
    const claims = { iat: now - 1_000, exp: now - 100 };
    expectProblem(await callWith(signToken({ applicationId, privateKey, claims })), {
      status: 401,
      code: 'jwt-expired',
      title: 'You did not provide correct credentials.',
      detail: 'The JWT provided has expired.',
    });
  });

  test.each([
    ['another key', () => ({ privateKey: otherKey() })],
    ['another application', () => ({ applicationId: uuid })],
    ['an application that is none', () => ({ applicationId: "' or 1=1" })],
    ['a time to come', () => ({ claims: { iat: now + 600, exp: now + 1_200 } })],
    ['paths of another API', () => ({ claims: { acl: { paths: { '/v1/**': {} } } } })],
    ['no times', () => ({ claims: { iat: undefined, exp: undefined } })],
  ])('with %s are 401', async (_what, changes) => {
    const answer = await callWith(signToken({ applicationId, privateKey, ...changes() }));
    expectProblem(answer, { status: 401, code: 'unauthorized', title: 'Unauthorized' });
  });

  test('without a signature, or signed with the public key as a secret, are 401', async () => {
    const [, body] = signToken({ applicationId, privateKey }).split('.');
    const head = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const mac = createHmac('sha256', keyPair.publicKey).update(`${head('HS256')}.${body}`);
    const forged = [
      `${head('none')}.${body}.`,
      `${head('HS256')}.${body}.${mac.digest('base64url')}`,
      `${head('RS256')}.${body}.AAAA`,
    ];
    for (const token of forged) expect((await callWith(token)).status).toBe(401);
  });
});

function otherKey(): string {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

test('the type of a problem leads to the place that explains it', async () => {
  const { body } = await v2('POST', `/${some}`, { code: '1234' });
  const [path = '', place] = String(body.type).split('#');
  const answer = await send({ path });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(`id="${place}"`);
});

describe('methods and paths', () => {
  test.each([
    ['GET', '', 404],
    ['PUT', '', 404],
    ['PATCH', '', 405],
    ['DELETE', '', 405],
    ['GET', `/${some}`, 404],
    ['PUT', `/${some}`, 404],
    ['PATCH', `/${some}`, 405],
    ['PUT', '/templates', 404],
    ['PATCH', '/templates', 405],
    ['DELETE', '/templates', 405],
    ['DELETE', `/templates/${uuid}/template_fragments`, 405],
    ['PATCH', `/templates/${uuid}/template_fragments`, 405],
    ['PUT', `/templates/${uuid}`, 404],
    ['GET', `/${some}/next_workflow`, 404],
    ['GET', `/${some}/status`, 404],
    ['GET', '/none/at/all', 404],
  ])('%s /v2/verify%s is %i', async (method, path, status) => {
    const { raw } = await v2(method, path);
    expect([method, path, raw.status]).toEqual([method, path, status]);
    expect(mediaType(raw)).toBe('application/problem+json');
    expect(parseObject(raw.text)).toMatchObject({ instance: expect.stringMatching(UUID) });
  });
});

const to = freshNumber();
const valid = JSON.stringify({ brand: 'Acme', workflow: [{ channel: 'sms', to }] });
const bodies: readonly [string, Partial<RawRequest>][] = [
  ['JSON that breaks off', { body: valid.slice(0, -3) }],
  ['a list', { body: `[${valid}]` }],
  ['text', { body: '"Acme"' }],
  ['null', { body: 'null' }],
  ['a number', { body: '4711' }],
  ['nothing', { body: '' }],
  ['an empty list', { body: '[]' }],
  ['a form', { headers: FORM, body: `brand=Acme&to=${to}` }],
  ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
  ['100,000 nested lists', { body: `{"workflow":${'['.repeat(100_000)}` }],
  ['20,000 channels', { body: `{"brand":"A","workflow":[${'{},'.repeat(20_000)}{}]}` }],
  ['a prototype', { body: `{"__proto__":${valid},"constructor":{"brand":"A"}}` }],
  ['a NUL in the brand', { body: valid.replace('Acme', 'Ac\\u0000me') }],
  ['half a character in the brand', { body: valid.replace('Acme', 'Ac\\ud800') }],
  ['a NUL in the number', { body: valid.replace(to, `${to}\\u0000`) }],
  ['full-width digits', { body: valid.replace(to, '４４７４００００００００') }],
  ['a number beyond any', { body: valid.replace(`"${to}"`, '1e999') }],
  ['channels that are null', { body: '{"brand":"A","workflow":[null,null]}' }],
];

describe('bodies nobody can take', () => {
  test.each(bodies)('%s is 422, and nothing is sent', async (_what, request) => {
    const raw = await send({
      method: 'POST',
      path: '/v2/verify',
      ...request,
      headers: { ...JSON_TYPE, authorization: basicAuthorization(), ...request.headers },
    });
    expectHarmless(raw);
    expect(raw.status, raw.text).toBe(422);
    const { invalid_parameters: invalid } = parseObject(raw.text) as {
      invalid_parameters: { name: string; reason: string }[];
    };
    expect(invalid.length).toBeGreaterThan(0);
  });

  test('10 MB are 413', async () => {
    const raw = await send({
      method: 'POST',
      path: '/v2/verify',
      headers: { ...JSON_TYPE, authorization: basicAuthorization() },
      body: `{"brand":"${'x'.repeat(10 * 1024 * 1024)}"}`,
    });
    expect(raw.status).toBe(413);
    expect(mediaType(raw)).toBe('application/problem+json');
  });

  test('hostile words in paths are harmless', async () => {
    for (const word of ['%00', '%2e%2e%2f', "'%20or%201=1--", '%E0%A4', 'a'.repeat(2_000), '%ff']) {
      for (const path of [`/${word}`, `/templates/${word}`, `/template_variables/${word}`]) {
        expectHarmless((await v2('GET', path)).raw);
        expectHarmless((await v2('DELETE', path)).raw);
        expectHarmless((await v2('POST', path, { code: '1234' })).raw);
      }
    }
  });

  test('nothing was sent', async () => {
    await settle();
    expect(await messagesTo(to)).toEqual([]);
  });
});

describe('network-unblock', () => {
  const noBlock = {
    status: 404,
    code: 'no-block',
    title: 'Not Found',
    detail: 'The network you provided does not have an active block.',
  };
  test.each([{ unblock_duration: 3600 }, { duration: 3600 }, {}])(
    'of a network without a block, with %j, is 404',
    async (members) => {
      const body = { network: '23410', ...members };
      expectProblem(await v2('POST', '/network-unblock', body), noBlock);
    },
  );

  test('takes key and secret in its body, as one client sends them', async () => {
    const { apiKey: api_key, apiSecret: api_secret } = sandbox;
    const raw = await send({
      method: 'POST',
      path: '/v2/verify/network-unblock',
      headers: JSON_TYPE,
      body: JSON.stringify({ network: '23410', duration: 3600, api_key, api_secret }),
    });
    expectProblem({ status: raw.status, body: parseObject(raw.text), raw }, noBlock);
  });

  test.each([
    [{ unblock_duration: 3600 }, 'network'],
    [{ network: 'x' }, 'network'],
    [{ network: '23410', unblock_duration: 86_401 }, 'unblock_duration'],
    [{ network: '23410', duration: -1 }, 'duration'],
  ])('with %j is 422', async (body, name) => {
    const answer = await v2('POST', '/network-unblock', body);
    expectProblem(answer, {
      status: 422,
      code: 'invalid-params',
      title: 'Invalid params',
      invalid: [{ name, reason: /./ }],
    });
  });

  test('is 403 where the application may not', async () => {
    const strict = await createApplication('sandbox', { networkUnblock: false });
    const answer = await v2('POST', '/network-unblock', { network: '23410' }, strict);
    expect(answer.status).toBe(403);
  });
});
