/** Where outgoing requests may go: addresses as such, and as hosts of URLs (server-side request forgery). */
import { afterAll, describe, expect, test } from 'vitest';
import { createHttpClient, isAddressAllowed, isLoopback } from './http-client.ts';

const internal = {
  loopback: ['127.0.0.1', '127.0.0.0', '127.255.255.254', '127.1', '0x7f.1', '017700000001', '::1'],
  private: [
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.0.1',
    'fc00::1',
    'fdff::1',
  ],
  'link-local': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'this network': ['0.0.0.0', '0.1.2.3', '::'],
  'multicast and broadcast': [
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    'ff02::1',
    'ff0e::1',
  ],
  reserved: [
    '240.0.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '2001:db8::1',
    '100::1',
    '192.88.99.1',
    'fec0::1',
    '3fff::1',
    '5f00::1',
  ],
  'IPv4 inside IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '::7f00:1',
    '::10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::1',
    '2002:a00:1::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  ],
  'no address at all': [
    '',
    'localhost',
    'example.com',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4 ',
    'g::1',
    '::ffff:1.2.3.4.5',
  ],
} as const;

const open = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '192.167.255.255',
  '169.253.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
  '::ffff:8.8.8.8',
];

describe.each(Object.entries(internal))('%s', (_name, addresses) => {
  test.each(addresses.map((address) => [address]))('%j is refused', (address) => {
    expect(isAddressAllowed(address, [])).toBe(false);
  });
});

test.each(open.map((address) => [address]))('%s is open to everyone', (address) => {
  expect(isAddressAllowed(address, [])).toBe(true);
});

test.each([
  ['127.0.0.1', ['127.0.0.0/8'], true],
  ['::1', ['127.0.0.0/8'], false],
  ['::1', ['::1/128'], true],
  ['::ffff:127.0.0.1', ['127.0.0.0/8'], true],
  ['10.1.2.3', ['10.1.0.0/16'], true],
  ['10.2.2.3', ['10.1.0.0/16'], false],
  ['169.254.169.254', ['127.0.0.0/8', '10.0.0.0/8'], false],
  ['10.0.0.1', ['nonsense', '10.0.0.0/99', '10.0.0.0'], false],
  ['10.0.0.1', ['nonsense', '10.0.0.0/8'], true],
] as const)('%s with %j allowed: %s', (address, networks, isAllowed) => {
  expect(isAddressAllowed(address, networks)).toBe(isAllowed);
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['8.8.8.8', false],
  ['nonsense', false],
])('%s is loopback: %s', (address, expected) => expect(isLoopback(address)).toBe(expected));

/** Every spelling of a host that a URL parser reads as something internal. */
const spellings = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://127.0.0.1./',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://①②⑦.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[fe80::1]/',
  'http://example.com@127.0.0.1/',
  'http://user:pass@127.0.0.1/',
  'http://8.8.8.8@10.0.0.1/',
  'http://127.0.0.1#@8.8.8.8/',
  'http://127.0.0.1\\@8.8.8.8/',
  'http://127.0.0.1?@8.8.8.8/',
  'http:127.0.0.1',
  'http:/127.0.0.1',
  'http:\\\\127.0.0.1\\',
  ' http://127.0.0.1/',
  'HTTP://127.0.0.1/',
  'http://%31%32%37.0.0.1/',
  'http://127.0.0.1:80/',
  'https://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://[fc00::1]/',
];

describe('a URL that leads inside', () => {
  const client = createHttpClient();
  afterAll(() => client.close());

  test.each(spellings.map((url) => [url]))('%j is refused without a connection', async (url) => {
    const sending = client.send({ url, method: 'GET', allowedNetworks: [] });
    await expect(sending).rejects.toMatchObject({ kind: 'refused-address' });
  });

  test('a trailing dot is no way round: whether it resolves depends on the machine', async () => {
    const sending = client.send({ url: 'http://localhost./', method: 'GET', allowedNetworks: [] });
    await expect(sending).rejects.toMatchObject({ name: 'OutgoingRequestError' });
  });

  test.each([
    ['ftp://8.8.8.8/'],
    ['file:///etc/passwd'],
    ['gopher://127.0.0.1:5432/'],
    ['javascript:alert(1)'],
    ['//127.0.0.1/'],
    ['http://'],
    ['http://[::1'],
    ['http://1.2.3.4.5.256/'],
    ['http://exa mple.com/'],
    [''],
  ])('%j is no URL to send to', async (url) => {
    const sending = client.send({ url, method: 'GET', allowedNetworks: ['0.0.0.0/0'] });
    await expect(sending).rejects.toMatchObject({ kind: 'invalid-url' });
  });
});
