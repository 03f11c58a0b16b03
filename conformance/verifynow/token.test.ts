import { describe, expect, test } from 'vitest';
import { formEncode, mediaType, parseObject, send, viaForm, viaQuery } from '../support/http.ts';
import { sandbox } from '../support/server.ts';
import { bodyOf, freshSubscriber, paths } from '../support/verifynow.ts';

const key = Buffer.from(sandbox.apiSecret).toString('base64');
const right = { customerId: `C-${sandbox.apiKey}`, key, scope: 'NEW', country: '91' };

async function token(params: { [name: string]: string }): Promise<{ [name: string]: unknown }> {
  const answer = await send(viaQuery(paths.token, params));
  expect(answer.status).toBe(200);
  expect(mediaType(answer)).toBe('application/json');
  return parseObject(answer.text);
}

async function statusWith(authToken: string): Promise<number> {
  const { fields } = freshSubscriber();
  const path = `${paths.send}?${formEncode({ ...fields, flowType: 'SMS' })}`;
  const answer = await send({ method: 'POST', path, headers: { authToken } });
  expect(bodyOf(answer).responseCode).toBe(answer.status);
  return answer.status;
}

describe('the token call', () => {
  test.each([
    ['with C- before the key', right],
    ['without it', { ...right, customerId: sandbox.apiKey }],
    ['with nothing but the two that must be', { customerId: right.customerId, key }],
    ['with an email address', { ...right, email: 'a@example.org' }],
  ])('gives a JWT %s, and the token sends', async (_what, params) => {
    const answer = await token(params);
    expect(answer).toEqual({ status: 200, token: expect.any(String) });
    const [header = '', claims = ''] = String(answer.token).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'HS512' });
    const { sub, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(sub).toBe(`C-${sandbox.apiKey}`);
    expect(exp - iat).toBe(86_400);
    expect(await statusWith(String(answer.token))).toBe(200);
  });

  test('takes the same as a form', async () => {
    const answer = await send(viaForm(paths.token, right));
    expect(parseObject(answer.text)).toMatchObject({ status: 200 });
  });

  test.each([
    ['no customer', { key }, 'customerId is missing'],
    ['no key', { customerId: right.customerId }, 'key is missing'],
    ['a customer that can be none', { ...right, customerId: 'C-XYZ' }, 'customerId is invalid'],
    ['an unknown customer', { ...right, customerId: 'C-00000000' }, /^customerId or key is inv/],
    ['a wrong key', { ...right, key: 'd3Jvbmc=' }, /^customerId or key is invalid$/],
    ['a secret that is not base64', { ...right, key: sandbox.apiSecret }, /^customerId or key/],
    ['an empty key', { ...right, key: '' }, 'key is missing'],
    ['a long key', { ...right, key: 'A'.repeat(4_000) }, /^customerId or key/],
  ])('refuses %s with HTTP 200 and status 400', async (_what, params, error) => {
    const answer = await token(params);
    expect(answer).toEqual({
      status: 400,
      error: typeof error === 'string' ? error : expect.stringMatching(error),
    });
  });

  test('takes no other method, and says so in the wire’s shape', async () => {
    const answer = await send({ method: 'DELETE', path: paths.token });
    expect(answer.status).toBe(405);
    expect(bodyOf(answer).message).toBe('METHOD_NOT_ALLOWED');
  });
});

describe('authToken', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['key:secret', `${sandbox.apiKey}:${sandbox.apiSecret}`],
    ['its base64', base64(`${sandbox.apiKey}:${sandbox.apiSecret}`)],
  ])('may be %s', async (_what, authToken) => {
    expect(await statusWith(authToken)).toBe(200);
  });

  test.each([
    ['nothing', ''],
    ['a wrong secret', `${sandbox.apiKey}:wrong`],
    ['an unknown key', `00000000:${sandbox.apiSecret}`],
    ['the key only', sandbox.apiKey],
    ['base64 of a wrong secret', base64(`${sandbox.apiKey}:wrong`)],
    ['three dots of nothing', 'a.b.c'],
    ['half a token', 'eyJhbGciOiJIUzUxMiJ9.e30'],
    ['a very long text', 'x'.repeat(6_000)],
  ])('is refused with 401: %s', async (_what, authToken) => {
    expect(await statusWith(authToken)).toBe(401);
  });

  test('is refused when a token was tampered with', async () => {
    const { token: given } = await token(right);
    const [header = '', claims = '', signature = ''] = String(given).split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const none = encode({ alg: 'none', typ: 'JWT' });
    const forged = [
      `${header}.${encode({ ...read, sub: 'C-00000000' })}.${signature}`,
      `${header}.${encode({ ...read, exp: read.exp + 1 })}.${signature}`,
      `${none}.${claims}.${signature}`,
      `${none}.${claims}.x`,
      `${encode({ alg: 'HS256', typ: 'JWT' })}.${claims}.${signature}`,
      `${header}.${claims}.${signature.slice(0, -4)}AAAA`,
    ];
    for (const authToken of forged) expect(await statusWith(authToken)).toBe(401);
    expect(await statusWith(String(given))).toBe(200);
  });

  test('says nothing else than an unauthorised answer says', async () => {
    const answer = await send({ method: 'POST', path: paths.send });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="Countersign"');
    expect(bodyOf(answer)).toMatchObject({
      responseCode: 401,
      message: 'UNAUTHORIZED',
      data: { errorMessage: 'authToken is invalid', verificationStatus: 'VERIFICATION_FAILED' },
    });
  });
});
