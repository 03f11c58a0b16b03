/** What surrounds every dialect: unknown paths, methods, bodies, failures; asked without sockets. */
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { basicOf } from '../../test-support/basic.ts';
import { appOver, createTestApp, type TestApp } from '../../test-support/test-app.ts';
import { unreachableDeps } from '../../test-support/unreachable-core.ts';
import { freshNumber, silentLogger } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import type { Api, ApiRequest, Route } from './contract.ts';
import { createHttpServer } from './http-server.ts';
import { faultAnswer } from './problem.ts';

let scene: TestApp;
beforeAll(async () => {
  scene = await createTestApp();
});
afterAll(() => scene.close());
beforeEach(() => {
  scene.log.length = 0;
});

const ask = (options: InjectOptions) => scene.app.http.inject(options);
const keys = () => `api_key=${scene.application.apiKey}&api_secret=${scene.apiSecret}`;
const startQuery = () => `${keys()}&number=${freshNumber()}&brand=Acme`;
const startJson = () => JSON.stringify(Object.fromEntries(new URLSearchParams(startQuery())));
const form = 'application/x-www-form-urlencoded';

/** The shape each dialect owes; by path, because that is all a refusal before routing knows. */
const shapes = [
  ['/verify', { status: '3', error_text: expect.any(String) }],
  [
    '/sc/us',
    {
      'message-count': '1',
      messages: [{ status: expect.any(String), 'error-text': expect.any(String) }],
    },
  ],
  [
    '/sms',
    {
      'message-count': '1',
      messages: [{ status: expect.any(String), 'error-text': expect.any(String) }],
    },
  ],
  ['/v1/sandbox', expect.objectContaining({ code: expect.any(String), title: expect.any(String) })],
  ['/admin', expect.objectContaining({ code: expect.any(String), requestId: expect.any(String) })],
  ['/metrics', expect.objectContaining({ code: expect.any(String) })],
  ['/nowhere', expect.objectContaining({ code: 'not_found' })],
] as const;

describe('an unknown path', () => {
  test.each(shapes)(
    'below %s is 404 in that dialect’s shape, by any method',
    async (prefix, shape) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const answer = await ask({ method, url: `${prefix}/no/such/thing/here?x=1` });
        expect([method, answer.statusCode]).toEqual([method, 404]);
        expect(answer.json()).toEqual(shape);
      }
    },
  );

  test.each([
    ['/verify/xml/none/xml', '<verify_response>'],
    ['/sc/us/nothing/xml', '<mt-submission-response>'],
  ])('%s is answered in XML', async (url, root) => {
    const answer = await ask({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain(root);
  });

  test.each(['/verifyx', '/adminx', '/VERIFY/json', '/smsx/json'])(
    '%s only looks like a dialect’s',
    async (url) => {
      const answer = await ask({ url });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    },
  );
});

describe('a known path by a method it does not take', () => {
  test.each([
    ['PUT', '/verify/json', 'error_text'],
    ['DELETE', '/verify/check/json', 'error_text'],
    ['PATCH', '/verify/search/json', 'error_text'],
    ['PUT', '/sc/us/2fa/json', 'messages'],
    ['DELETE', '/sms/json', 'messages'],
    ['POST', '/v1/sandbox/messages', 'code'],
    ['GET', '/v1/sandbox/replies', 'code'],
    ['POST', '/healthz', 'code'],
  ] as const)('%s %s is 405', async (method, url, field) => {
    const answer = await ask({ method, url });
    expect(answer.statusCode).toBe(405);
    expect(answer.json()).toHaveProperty(field);
  });

  test('no method invented for the occasion gets a page or a 500', async () => {
    for (const method of ['OPTIONS', 'TRACE', 'PROPFIND'] as unknown as InjectOptions['method'][]) {
      const answer = await ask({ method: method as 'OPTIONS', url: '/verify/json' });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toContain('<html');
    }
  });
});

describe('a body', () => {
  test.each(shapes.slice(0, 5))('of 10 MB below %s is 413 in that shape', async (prefix) => {
    const known = {
      '/verify': '/verify/json',
      '/sc/us': '/sc/us/2fa/json',
      '/sms': '/sms/json',
      '/v1/sandbox': '/v1/sandbox/replies',
      '/admin': '/admin/sign-in/password',
    };
    const url = known[prefix as keyof typeof known];
    const answer = await ask({ method: 'POST', url, payload: 'x'.repeat(10_000_000) });
    expect(answer.statusCode).toBe(413);
    expect(answer.headers['content-type']).toMatch(/json/);
    expect(answer.body).not.toMatch(/FST_|stack/);
  });

  test.each([
    ['a form', form, () => startQuery()],
    ['JSON', 'application/json', startJson],
    ['a form labelled JSON', 'application/json', () => startQuery()],
    ['JSON labelled form', form, startJson],
    ['a form with no label', undefined, () => startQuery()],
    ['JSON with no label', undefined, startJson],
    ['a form with an odd label', 'text/plain; charset=x', () => startQuery()],
  ])('%s starts a verification, by POST and by GET', async (_name, type, payload) => {
    for (const method of ['POST', 'GET'] as const) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const answer = await ask({ method, url: '/verify/json', headers, payload: payload() });
      expect([method, answer.statusCode, answer.json().status]).toEqual([method, 200, '0']);
    }
  });

  test('with a label that is no media type is refused in shape', async () => {
    const headers = { 'content-type': ';;;' };
    const answer = await ask({
      method: 'POST',
      url: '/verify/json',
      headers,
      payload: startJson(),
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ status: '3' });
  });

  test('that is broken JSON is the dialect’s own error, and nothing is stored', async () => {
    const before = await countAll();
    for (const url of ['/verify/json', '/sc/us/2fa/json', '/sms/json']) {
      const answer = await ask({ method: 'POST', url, payload: '{"api_key":' });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('body');
    }
    const problem = await ask({
      method: 'POST',
      url: '/v1/sandbox/replies',
      payload: '{"from":',
      headers: { authorization: basicOf(scene) },
    });
    expect([problem.statusCode, problem.json().code]).toEqual([422, 'invalid_parameter']);
    expect(await countAll()).toEqual(before);
  });

  const countAll = () =>
    scene.database.db.query(sql`
      select (select count(*) from verifications) as verifications,
        (select count(*) from handset_messages where direction = 'from-handset') as replies`);
});

describe('paths', () => {
  test.each(['//verify//json', '/verify/json/', '///verify///json//'])(
    '%s is /verify/json',
    async (path) => {
      const answer = await ask({ method: 'GET', url: `${path}?${startQuery()}` });
      expect([answer.statusCode, answer.json().status]).toEqual([200, '0']);
    },
  );

  test('slashes in a query are nobody’s business', async () => {
    const answer = await ask({ url: `/verify/json?${startQuery()}&callback=http://x//y` });
    expect(answer.json().status).toBe('0');
  });

  test.each(['/verify/%zz', '/verify/%', '/sc/us/%ff/json'])('%s is 4xx in shape', async (url) => {
    const answer = await ask({ url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['content-type']).toMatch(/json/);
    expect(answer.body).not.toContain('FST_');
  });

  test('HEAD has the head of GET and no body', async () => {
    const [head, get] = [
      await ask({ method: 'HEAD', url: '/healthz' }),
      await ask({ url: '/healthz' }),
    ];
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  });
});

test('no answer may be stored, sniffed or framed', async () => {
  for (const url of ['/verify/json', '/healthz', '/nowhere', '/admin/session']) {
    expect((await ask({ url })).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'deny',
    });
  }
});

describe('while the database is away', () => {
  test.each([
    ['POST', '/verify/json', { status: '5', error_text: 'Internal Error' }],
    ['POST', '/verify/check/json', { status: '5', error_text: 'Internal Error' }],
    ['POST', '/verify/search/json', { status: '5', error_text: 'Internal Error' }],
    ['POST', '/verify/control/json', { status: '5', error_text: 'Internal Error' }],
    [
      'POST',
      '/sc/us/2fa/json',
      { 'message-count': '1', messages: [{ status: '5', 'error-text': 'Server Error' }] },
    ],
    [
      'POST',
      '/sms/json',
      { 'message-count': '1', messages: [{ status: '5', 'error-text': 'Server Error' }] },
    ],
    ['GET', '/v1/sandbox/messages', expect.objectContaining({ code: 'unavailable' })],
    ['GET', '/readyz', { status: 'not ready' }],
  ] as const)('%s %s is 503 in its shape, within two seconds', async (method, url, body) => {
    const away = await appOver(unreachableDeps());
    const startedAt = performance.now();
    const answer = await away.http.inject({
      method,
      url: `${url}?api_key=abcdef01&api_secret=x&request_id=x&code=1234&cmd=cancel&number=447700900001&brand=A&to=12025550100&pin=1&from=x`,
      headers: { authorization: basicOf({ application: { apiKey: 'abcdef01' }, apiSecret: 'x' }) },
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual(body);
    await away.http.close();
  });
});

describe('a handler that fails', () => {
  const api = (handle: Route['handle']): Api => ({
    name: 'probe',
    prefixes: ['/probe'],
    routes: [{ method: 'GET', path: '/probe/:name', handle }],
    refuse: (fault) => faultAnswer(fault),
  });
  const serve = async (handle: Route['handle'], log: string[] = []) => {
    const own = api(handle);
    const logger = { ...silentLogger, error: (facts: object) => log.push(JSON.stringify(facts)) };
    return createHttpServer({ apis: [own], fallback: own, logger, trustedProxies: [] });
  };

  test.each([
    ['an error', () => new Error('secret internals')],
    ['no error at all', () => 'secret internals'],
    ['nothing', () => undefined],
    ['null', () => null],
  ])('with %s is 500 in shape, told to the log and to nobody else', async (_name, thrown) => {
    const log: string[] = [];
    const server = await serve(async () => {
      throw thrown();
    }, log);
    const answer = await server.inject({ url: '/probe/x' });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal' });
    expect(answer.body).not.toMatch(/secret internals|\.ts\b|node_modules/);
    expect(log).toHaveLength(1);
    await server.close();
  });

  test('a handler sees method, path, raw query, headers, body and who asks', async () => {
    let seen: Partial<ApiRequest> = {};
    const server = await serve(async (request) => {
      const { method, path, params, query, headers, body, clientAddress } = request;
      seen = { method, path, params, query, headers, body, clientAddress };
      return { status: 204, body: '' };
    });
    await server.inject({
      url: '/probe/a%20b?x=1&y=%20',
      headers: { 'x-one': '1' },
      payload: '{"a',
    });
    expect(seen).toMatchObject({
      method: 'GET',
      params: { name: 'a b' },
      query: 'x=1&y=%20',
      headers: { 'x-one': '1' },
      body: '{"a',
      clientAddress: '127.0.0.1',
    });
    await server.close();
  });

  test.each([
    [[], '127.0.0.1'],
    [['10.0.0.0/8'], '127.0.0.1'],
    [['127.0.0.0/8'], '203.0.113.9'],
  ])('with %j trusted, a forwarded address is read as %s', async (trustedProxies, expected) => {
    const own = api(async ({ clientAddress }) => ({ status: 200, body: clientAddress }));
    const server = await createHttpServer({
      apis: [own],
      fallback: own,
      logger: silentLogger,
      trustedProxies,
    });
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await server.inject({ url: '/probe/x', headers })).body).toBe(expected);
    await server.close();
  });
});

test('no secret of a query string reaches the log, whatever happens to the request', async () => {
  for (const url of ['/verify/json', '/verify/none', '/sc/us/2fa/json', '/nowhere']) {
    await ask({ url: `${url}?${keys()}&number=447700900001&code=4711` });
  }
  expect(scene.log.join()).not.toContain(scene.apiSecret);
  expect(scene.log.join()).not.toContain('447700900001');
});
