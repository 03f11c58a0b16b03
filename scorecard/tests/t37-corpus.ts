/** URLs that lead inside, each in a spelling of its own (attack A12). All have the canaries' port. */

const literalHosts = [
  // IPv4 as everybody writes it, and as only parsers read it.
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0x0.0x0.0x1',
  '0X7F.1',
  '017700000001',
  '0177.0.0.1',
  '00000177.0.0.1',
  '127.0.0.1.',
  '１２７.０.０.１',
  '127。0。0。1',
  '①②⑦.0.0.1',
  '%31%32%37.0.0.1',
  '0',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '100.64.0.1',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  // IPv6, and IPv4 inside it.
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[2001:db8::1]',
];

/** Not in the system's name service but the first two: see instrumented/names.ts. */
const namedHosts = [
  'localhost',
  'LOCALHOST.',
  'loopback.test',
  'loopback.test.',
  'LoopBack.TEST',
  'loopback-six.test',
  'mapped.test',
  'nat64.test',
  'six-to-four.test',
  'private.test',
  'unspecified.test',
  'link-local.test',
  'metadata.google.internal',
  'both.test',
  'both-turned.test',
  'flips.test',
  'flips-later.test',
  'fails-first.test',
  'unknown.test',
];

export interface Corpus {
  /** Hosts that are refused for what they are, and names that are refused for where they lead. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
  /** Answered by a server that may be reached, with a way inside. */
  readonly redirects: readonly string[];
}

const redirectCodes = [301, 302, 303, 307, 308] as const;

export function corpusFor(port: number): Corpus {
  const at = (host: string): string => `http://${host}:${port}/canary`;
  return {
    literals: [
      ...literalHosts.map(at),
      `http://127.0.0.2@127.0.0.1:${port}/`,
      `http://allowed.test:80@127.0.0.1:${port}/`,
      `http://user:pass@127.0.0.1:${port}/`,
      `http://127.0.0.1:${port}#@allowed.test/`,
      `http://127.0.0.1:${port}\\@allowed.test/`,
      `http://127.0.0.1:${port}?@allowed.test/`,
      `http:127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      'file:///etc/passwd',
      `gopher://127.0.0.1:${port}/_`,
      `ftp://127.0.0.1:${port}/`,
    ],
    names: namedHosts.map(at),
    redirects: [
      ...redirectCodes.map((code) => `http://allowed.test:${port}/${code}/literal`),
      ...redirectCodes.map((code) => `http://allowed.test:${port}/${code}/name`),
    ],
  };
}
