import { describe, expect, test } from 'vitest';
import {
  type Params,
  parseObject,
  type RawRequest,
  send,
  viaForm,
  viaJson,
  viaQuery,
} from '../support/http.ts';
import { freshNumber, unknownRequestId } from '../support/numbers.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import { nowInSeconds, sign, signatureMethods } from '../support/signature.ts';
import { errorText, HEX32, KEYS } from '../support/verify.ts';

const fresh = (): Params => ({ number: freshNumber(), brand: 'Acme Inc' });
const basic = { authorization: basicAuthorization() };

async function answerTo(request: RawRequest): Promise<unknown> {
  const answer = await send(request);
  expect(answer.status, answer.text).toBe(200);
  return parseObject(answer.text);
}

const accepted = { request_id: expect.stringMatching(HEX32), status: '0' };

describe('key and secret are taken', () => {
  const path = '/verify/json';
  const ways: readonly [string, () => RawRequest][] = [
    ['from the query of a GET', () => viaQuery(path, { ...fresh(), ...KEYS })],
    [
      'from the query of a POST without body',
      () => viaQuery(path, { ...fresh(), ...KEYS }, 'POST'),
    ],
    ['from a form', () => viaForm(path, { ...fresh(), ...KEYS })],
    ['from a JSON body', () => viaJson(path, { ...fresh(), ...KEYS })],
    ['from a Basic header beside a query', () => ({ ...viaQuery(path, fresh()), headers: basic })],
    ['from a Basic header beside a form', () => viaForm(path, fresh(), basic)],
    ['from a Basic header beside JSON', () => viaJson(path, fresh(), basic)],
    [
      'from the JSON body of a GET',
      () => ({ ...viaJson(path, { ...fresh(), ...KEYS }), method: 'GET' }),
    ],
    [
      'from the query, the rest being a form',
      () => viaForm(`${path}?api_key=${sandbox.apiKey}&api_secret=${sandbox.apiSecret}`, fresh()),
    ],
    [
      'from the body, whatever Bearer header a client left over',
      () => viaForm(path, { ...fresh(), ...KEYS }, { authorization: 'Bearer left.over.token' }),
    ],
    [
      'from the body, whatever Basic header a client left over',
      () =>
        viaForm(
          path,
          { ...fresh(), ...KEYS },
          { authorization: basicAuthorization('00000000', 'no') },
        ),
    ],
  ];
  test.each(ways)('%s', async (_way, request) => {
    expect(await answerTo(request())).toEqual(accepted);
  });

  test.each(signatureMethods)('as a %s signature', async (method) => {
    const params = {
      number: freshNumber(),
      brand: 'Acme Inc',
      api_key: sandbox.apiKey,
      timestamp: nowInSeconds(),
    };
    const sig = sign(method, sandbox.signatureSecret, params);
    expect(await answerTo(viaForm('/verify/json', { ...params, sig }))).toEqual(accepted);
  });
});

describe('without credentials', () => {
  test.each([
    ['/verify/json'],
    ['/verify/psd2/json'],
    ['/verify/check/json'],
    ['/verify/search/json'],
    ['/verify/control/json'],
  ])('%s answers 200 and status 2, Missing api_key', async (path) => {
    expect(await answerTo(viaForm(path, fresh()))).toMatchObject({
      status: '2',
      error_text: errorText.missingKey,
    });
  });
});

describe('with wrong credentials', () => {
  const wrong: readonly [string, Params, Record<string, string>][] = [
    ['a wrong secret', { ...KEYS, api_secret: 'Wr0ngS3cret' }, {}],
    ['an unknown key', { ...KEYS, api_key: '00000000' }, {}],
    ['a key with a letter too many', { ...KEYS, api_key: `${sandbox.apiKey}a` }, {}],
    ['a wrong Basic header', {}, { authorization: basicAuthorization(sandbox.apiKey, 'no') }],
    ['a signature that does not fit', { api_key: sandbox.apiKey, sig: 'f'.repeat(32) }, {}],
  ];
  test.each(wrong)('%s is refused on a request', async (_what, keys, headers) => {
    const params = { ...fresh(), ...keys, timestamp: nowInSeconds() };
    expect(await answerTo(viaForm('/verify/json', params, headers))).toMatchObject({
      status: '4',
      error_text: errorText.credentials,
    });
  });

  test('the other endpoints say Bad credentials', async () => {
    const keys = { ...KEYS, api_secret: 'Wr0ngS3cret', request_id: unknownRequestId() };
    for (const path of ['/verify/check/json', '/verify/search/json', '/verify/control/json']) {
      expect(
        await answerTo(viaForm(path, { ...keys, code: '1234', cmd: 'cancel' })),
        path,
      ).toMatchObject({ status: '4', error_text: errorText.otherCredentials });
    }
  });
});
