import { expect, test } from 'vitest';
import { decodeClient } from './client.ts';
import { readParameters } from './parameters.ts';

const decode = (query: string, body = '') => decodeClient(readParameters({ query, body }));

test.each([
  ['client-address=203.0.113.7', { clientAddress: '203.0.113.7' }],
  ['client_address=2001:db8::1', { clientAddress: '2001:db8::1' }],
  ['challenge-passed=1', { isChallengePassed: true }],
  [
    'client-address=203.0.113.7&challenge-passed=true',
    { clientAddress: '203.0.113.7', isChallengePassed: true },
  ],
])('%s is told', (query, told) => {
  expect(decode(query)).toEqual(told);
});

test.each([
  '',
  'client-address=',
  'client-address=localhost',
  'client-address=203.0.113.7,203.0.113.8',
  'client-address=203.0.113.7&client-address=203.0.113.8',
  'client-address=999.1.1.1',
  'client-address=%00',
  'challenge-passed=0',
  'challenge-passed=yes',
  'x-forwarded-for=203.0.113.7',
])('%j tells nothing and refuses nothing', (query) => {
  expect(decode(query)).toEqual({});
});

test('an object or list is nothing', () => {
  expect(decode('', '{"client-address":["203.0.113.7"],"challenge-passed":{}}')).toEqual({});
});
