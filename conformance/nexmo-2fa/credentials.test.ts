import { describe, expect, test } from 'vitest';
import { Nexmo, Vonage2 } from '../support/clients.ts';
import { type Params, type RawRequest, send, viaForm, viaJson, viaQuery } from '../support/http.ts';
import { freshUsNumber } from '../support/numbers.ts';
import { basicAuthorization, sandbox } from '../support/server.ts';
import {
  nowInSeconds,
  type SignatureMethod,
  sign,
  signatureMethods,
} from '../support/signature.ts';
import { expectRefusal, messageOf, PATH } from '../support/two-factor.ts';
import { KEYS } from '../support/verify.ts';

const fresh = () => ({ to: freshUsNumber(), pin: '4711' });
const basic = { authorization: basicAuthorization() };

describe('key and secret are taken', () => {
  const ways: readonly [string, () => RawRequest][] = [
    ['from the query of a GET', () => viaQuery(PATH, { ...fresh(), ...KEYS })],
    ['from the query of a POST', () => viaQuery(PATH, { ...fresh(), ...KEYS }, 'POST')],
    ['from a form', () => viaForm(PATH, { ...fresh(), ...KEYS })],
    ['from a JSON body', () => viaJson(PATH, { ...fresh(), ...KEYS })],
    ['from a Basic header beside a query', () => ({ ...viaQuery(PATH, fresh()), headers: basic })],
    ['from a Basic header beside a form', () => viaForm(PATH, fresh(), basic)],
    ['from a Basic header beside JSON (PHP 4)', () => viaJson(PATH, fresh(), basic)],
    [
      'from the body, whatever Bearer header a client left over',
      () => viaForm(PATH, { ...fresh(), ...KEYS }, { authorization: 'Bearer left.over.token' }),
    ],
  ];
  test.each(ways)('%s', async (_way, request) => {
    expect(messageOf(await send(request()))).toMatchObject({ status: '0' });
  });
});

describe('the signature vectors of the documents', () => {
  const simple = { a: '1', b: '2', timestamp: '1461605396' };
  const python = { param1: 'value1', param2: 'value2', timestamp: '1234567890' };
  const awkward = {
    api_key: 'abcd1234',
    from: 'Acme',
    text: 'a&b=c',
    timestamp: '1461605396',
    to: '16365553226',
  };
  const vectors: readonly [SignatureMethod, string, Record<string, string>, string][] = [
    ['md5hash', 'secret', simple, '6af838ef94998832dbfc29020b564830'],
    [
      'sha256',
      'secret',
      simple,
      'a321e824b9b816be7c3f28859a31749a098713d39f613c80d455bbaffae1cd24',
    ],
    [
      'sha256',
      'signature_secret',
      python,
      '280c4320703dbc98bfa22db676655ed2acfbfe8792b062ff7622e67f1183c287',
    ],
    ['md5hash', 'SIGSECRET', awkward, '69da8ae145ccc27f7ba11d14cc597a59'],
    [
      'sha256',
      'SIGSECRET',
      awkward,
      'a03f612751fc381d1f81f0c3ba2cf46aa999ba7a346c7ac4b17edeb3dde4ce27',
    ],
  ];
  test.each(vectors)('%s with %s: this suite and both legacy clients agree', (...vector) => {
    const [method, secret, params, expected] = vector;
    expect(sign(method, secret, params)).toBe(expected);
    expect(Nexmo.generateSignature(method, secret, params)).toBe(expected);
    expect(Vonage2.generateSignature(method, secret, params)).toBe(expected);
  });
});

describe.each(signatureMethods)('a request signed by %s', (method) => {
  const signed = (extra: Record<string, string> = {}): Record<string, string> => {
    const params = {
      ...fresh(),
      api_key: sandbox.apiKey,
      timestamp: nowInSeconds(),
      ...extra,
    };
    return { ...params, sig: sign(method, sandbox.signatureSecret, params) };
  };

  test('is believed in query, form and JSON', async () => {
    for (const build of [viaQuery, viaForm, viaJson]) {
      expect(messageOf(await send(build(PATH, signed())))).toMatchObject({ status: '0' });
    }
  });

  test('is believed in upper case, as PHP and Ruby send it', async () => {
    const params = signed();
    const upper = { ...params, sig: String(params.sig).toUpperCase() };
    expect(messageOf(await send(viaForm(PATH, upper)))).toMatchObject({ status: '0' });
  });

  test('is believed with & and = and other scripts in its values', async () => {
    const params = signed({ 'client-ref': 'a&b=c ü ✓' });
    expect(messageOf(await send(viaForm(PATH, params)))).toMatchObject({
      status: '0',
      'client-ref': 'a&b=c ü ✓',
    });
  });

  test('is status 14 when a value was changed on the way', async () => {
    const params = { ...signed(), pin: '4712' };
    expectRefusal(await send(viaForm(PATH, params)), '14', /./);
  });

  test('is status 14 when a parameter was added on the way', async () => {
    const params = { ...signed(), 'client-ref': 'added' };
    expectRefusal(await send(viaForm(PATH, params)), '14', /./);
  });
});

describe('a signature', () => {
  const sha256 = (params: Record<string, string>): Record<string, string> => ({
    ...params,
    sig: sign('sha256', sandbox.signatureSecret, params),
  });
  const base = () => ({ ...fresh(), api_key: sandbox.apiKey, timestamp: nowInSeconds() });

  test('together with the secret is status 32', async () => {
    const params = { ...sha256(base()), api_secret: sandbox.apiSecret };
    expectRefusal(await send(viaForm(PATH, params)), '32', /./);
  });

  test('without a timestamp is refused', async () => {
    const { timestamp: _omitted, ...params } = base();
    const message = messageOf(await send(viaForm(PATH, sha256(params))));
    expect(['2', '14']).toContain(message.status);
  });

  test('of a timestamp hours old is status 14', async () => {
    const old = String(Number(nowInSeconds()) - 7_200);
    expectRefusal(await send(viaForm(PATH, sha256({ ...base(), timestamp: old }))), '14', /./);
  });

  test('made with the API secret instead of the signature secret is status 14', async () => {
    const params = base();
    const sig = sign('sha256', sandbox.apiSecret, params);
    expectRefusal(await send(viaForm(PATH, { ...params, sig })), '14', /./);
  });

  test.each(['', 'x', 'f'.repeat(31), 'g'.repeat(32), 'f'.repeat(4_000)])(
    'of %j is refused',
    async (sig) => {
      const message = messageOf(await send(viaForm(PATH, { ...base(), sig })));
      expect(['2', '4', '14']).toContain(message.status);
    },
  );
});

describe('credentials that do not fit', () => {
  const refused: readonly [string, Params, string, string][] = [
    ['none at all', {}, '2', 'Missing api_key'],
    ['an unknown key', { ...KEYS, api_key: '00000000' }, '4', 'Bad Credentials'],
    ['a wrong secret', { ...KEYS, api_secret: 'Wr0ngS3cret' }, '4', 'Bad Credentials'],
  ];
  test.each(refused)('%s', async (_what, keys, status, text) => {
    expectRefusal(await send(viaForm(PATH, { ...fresh(), ...keys })), status, text);
  });

  test('a key without a secret is refused', async () => {
    const message = messageOf(await send(viaForm(PATH, { ...fresh(), api_key: sandbox.apiKey })));
    expect(['2', '4']).toContain(message.status);
  });

  test('a wrong Basic header is status 4, never HTTP 401', async () => {
    const headers = { authorization: basicAuthorization(sandbox.apiKey, 'no') };
    expectRefusal(await send(viaForm(PATH, fresh(), headers)), '4', 'Bad Credentials');
  });
});
