/**
 * Silent authentication as a device walks it: no cookies, no credentials, redirects only. The sandbox's
 * network knows a device by its client address, which here is that of this machine.
 */
import { describe, expect, test } from 'vitest';
import { createApplication, type TestApplication } from '../support/admin.ts';
import { parseObject, type RawAnswer, send } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { advanceClock, magicNumber, messagesTo, waitForMessages } from '../support/sandbox.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import { expectProblem, UUID, v2 } from '../support/verify-v2.ts';

const hopsMax = 5;

async function begin(application: TestApplication, silent: object = {}, number = freshNumber()) {
  const workflow = [
    { channel: 'silent_auth', to: number, ...silent },
    { channel: 'sms', to: number },
  ];
  const answer = await v2('POST', '', { brand: 'Acme', workflow }, application);
  return { answer, number, id: String(answer.body.request_id) };
}

/** The phone of a number goes online: its network knows this machine by now. */
async function goOnline({ apiKey, apiSecret }: TestApplication, number: string): Promise<void> {
  const answer = await send({
    method: 'POST',
    path: '/v1/sandbox/mobile-data',
    headers: {
      authorization: basicAuthorization(apiKey, apiSecret),
      'content-type': 'application/json',
    },
    body: JSON.stringify({ number }),
  });
  expect(answer.status, answer.text).toBe(200);
}

/** Follows redirects within the server; answers the last answer and every path on the way. */
async function walk(checkUrl: string): Promise<{ last: RawAnswer; paths: string[] }> {
  const paths = [checkUrl.replace(sandbox.baseUrl, '')];
  for (;;) {
    const last = await send({ path: paths.at(-1) ?? '' });
    expect(last.headers['set-cookie']).toBeUndefined();
    expect(last.headers['cache-control']).toBe('no-store');
    const { location } = last.headers;
    if (!location?.startsWith('/') || paths.length >= hopsMax) return { last, paths };
    paths.push(location);
  }
}

describe('the walk', () => {
  test('ends with a code that verifies, in three hops', async () => {
    const application = await createApplication();
    const { answer, number, id } = await begin(application);
    expect(answer.body).toEqual({
      request_id: expect.stringMatching(UUID),
      check_url: `${sandbox.baseUrl}/v2/verify/${id}/silent-auth/redirect`,
    });
    await goOnline(application, number);
    const { last, paths } = await walk(String(answer.body.check_url));
    expect(paths).toHaveLength(3);
    expect(last.status).toBe(200);
    const body = parseObject(last.text);
    expect(body).toEqual({ request_id: id, code: expect.stringMatching(/^\d{4}$/) });
    const checked = await v2('POST', `/${id}`, { code: body.code }, application);
    expect(checked.body).toEqual({ request_id: id, status: 'completed' });
  });

  test('ends at the caller’s redirect_url with the code in its fragment', async () => {
    const application = await createApplication();
    const { answer, number, id } = await begin(application, {
      redirect_url: 'https://acme-app.com/sa/redirect',
    });
    await goOnline(application, number);
    const { last } = await walk(String(answer.body.check_url));
    expect(last.status).toBe(302);
    const landed = new URL(String(last.headers.location));
    expect(landed.origin + landed.pathname).toBe('https://acme-app.com/sa/redirect');
    expect(Object.fromEntries(new URLSearchParams(landed.hash.slice(1)))).toEqual({
      request_id: id,
      code: expect.stringMatching(/^\d{4}$/),
    });
  });

  test('of a stranger who knows the id alone ends with 409 and no code', async () => {
    const application = await createApplication();
    const { id } = await begin(application);
    const { last } = await walk(`/v2/verify/${id}/silent-auth/redirect`);
    expectProblem(
      { status: last.status, body: parseObject(last.text), raw: last },
      {
        status: 409,
        code: 'network-error',
        title: 'Conflict',
        detail: 'IP Address does not resolve to a cellular device.',
      },
    );
    const again = await walk(`/v2/verify/${id}/silent-auth/redirect`);
    expect(again.last.status).toBe(404);
  });

  test('from another number’s phone ends with an error in the fragment', async () => {
    const application = await createApplication();
    const { answer } = await begin(application, { redirect_url: 'https://acme-app.com/' });
    await goOnline(application, freshNumber());
    const { last } = await walk(String(answer.body.check_url));
    expect(last.headers.location).toBe(
      'https://acme-app.com/#error_description=Device%20MSISDN%20does%20not%20match.',
    );
  });
});

test('when no device comes within 60 seconds the next channel begins', async () => {
  const application = await createApplication();
  const { answer, number } = await begin(application);
  await advanceClock(59, application);
  expect(await messagesTo(number, application)).toHaveLength(1);
  await advanceClock(1, application);
  const [newest] = await waitForMessages(number, 2, application);
  expect(newest).toMatchObject({ channel: 'sms', code: expect.stringMatching(/^\d{4}$/) });
  await goOnline(application, number);
  expect((await walk(String(answer.body.check_url))).last.status).toBe(404);
});

test('a number that no mobile network answers for is refused at the start', async () => {
  const application = await createApplication();
  const number = await magicNumber('no-network');
  const { answer } = await begin(application, {}, number);
  expectProblem(answer, {
    status: 412,
    code: 'precondition-failed',
    title: 'Network not supported',
    detail: 'Device number does not resolve to a supported Mobile Network Operator.',
  });
});
