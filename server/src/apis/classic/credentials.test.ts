import { describe, expect, test } from 'vitest';
import { findCredentials, readBasic } from './credentials.ts';
import { readParameters } from './parameters.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const find = (query: string, authorization?: string, body = '') =>
  findCredentials(readParameters({ query, body }), authorization ? { authorization } : {});
const secretOf = (apiKey: string, secret: string) => ({
  kind: 'found',
  credentials: { apiKey, proof: { kind: 'secret', secret } },
});

describe('five ways in', () => {
  test.each([
    ['query', () => find('api_key=k&api_secret=s')],
    ['form', () => find('', undefined, 'api_key=k&api_secret=s')],
    ['JSON', () => find('', undefined, '{"api_key":"k","api_secret":"s"}')],
    ['query and body together', () => find('api_key=k', undefined, 'api_secret=s')],
    ['Basic header', () => find('', basic('k:s'))],
    ['Basic header beside a lone key', () => find('api_key=other', basic('k:s'))],
    [
      'parameters beside an unrelated Bearer header',
      () => find('api_key=k&api_secret=s', 'Bearer x'),
    ],
    ['parameters beside a Basic header', () => find('api_key=k&api_secret=s', basic('x:y'))],
  ])('%s', (_name, found) => expect(found()).toEqual(secretOf('k', 's')));

  test('signature', () => {
    expect(find('api_key=k&sig=abc&timestamp=5&to=1')).toEqual({
      kind: 'found',
      credentials: {
        apiKey: 'k',
        proof: {
          kind: 'signature',
          signature: 'abc',
          parameters: { api_key: 'k', sig: 'abc', timestamp: '5', to: '1' },
        },
      },
    });
  });
});

test.each([
  ['', undefined, { kind: 'missing', parameter: 'api_key' }],
  ['api_secret=s', undefined, { kind: 'missing', parameter: 'api_key' }],
  ['sig=s', undefined, { kind: 'missing', parameter: 'api_key' }],
  ['api_key=k', undefined, { kind: 'missing', parameter: 'api_secret' }],
  ['api_key=k&api_secret=', undefined, { kind: 'missing', parameter: 'api_secret' }],
  ['', 'Bearer abc', { kind: 'missing', parameter: 'api_key' }],
  ['api_key=k&api_secret=s&sig=x', undefined, { kind: 'ambiguous' }],
])('%j with header %j: %j', (query, header, expected) => {
  expect(find(query, header)).toEqual(expected);
});

test.each([
  ['api_key=a&api_key=b&api_secret=s', 'api_key'],
  ['api_key=a&api_secret=s&api_secret=t', 'api_secret'],
  ['api_key=a%00&api_secret=s', 'api_key'],
])('%j is refused by its name', (query, parameter) => {
  expect(() => find(query)).toThrow(expect.objectContaining({ publicDetail: { parameter } }));
});

describe('the Basic header', () => {
  test.each([
    ['a secret with colons', basic('k:s:t'), 'k', 's:t'],
    ['an empty secret', basic('k:'), 'k', ''],
    ['another case of the scheme', basic('k:s').replace('Basic', 'bAsIc'), 'k', 's'],
    ['several spaces', basic('k:s').replace(' ', '   '), 'k', 's'],
    ['other letters', basic('k:pässwörd'), 'k', 'pässwörd'],
  ])('%s', (_name, header, apiKey, secret) => {
    expect(readBasic(header)).toEqual({ apiKey, proof: { kind: 'secret', secret } });
  });

  test.each([
    [undefined],
    [''],
    ['Basic'],
    ['Basic '],
    ['Basic !!!'],
    [basic('no colon')],
    [basic(':no key')],
    ['Bearer abc'],
    [`Basic ${'a'.repeat(501)}`],
    [`${basic('k:s')}, ${basic('x:y')}`],
  ])('%j is none', (header) => expect(readBasic(header)).toBeUndefined());
});
