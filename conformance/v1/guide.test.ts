/** What the guide of the native API promises a newcomer (docs/api-v1.md), on the wire. */
import { describe, expect, test } from 'vitest';
import { ask } from '../support/carrier.ts';
import { mediaType, parseObject, type RawAnswer, send } from '../support/http.ts';
import { freshNumber } from '../support/numbers.ts';
import { waitForCode } from '../support/sandbox.ts';
import { basicAuthorization } from '../support/server.ts';

/** As curl sends it: a body that is JSON and says it is a form. */
function curl(path: string, body: object, headers = {}): Promise<RawAnswer> {
  return send({
    method: 'POST',
    path,
    headers: {
      authorization: basicAuthorization(),
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

async function page(path: string): Promise<RawAnswer> {
  return send({ method: 'GET', path, headers: {} });
}

test('the ten lines: start, read the code on the handset, check it', async () => {
  const to = freshNumber();
  const started = await curl('/v1/verifications', { to: `+${to}`, brand: 'Acme' });
  expect(started.status).toBe(201);
  const { id } = parseObject(started.text);
  const code = await waitForCode(to);
  expect(code).toMatch(/^\d{6}$/);
  const checked = await curl(`/v1/verifications/${id}/check`, { code });
  expect(parseObject(checked.text)).toEqual({
    ...{ id, is_verified: true, result: 'verified', status: 'verified', checks_left: null },
  });
});

test('a request with a key takes effect once', async () => {
  const body = { to: freshNumber(), brand: 'Acme' };
  const key = { 'idempotency-key': `guide-${body.to}` };
  const first = await curl('/v1/verifications', body, key);
  const second = await curl('/v1/verifications', body, key);
  expect([second.status, second.text]).toEqual([first.status, first.text]);
  expect(second.headers['idempotency-replayed']).toBe('true');
  const other = await curl('/v1/verifications', { ...body, brand: 'Other' }, key);
  expect(other.status).toBe(422);
});

describe('what is written about it', () => {
  test('the OpenAPI document is served, and so is every page its problems name', async () => {
    const answer = await page('/v1/openapi.json');
    expect(parseObject(answer.text)).toMatchObject({ openapi: '3.1.0' });
    const refused = await ask('POST', '/v1/verifications', {});
    expect(mediaType(refused)).toBe('application/problem+json');
    const explained = await page(String(parseObject(refused.text).type));
    expect([explained.status, mediaType(explained)]).toEqual([200, 'text/html']);
  });

  test.each(['/docs', '/docs/errors', '/docs/errors/conflict'])(
    '%s needs no script and nothing from elsewhere',
    async (path) => {
      const { headers, text } = await page(path);
      expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
      expect(text).not.toMatch(/<script|<iframe|src="http|href="http:|style="/);
      expect(text).toContain('<h1');
    },
  );

  test.each(['/docs/errors/none', '/docs/errors/..%2f..%2fREADME', '/docs/none'])(
    '%s is nowhere',
    async (path) => {
      expect((await page(path)).status).toBe(404);
    },
  );
});
