import { generateSync } from 'otplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test-support/database.ts';
import { createStubAdminCore, type StubAdminCore } from '../../../test-support/stub-admin-core.ts';
import { sql } from '../../db/client.ts';
import { generateKeyRing, readKeyRing } from '../../kernel/secret-box.ts';
import { bootstrapOperator } from '../../operators/bootstrap-operator.ts';
import type { AuditFact, OperatorDeps } from '../../operators/operator.ts';
import type { Api, ApiRequest, ApiResponse } from '../contract.ts';
import { createAdminApi } from './api.ts';

let database: TestDatabase;
let core: StubAdminCore;
let operators: OperatorDeps;
let api: Api;
let audit: AuditFact[];
let baseUrl: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.db.script(
    `truncate operators, operator_links, operator_sessions, operator_passkeys,
       operator_challenges, operator_sign_in_throttles`,
  );
  audit = [];
  baseUrl = 'http://localhost:8080';
  core = createStubAdminCore();
  operators = {
    db: database.db,
    keys: readKeyRing(generateKeyRing()),
    baseUrl: () => baseUrl,
    recordAudit: async (_, fact) => {
      audit.push(fact);
    },
  };
  api = createAdminApi({ core, operators });
});

interface Browser {
  cookie: string;
  csrf: string;
}

async function call(
  method: string,
  path: string,
  options: { body?: unknown; browser?: Browser; headers?: Record<string, string> } = {},
): Promise<ApiResponse> {
  const [pathname = '', query = ''] = path.split('?');
  for (const route of api.routes) {
    const params = match(route.path, pathname);
    if (route.method !== method || !params) continue;
    const request: ApiRequest = {
      id: 'request-1',
      method,
      path: pathname,
      params,
      query,
      headers: {
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.browser
          ? { cookie: options.browser.cookie, 'x-countersign-csrf': options.browser.csrf }
          : {}),
        ...options.headers,
      },
      body: options.body === undefined ? '' : JSON.stringify(options.body),
      clientAddress: '192.0.2.1',
      signal: new AbortController().signal,
    };
    return route.handle(request);
  }
  throw new Error(`no route ${method} ${pathname}`);
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[index] ?? '';
    else if (part !== given[index]) return undefined;
  }
  return params;
}

/** Members the tests read out of answers; each answer has some of them. */
interface Answer {
  readonly csrf: string;
  readonly secret: string;
  readonly qrSvg: string;
  readonly url: string;
  readonly operator: { readonly id: number };
  readonly application: { readonly id: number };
}

const json = (response: ApiResponse): Answer => JSON.parse(String(response.body)) as Answer;

function browserOf(response: ApiResponse): Browser {
  const cookie = (response.headers?.['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  return { cookie, csrf: json(response).csrf };
}

async function signInByLink(): Promise<Browser> {
  const link = await bootstrapOperator(operators);
  const response = await call('POST', '/admin/sign-in/link', { body: { token: link?.token } });
  expect(response.status).toBe(200);
  return browserOf(response);
}

async function enrolPassword(browser: Browser, password: string): Promise<string> {
  await call('PUT', '/admin/account/password', { body: { password }, browser });
  const { secret, qrSvg } = json(await call('POST', '/admin/account/totp', { browser }));
  expect(qrSvg).toContain('<svg');
  const confirmed = await call('POST', '/admin/account/totp/confirm', {
    body: { code: generateSync({ secret, epoch: Date.now() / 1000 }) },
    browser,
  });
  expect(confirmed.status).toBe(200);
  // The step that confirmed is used; the tests need one that is not.
  await database.db.query(sql`update operators set totp_last_step = 0`);
  return secret;
}

test('a one-time link works once, even for twenty callers at the same moment', async () => {
  const link = await bootstrapOperator(operators);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      call('POST', '/admin/sign-in/link', { body: { token: link?.token } }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
});

test('the cookie is out of reach of scripts and other sites, and bound to the host on https', async () => {
  const link = await bootstrapOperator(operators);
  baseUrl = 'https://verify.example';
  const response = await call('POST', '/admin/sign-in/link', { body: { token: link?.token } });
  expect(response.headers?.['set-cookie']?.[0]).toMatch(
    /^__Host-countersign=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400; Secure$/,
  );
});

test('only hashes of tokens are stored', async () => {
  const browser = await signInByLink();
  const token = browser.cookie.split('=')[1] ?? '';
  const rows = await database.db.query<{ text: string }>(sql`
    select operator_sessions::text as text from operator_sessions
    union all select operator_links::text from operator_links`);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.some(({ text }) => text.includes(Buffer.from(token).toString('hex')))).toBe(false);
});

test('a call that changes something needs the CSRF value', async () => {
  const browser = await signInByLink();
  const body = { name: 'Shop', kind: 'sandbox' };
  const without = { ...browser, csrf: 'wrong' };
  expect(json(await call('POST', '/admin/applications', { body, browser: without }))).toMatchObject(
    {
      status: 403,
      reason: 'csrf',
    },
  );
  expect((await call('POST', '/admin/applications', { body, browser })).status).toBe(200);
});

test('a call from another site is refused even with everything else right', async () => {
  const browser = await signInByLink();
  const response = await call('DELETE', '/admin/session', {
    browser,
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(json(response)).toMatchObject({ status: 403, reason: 'cross-site' });
});

test('without a session every operation but sign-in answers 401', async () => {
  for (const route of api.routes) {
    if (route.path.startsWith('/admin/sign-in/')) continue;
    const path = route.path.replaceAll(/:\w+/g, '1');
    expect((await call(route.method, path, { body: {} })).status, path).toBe(401);
  }
});

test('a viewer may look but not change', async () => {
  const owner = await signInByLink();
  const invitation = { email: 'v@example.com', name: 'V', role: 'viewer' };
  const { url } = json(
    await call('POST', '/admin/operators', { body: invitation, browser: owner }),
  );
  const token = new URL(url).hash.replace('#token=', '');
  const viewer = browserOf(await call('POST', '/admin/sign-in/link', { body: { token } }));
  expect((await call('GET', '/admin/applications', { browser: viewer })).status).toBe(200);
  const refused = [
    call('POST', '/admin/applications', {
      body: { name: 'Shop', kind: 'sandbox' },
      browser: viewer,
    }),
    call('GET', '/admin/operators', { browser: viewer }),
    call('GET', '/admin/audit', { browser: viewer }),
    call('POST', '/admin/operators', { body: invitation, browser: viewer }),
  ];
  for (const response of await Promise.all(refused)) {
    expect(json(response)).toMatchObject({ status: 403, reason: 'role' });
  }
});

test('a disabled operator is out at once, and the last owner stays', async () => {
  const owner = await signInByLink();
  const { operator } = json(await call('GET', '/admin/session', { browser: owner }));
  expect(
    json(await call('DELETE', `/admin/operators/${operator.id}`, { browser: owner })),
  ).toMatchObject({ status: 409, reason: 'last-owner' });
  const invitation = { email: 'o@example.com', name: 'O', role: 'owner' };
  const { url } = json(
    await call('POST', '/admin/operators', { body: invitation, browser: owner }),
  );
  const token = new URL(url).hash.replace('#token=', '');
  const second = browserOf(await call('POST', '/admin/sign-in/link', { body: { token } }));
  await call('DELETE', `/admin/operators/${operator.id}`, { browser: second });
  expect((await call('GET', '/admin/session', { browser: owner })).status).toBe(401);
});

test('password and TOTP sign in together, and a TOTP code works once', async () => {
  const browser = await signInByLink();
  const secret = await enrolPassword(browser, 'correct horse battery');
  expect(await bootstrapOperator(operators)).toBeNull();
  const body = {
    email: 'OWNER@localhost',
    password: 'correct horse battery',
    code: generateSync({ secret, epoch: Date.now() / 1000 }),
  };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => call('POST', '/admin/sign-in/password', { body })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  const row = await database.db.query<{ text: string }>(sql`
    select operators::text as text from operators`);
  expect(row[0]?.text).not.toContain(secret);
});

test('of fifty parallel guesses five are compared, for known and unknown emails alike', async () => {
  const browser = await signInByLink();
  await enrolPassword(browser, 'correct horse battery');
  for (const email of ['owner@localhost', 'nobody@example.com']) {
    await database.db.query(sql`delete from operator_sign_in_throttles`);
    const body = { email, password: 'wrong password!', code: '000000' };
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => call('POST', '/admin/sign-in/password', { body })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  }
});

test('credentials do not change long after the sign-in', async () => {
  const browser = await signInByLink();
  await enrolPassword(browser, 'correct horse battery');
  await database.db.query(sql`
    update operator_sessions set created_at = now() - interval '2 hours'`);
  const response = await call('PUT', '/admin/account/password', {
    body: { password: 'another long password' },
    browser,
  });
  expect(json(response)).toMatchObject({ status: 403, reason: 'sign-in-again' });
});

test('sessions end after an idle hour and after a day', async () => {
  const browser = await signInByLink();
  await database.db.query(sql`
    update operator_sessions set last_seen_at = now() - interval '61 minutes'`);
  expect((await call('GET', '/admin/session', { browser })).status).toBe(401);
  await database.db.query(sql`
    update operator_sessions set last_seen_at = now(), expires_at = now()`);
  expect((await call('GET', '/admin/session', { browser })).status).toBe(401);
});

test('sign-in rotates the session: the old token is worth nothing', async () => {
  const before = await signInByLink();
  const link = await bootstrapOperator(operators);
  const response = await call('POST', '/admin/sign-in/link', {
    body: { token: link?.token },
    browser: before,
  });
  expect(response.status).toBe(200);
  expect((await call('GET', '/admin/session', { browser: before })).status).toBe(401);
});

test('at every start there is a way in until somebody has enrolled, and one owner only', async () => {
  const links = await Promise.all([bootstrapOperator(operators), bootstrapOperator(operators)]);
  expect(links.every((link) => link?.url.startsWith(`${baseUrl}/console/sign-in#token=`))).toBe(
    true,
  );
  expect(await database.db.query(sql`select id from operators`)).toHaveLength(1);
});

test('wrong input gets a problem document that names the member and repeats nothing', async () => {
  const browser = await signInByLink();
  const bodies: unknown[] = [
    [],
    'text',
    null,
    { name: ['x'], kind: 'sandbox' },
    { name: 'x', kind: 'space' },
    { name: 'x', kind: 'sandbox', extra: 'leak-me' },
  ];
  for (const body of bodies) {
    const response = await call('POST', '/admin/applications', { body, browser });
    expect(response.status).toBe(400);
    expect(response.headers?.['content-type']).toBe('application/problem+json');
    expect(String(response.body)).not.toContain('leak-me');
  }
});

test.each([
  [{ receipts: { url: 'ftp://x', method: 'GET', signature: 'none' } }, 'receipts.url'],
  [{ receipts: { url: null, method: 'PUT', signature: 'none' } }, 'receipts.method'],
  [{ receipts: { url: null, method: 'GET' } }, 'receipts.signature'],
  [{ sendsPerAddress: { count: 5, windowSeconds: 5 } }, 'sendsPerAddress.windowSeconds'],
  [{ countries: ['US', 'us'] }, 'countries.1'],
  [{ prices: { verification: '1', message: { sms: 'free' } } }, 'prices.message.sms'],
  [{ nonsense: true }, 'nonsense'],
])('a setting that is refused is named to its last member: %j', async (settings, member) => {
  const browser = await signInByLink();
  const { application } = json(
    await call('POST', '/admin/applications', { body: { name: 'S', kind: 'sandbox' }, browser }),
  );
  const path = `/admin/applications/${application.id}`;
  const response = await call('PATCH', path, { body: { settings }, browser });
  expect(json(response)).toMatchObject({ status: 400, parameter: `settings.${member}` });
});

test('what is live is out of reach until something is enrolled', async () => {
  const browser = await signInByLink();
  const body = { name: 'Shop', kind: 'live' };
  const response = await call('POST', '/admin/applications', { body, browser });
  expect(json(response)).toMatchObject({ status: 403, reason: 'enrol-first' });
});

test('the handset of a live application does not exist', async () => {
  const browser = await signInByLink();
  await enrolPassword(browser, 'correct horse battery');
  const { application } = json(
    await call('POST', '/admin/applications', { body: { name: 'Shop', kind: 'live' }, browser }),
  );
  const response = await call('GET', `/admin/applications/${application.id}/handset`, { browser });
  expect(json(response)).toMatchObject({ status: 403, code: 'sandbox_only' });
});

test('a message arrives on the stream as it comes, and every act is in the audit', async () => {
  const browser = await signInByLink();
  const { application } = json(
    await call('POST', '/admin/applications', { body: { name: 'S', kind: 'sandbox' }, browser }),
  );
  const path = `/admin/applications/${application.id}/handset`;
  const stream = (await call('GET', `${path}/stream`, { browser })).body as AsyncIterable<string>;
  const chunks = stream[Symbol.asyncIterator]();
  expect((await chunks.next()).value).toContain('event: open');
  const body = { to: '447400000001', channel: 'sms' };
  await call('POST', `${path}/test-verifications`, { body, browser });
  expect((await chunks.next()).value).toContain('"to":"447400000001"');
  await chunks.return?.();
  expect(audit.map(({ action }) => action)).toEqual(['operator.created', 'operator.signed-in']);
});
