import { expect, test } from 'vitest';
import { clientNetwork } from './client-address.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  [' 203.0.113.7 ', '203.0.113.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['::1', '::/64'],
])('%j counts as %s', (text, expected) => {
  expect(clientNetwork(text)).toBe(expected);
});

test.each([
  '',
  '1',
  '0x7f.1',
  '010.0.0.1',
  '192.0.2.256',
  '192.0.2.7, 192.0.2.8',
  'fe80::1%eth0',
  'nonsense',
])('%j is no address', (text) => {
  expect(clientNetwork(text)).toBeUndefined();
});
