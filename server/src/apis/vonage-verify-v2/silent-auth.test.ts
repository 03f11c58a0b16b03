import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basicOf } from '../../../test-support/basic.ts';
import { createTestApp, type TestApp } from '../../../test-support/test-app.ts';
import { freshNumber } from '../../../test-support/workbench.ts';
import { sql } from '../../db/client.ts';
import { newId } from '../../kernel/ids.ts';

let scene: TestApp;
let basic: string;
beforeAll(async () => {
  scene = await createTestApp();
  basic = basicOf(scene);
});
afterAll(() => scene.close());

/** Devices come from addresses of their own; the application's back end from another. */
const phone = '203.0.113.7';
const stranger = '198.51.100.9';

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: Record<string, string>;
}

async function ask(
  method: 'GET' | 'POST',
  url: string,
  options: { from?: string; body?: object; as?: string } = {},
): Promise<Answer> {
  const inject = () =>
    scene.app.http.inject({
      method,
      url: url.replace('http://localhost', ''),
      remoteAddress: options.from ?? '127.0.0.1',
      headers: options.as === undefined ? {} : { authorization: options.as },
      ...(options.body && { payload: options.body }),
    });
  let answer = await inject();
  // A burst may ask for more connections than a busy machine gives at once.
  for (let tries = 1; answer.statusCode === 503 && tries < 10; tries += 1) answer = await inject();
  const text = answer.body;
  return {
    status: answer.statusCode,
    location: String(answer.headers.location ?? ''),
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

const backEnd = (url: string, body: object, as = basic) => ask('POST', url, { body, as });

async function begin(
  silent: object = {},
  more: { as?: string; after?: readonly object[]; to?: string } = {},
) {
  const to = more.to ?? freshNumber();
  const first = { channel: 'silent_auth', to, ...silent };
  const rest = (more.after ?? []).map((step) => ({ to, ...step }));
  const body = { brand: 'Acme', workflow: [first, ...rest] };
  const answer = await backEnd('/v2/verify', body, more.as);
  return { ...answer, to, id: answer.body.request_id ?? '', checkUrl: answer.body.check_url ?? '' };
}

const goOnline = (number: string, clientAddress = phone, as = basic) =>
  backEnd('/v1/sandbox/mobile-data', { number, clientAddress }, as);

/** Follows redirects of the server itself, without cookies or credentials, as a device does. */
async function walk(checkUrl: string, from: string): Promise<Answer> {
  let answer = await ask('GET', checkUrl, { from });
  for (let hops = 1; answer.location.startsWith('/') && hops < 5; hops += 1) {
    answer = await ask('GET', answer.location, { from });
  }
  return answer;
}

/** The link the network sends the device back to, not yet opened. */
async function answered(checkUrl: string, from: string): Promise<string> {
  const { location } = await ask('GET', checkUrl, { from });
  return (await ask('GET', location, { from })).location;
}

const stateOf = async (id: string) => {
  const [row] = await scene.database.db.query<{ status: string; step: number | null }>(sql`
    select v.status, l.step from verifications v left join live_addresses l
      on l.application_id = v.application_id and l.verification_id = v.id
    where v.id = ${id}::uuid`);
  return row;
};

describe('the walk', () => {
  test('a device of the number gets the code, which verifies', async () => {
    const { id, to, checkUrl, status } = await begin();
    expect(status).toBe(202);
    expect(checkUrl).toBe(`http://localhost/v2/verify/${id}/silent-auth/redirect`);
    await goOnline(to);
    const { status: ended, body } = await walk(checkUrl, phone);
    expect(ended).toBe(200);
    expect(body).toEqual({ request_id: id, code: expect.stringMatching(/^\d{4}$/) });
    const checked = await backEnd(`/v2/verify/${id}`, { code: body.code });
    expect(checked.body).toEqual({ request_id: id, status: 'completed' });
  });

  test('with a redirect_url the code stands in its fragment', async () => {
    const { id, to, checkUrl } = await begin({ redirect_url: 'https://acme.example/sa?a=1#old' });
    await goOnline(to);
    const { status, location } = await walk(checkUrl, phone);
    expect(status).toBe(302);
    expect(location).toMatch(
      new RegExp(`^https://acme\\.example/sa\\?a=1#request_id=${id}&code=\\d{4}$`),
    );
  });

  test('in the advanced mode a token takes the place of the code, for this request alone', async () => {
    const { id, to, checkUrl } = await begin({ mode: 'advanced' });
    await goOnline(to);
    const { body } = await walk(checkUrl, phone);
    expect(Object.keys(body)).toEqual(['request_id', 'token']);
    const other = await begin({ mode: 'advanced' });
    expect(await backEnd(`/v2/verify/${other.id}`, { token: body.token })).toMatchObject({
      status: 400,
    });
    const forged = `${body.token?.slice(0, -4)}AAAA`;
    expect(await backEnd(`/v2/verify/${id}`, { token: forged })).toMatchObject({ status: 400 });
    expect(await backEnd(`/v2/verify/${id}`, { token: body.token })).toMatchObject({
      status: 200,
      body: { status: 'completed' },
    });
    expect(await backEnd(`/v2/verify/${id}`, { token: body.token })).toMatchObject({ status: 404 });
  });

  test('forged tokens are counted like wrong codes', async () => {
    const { id } = await begin({ mode: 'advanced' });
    const tries = [];
    for (let i = 0; i < 3; i += 1) {
      tries.push((await backEnd(`/v2/verify/${id}`, { token: 'not-a-token-of-ours' })).status);
    }
    expect(tries).toEqual([400, 400, 410]);
  });

  test('what the handset shows of it holds no code', async () => {
    const { id, to } = await begin();
    await expect
      .poll(async () => {
        const { body } = await ask('GET', `/v1/sandbox/messages?to=${to}`, { as: basic });
        return (body.messages as unknown as object[])[0];
      })
      .toMatchObject({ verificationId: id, channel: 'silent-auth', code: null });
  });
});

describe('a device that is not the number’s learns nothing', () => {
  test('on no mobile connection: 409, and the next channel begins at once', async () => {
    const { id, to, checkUrl } = await begin({}, { after: [{ channel: 'sms' }] });
    await goOnline(to);
    const { status, body } = await walk(checkUrl, stranger);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      type: expect.stringMatching(/#network-error$/),
      detail: 'IP Address does not resolve to a cellular device.',
    });
    expect(JSON.stringify(body)).not.toMatch(/"code":/);
    expect(await stateOf(id)).toEqual({ status: 'in_progress', step: 1 });
    // Too late for the right device as well: the step is over.
    expect((await walk(checkUrl, phone)).status).toBe(404);
  });

  test('on another number’s connection: 409, in the fragment when there is a redirect_url', async () => {
    const plain = await begin();
    await goOnline(freshNumber(), stranger);
    expect((await walk(plain.checkUrl, stranger)).body).toMatchObject({
      type: expect.stringMatching(/#msisdn-error$/),
      detail: 'Device MSISDN does not match.',
    });
    // Nothing was left to try.
    expect((await stateOf(plain.id))?.status).toBe('failed');

    const redirected = await begin({ redirect_url: 'https://acme.example/sa' });
    expect((await walk(redirected.checkUrl, stranger)).location).toBe(
      'https://acme.example/sa#error_description=Device%20MSISDN%20does%20not%20match.',
    );
  });

  test('a number is online for the application that said so, and until it is switched off', async () => {
    const rival = await scene.create('sandbox');
    const { to, checkUrl } = await begin();
    await goOnline(to, phone, basicOf(rival));
    expect((await walk(checkUrl, '203.0.113.8')).status).toBe(409);

    const again = await begin();
    await goOnline(again.to);
    await backEnd('/v1/sandbox/mobile-data', {
      number: again.to,
      clientAddress: phone,
      seconds: 0,
    });
    expect((await walk(again.checkUrl, phone)).status).toBe(409);
  });

  test('a live application’s code is never told: nobody has connected a mobile network', async () => {
    const live = await scene.create('live', { countries: null });
    const as = basicOf(live);
    const answer = await begin({}, { as, to: '447400123456' });
    expect(answer).toMatchObject({
      status: 412,
      body: { detail: 'The silent auth verification cannot be initiated' },
    });
  });
});

describe('the network’s answer', () => {
  test('is taken once, of fifty devices that bring theirs at once', async () => {
    const { to, checkUrl } = await begin();
    await goOnline(to);
    const links = await Promise.all(Array.from({ length: 50 }, () => answered(checkUrl, phone)));
    expect(new Set(links).size).toBe(50);
    const answers = await Promise.all(links.map((link) => ask('GET', link, { from: phone })));
    expect(answers.filter(({ body }) => body.code !== undefined)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
  });

  test('is taken once when one link is opened fifty times, also by strangers', async () => {
    const { to, checkUrl } = await begin();
    await goOnline(to);
    const link = await answered(checkUrl, phone);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ask('GET', link, { from: index % 2 === 0 ? phone : stranger }),
      ),
    );
    expect(answers.filter(({ body }) => body.code !== undefined)).toHaveLength(1);
  });

  test('fifty refusals move the workflow on by one step', async () => {
    const { id, checkUrl } = await begin({}, { after: [{ channel: 'sms' }, { channel: 'voice' }] });
    const links = await Promise.all(Array.from({ length: 50 }, () => answered(checkUrl, stranger)));
    await Promise.all(links.map((link) => ask('GET', link, { from: stranger })));
    expect(await stateOf(id)).toEqual({ status: 'in_progress', step: 1 });
  });

  test('for one request is worthless for another', async () => {
    const mine = await begin();
    const theirs = await begin();
    await goOnline(mine.to);
    const link = await answered(mine.checkUrl, phone);
    const swapped = link.replace(mine.id, theirs.id);
    expect((await ask('GET', swapped, { from: phone })).status).toBe(401);
    expect((await ask('GET', link, { from: phone })).status).toBe(200);
  });

  test('comes too late when the step is over', async () => {
    const { id, to, checkUrl } = await begin({}, { after: [{ channel: 'sms' }] });
    await goOnline(to);
    const link = await answered(checkUrl, phone);
    await backEnd(`/v2/verify/${id}/next_workflow`, {});
    expect((await ask('GET', link, { from: phone })).status).toBe(409);
  });

  test.each([
    ['nothing', ''],
    ['text', 'yes'],
    ['a question', 'question'],
    ['a huge one', 'A'.repeat(6_000)],
    ['bytes nobody sealed', Buffer.alloc(120, 7).toString('base64url')],
  ])('cannot be made up: %s', async (_name, made) => {
    const { checkUrl } = await begin();
    const { location } = await ask('GET', checkUrl, { from: stranger });
    const question = new URLSearchParams(location.split('?')[1]).get('question') ?? '';
    const answer = made === 'question' ? question : made;
    const { status, body } = await ask('GET', `${checkUrl}?answer=${answer}`, { from: stranger });
    expect(status).toBe(401);
    expect(body.code).toBeUndefined();
  });

  test('is given to questions of ours alone', async () => {
    const answer = await ask('GET', '/v1/sandbox/network/authorise?question=x', { from: phone });
    expect(answer).toMatchObject({ status: 404, location: '' });
  });
});

describe('coverage', () => {
  test('a number without a mobile network is refused at the start', async () => {
    expect(await begin({}, { to: '12025550108' })).toMatchObject({
      status: 412,
      body: {
        title: 'Network not supported',
        detail: 'Device number does not resolve to a supported Mobile Network Operator.',
      },
    });
  });

  test('or on the way when the caller wants it so', async () => {
    const { checkUrl, status } = await begin({ coverage_check: false }, { to: '12025550108' });
    expect(status).toBe(202);
    expect(await walk(checkUrl, phone)).toMatchObject({
      status: 412,
      body: { title: 'Network not supported' },
    });
  });
});

test.each([
  ['no id', 'x'],
  ['nobody’s id', newId(new Date())],
  ['an id from the far past', '00000000-0000-7000-8000-000000000000'],
])('%s leads nowhere', async (_name, id) => {
  const answer = await ask('GET', `/v2/verify/${id}/silent-auth/redirect`, { from: phone });
  expect(answer).toMatchObject({ status: 404, location: '' });
});

test('a request that begins otherwise has no link, and its code is not told', async () => {
  const to = freshNumber();
  const body = { brand: 'Acme', workflow: [{ channel: 'sms', to }] };
  const { body: started } = await backEnd('/v2/verify', body);
  expect(started.check_url).toBeUndefined();
  await goOnline(to);
  const url = `/v2/verify/${started.request_id}/silent-auth/redirect`;
  expect((await walk(url, phone)).status).toBe(404);
});
