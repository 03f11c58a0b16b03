import { describe, expect, test } from 'vitest';
import { signatureAlgorithms, signatureBase, signParameters } from './signature.ts';

/** Facts nexmo-sms-and-short-codes 2.6: recorded from the vendor's own tests, or computed. */
const numbers = { a: '1', b: '2', timestamp: '1461605396' };
const text = {
  api_key: 'abcd1234',
  from: 'Acme',
  text: 'a&b=c',
  timestamp: '1461605396',
  to: '16365553226',
};
const values = { param1: 'value1', param2: 'value2', timestamp: '1234567890' };

test.each([
  ['md5hash', numbers, 'secret', '6af838ef94998832dbfc29020b564830'],
  ['sha256', numbers, 'secret', 'a321e824b9b816be7c3f28859a31749a098713d39f613c80d455bbaffae1cd24'],
  [
    'sha256',
    values,
    'signature_secret',
    '280c4320703dbc98bfa22db676655ed2acfbfe8792b062ff7622e67f1183c287',
  ],
  ['md5hash', text, 'SIGSECRET', '69da8ae145ccc27f7ba11d14cc597a59'],
  ['sha256', text, 'SIGSECRET', 'a03f612751fc381d1f81f0c3ba2cf46aa999ba7a346c7ac4b17edeb3dde4ce27'],
] as const)('%s of %j is the vendor’s', (algorithm, parameters, secret, expected) => {
  expect(signParameters(parameters, secret, algorithm).toLowerCase()).toBe(expected);
});

test('HMACs are printed in capitals and the hash in small letters, as every verifier takes them', () => {
  for (const algorithm of signatureAlgorithms) {
    const signature = signParameters(numbers, 'secret', algorithm);
    expect(signature).toMatch(algorithm === 'md5hash' ? /^[0-9a-f]{32}$/ : /^[0-9A-F]{32,128}$/);
  }
});

describe('what is signed', () => {
  test.each([
    ['sorted by name', { b: '2', a: '1', B: '3' }, '&B=3&a=1&b=2'],
    ['without the signature itself', { a: '1', sig: 'ab' }, '&a=1'],
    ['with & and = in values replaced', { a: 'x&y=z', b: '&&==' }, '&a=x_y_z&b=____'],
    ['with the names as they are', { 'client-ref': 'r' }, '&client-ref=r'],
    ['with values as they are, never encoded', { a: 'ü +%20' }, '&a=ü +%20'],
    ['nothing', {}, ''],
  ])('%s', (_name, parameters, base) => {
    expect(signatureBase(parameters as Record<string, string>)).toBe(base);
  });
});
