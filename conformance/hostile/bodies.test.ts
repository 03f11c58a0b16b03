import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  type Endpoint,
  endpoints,
  expectDialectRefusal,
  expectHarmless,
  withKeys,
} from '../support/hostile.ts';
import { FORM, formEncode, JSON_TYPE, type RawRequest, send } from '../support/http.ts';
import { sandbox } from '../support/server.ts';
import { KEYS } from '../support/verify.ts';

const TEN_MEGABYTES = 10 * 1024 * 1024;
const keys = formEncode(KEYS);

const post = (headers: Record<string, string>, body: string | Buffer) => (path: string) => ({
  method: 'POST',
  path,
  headers,
  body,
});

const broken: readonly [string, (path: string) => RawRequest][] = [
  ['JSON that breaks off', post(JSON_TYPE, '{"number":"447400000001","brand":"Ac')],
  ['JSON with a comma too many', post(JSON_TYPE, '{"number":"447400000001",}')],
  ['JSON in single quotes', post(JSON_TYPE, "{'number':'447400000001'}")],
  ['two JSON documents', post(JSON_TYPE, '{}{}')],
  ['a JSON list', post(JSON_TYPE, '[{"number":"447400000001"}]')],
  ['JSON text', post(JSON_TYPE, '"447400000001"')],
  ['a JSON number', post(JSON_TYPE, '447400000001')],
  ['JSON null', post(JSON_TYPE, 'null')],
  ['an empty JSON object', post(JSON_TYPE, '{}')],
  ['an empty body labelled JSON', post(JSON_TYPE, '')],
  ['an empty form', post(FORM, '')],
  ['an empty body without a label', post({}, '')],
  ['100,000 nested lists', post(JSON_TYPE, `{"number":${'['.repeat(100_000)}`)],
  [
    '100,000 nested objects',
    post(JSON_TYPE, `{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`),
  ],
  ['NaN', post(JSON_TYPE, '{"number":NaN}')],
  ['a number beyond any', post(JSON_TYPE, '{"number":1e999,"brand":1e999}')],
  ['a byte order mark', post(JSON_TYPE, '\ufeff{"number":"1"}')],
  ['bytes that are no UTF-8', post(JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))],
  ['UTF-16', post({ 'content-type': 'application/json; charset=utf-16' }, utf16('{"number":1}'))],
  ['percent signs alone', post(FORM, `${keys}&number=%&brand=%%%`)],
  ['percent signs with letters', post(FORM, `${keys}&number=%zz&brand=%g1`)],
  ['half a UTF-8 sequence', post(FORM, `${keys}&number=%E0%A4%A&brand=%C3`)],
  ['overlong UTF-8', post(FORM, `${keys}&number=%C0%AF&brand=%F8%88%80%80%80`)],
  [
    'a percent-encoded NUL',
    post(FORM, `${keys}&number=447400000001%00&brand=A%00B&to=%00&pin=%00`),
  ],
  ['a broken key', post(FORM, `${keys}&%E0%A4=1&%=2&=3`)],
  ['only separators', post(FORM, '&&&&====&&&')],
  ['keys without values', post(FORM, 'number&brand&api_key&api_secret')],
  ['brackets', post(FORM, `${keys}&number[]=447400000001&brand[x][y]=1&to[0]=1&pin[]=1`)],
  [
    '20,000 parameters',
    post(FORM, `${keys}&${Array.from({ length: 20_000 }, (_, index) => `p${index}=1`).join('&')}`),
  ],
  ['20,000 times one key', post(FORM, `${keys}${'&request_ids=a'.repeat(20_000)}`)],
  ['XML', post({ 'content-type': 'text/xml' }, '<?xml version="1.0"?><a>&b;</a>')],
  [
    'an XML entity bomb',
    post(
      { 'content-type': 'application/xml' },
      '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
    ),
  ],
  ['multipart', post({ 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\n\r\n--x--')],
  ['plain text', post({ 'content-type': 'text/plain' }, 'number=447400000001')],
  ['a content type that is none', post({ 'content-type': ';;;=,' }, 'number=447400000001')],
  ['binary', post({ 'content-type': 'application/octet-stream' }, Buffer.alloc(1_000, 0))],
  [
    'a compressed body',
    post({ ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync('{"number":"447400000001"}')),
  ],
  [
    'a body that only claims to be compressed',
    post({ ...JSON_TYPE, 'content-encoding': 'gzip' }, '{"number":"447400000001"}'),
  ],
];

const huge: readonly [string, (path: string) => RawRequest][] = [
  ['JSON', post(JSON_TYPE, `{"number":"447400000001","brand":"${'x'.repeat(TEN_MEGABYTES)}"}`)],
  ['a form', post(FORM, `${keys}&number=447400000001&brand=${'x'.repeat(TEN_MEGABYTES)}`)],
  ['no content type', post({}, 'x'.repeat(TEN_MEGABYTES))],
  ['a chunked form', post({ ...FORM, 'transfer-encoding': 'chunked' }, 'x'.repeat(TEN_MEGABYTES))],
  ['blanks before JSON', post({}, `${' '.repeat(TEN_MEGABYTES)}{}`)],
];

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

describe.each(endpoints)('$path', (endpoint: Endpoint) => {
  test.each(broken)('%s is refused in the dialect’s shape', async (_what, request) => {
    expectDialectRefusal(endpoint.dialect, await send(request(endpoint.path)));
  });

  test.each(huge)('10 MB as %s are refused in the dialect’s shape', async (_what, request) => {
    const answer = await send(request(endpoint.path));
    expectDialectRefusal(endpoint.dialect, answer);
    expect([200, 400, 413]).toContain(answer.status);
  });

  test('a repeated key is refused, not guessed at', async () => {
    const valid = endpoint.valid();
    for (const [name, value] of Object.entries(valid)) {
      if (endpoint.path.includes('search') && name === 'request_id') continue;
      const body = `${formEncode({ ...valid, ...KEYS })}&${formEncode({ [name]: value })}x`;
      const answer = await send({ method: 'POST', path: endpoint.path, headers: FORM, body });
      expectDialectRefusal(endpoint.dialect, answer);
    }
  });

  test('keys named after the prototype change nothing', async () => {
    const valid = withKeys(endpoint.valid());
    const attacks = [
      `{"__proto__":{"status":"0","polluted":"yes"},${JSON.stringify(valid).slice(1)}`,
      `{"constructor":{"prototype":{"polluted":"yes"}},${JSON.stringify(valid).slice(1)}`,
    ];
    for (const body of attacks) {
      const request = { method: 'POST', path: endpoint.path, headers: JSON_TYPE, body };
      expectHarmless(await send(request));
    }
    const form = '__proto__=x&__proto__[polluted]=yes&constructor[prototype][polluted]=yes';
    const answer = await send({ method: 'POST', path: endpoint.path, headers: FORM, body: form });
    expectDialectRefusal(endpoint.dialect, answer);
  });

  test('credentials inherited from __proto__ do not count', async () => {
    const body = `{"__proto__":${JSON.stringify(KEYS)},${JSON.stringify(endpoint.valid()).slice(1)}`;
    const request = { method: 'POST', path: endpoint.path, headers: JSON_TYPE, body };
    const answer = await send(request);
    expectDialectRefusal(endpoint.dialect, answer);
    expect(answer.text).toContain('Missing api_key');
  });

  test('mandatory parameters inherited from __proto__ do not count', async () => {
    const inherited = JSON.stringify(endpoint.valid());
    const body = `{"__proto__":${inherited},"api_key":"${sandbox.apiKey}","api_secret":"${sandbox.apiSecret}"}`;
    const request = { method: 'POST', path: endpoint.path, headers: JSON_TYPE, body };
    expectDialectRefusal(endpoint.dialect, await send(request));
  });
});
