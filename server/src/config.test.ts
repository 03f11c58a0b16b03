import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, variables } from './config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(text: string): string {
  const file = path.join(folder, `secret-${Math.abs(text.length)}`);
  writeFileSync(file, text);
  return file;
}

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('nothing set: the documented defaults', () => {
  expect(readConfig({})).toEqual({
    host: 'localhost',
    port: 8080,
    dataDirectory: path.resolve('data'),
    databaseUrl: undefined,
    keyRing: undefined,
    publicUrl: undefined,
    trustedProxies: [],
    tls: undefined,
    logLevel: 'info',
    metricsToken: undefined,
    allowUnsafeDatabase: false,
    databaseConnectionsMax: 16,
  });
});

test('everything set', () => {
  const config = readConfig({
    COUNTERSIGN_HOST: '0.0.0.0',
    COUNTERSIGN_PORT: '65535',
    COUNTERSIGN_DATA_DIR: '/var/lib/countersign',
    DATABASE_URL: 'postgresql://user:word@db:5432/countersign',
    COUNTERSIGN_KEY_RING: '{"version":1}',
    COUNTERSIGN_PUBLIC_URL: 'https://verify.example.com/',
    COUNTERSIGN_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1,fd00::/8',
    COUNTERSIGN_TLS_CERTIFICATE_FILE: '/etc/tls/cert.pem',
    COUNTERSIGN_TLS_KEY_FILE: '/etc/tls/key.pem',
    COUNTERSIGN_LOG_LEVEL: 'debug',
    COUNTERSIGN_METRICS_TOKEN: 'token',
    COUNTERSIGN_DATABASE_CONNECTIONS: '4',
    COUNTERSIGN_ALLOW_UNSAFE_DATABASE: 'true',
  });
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 65535,
    dataDirectory: '/var/lib/countersign',
    databaseUrl: 'postgresql://user:word@db:5432/countersign',
    keyRing: '{"version":1}',
    publicUrl: 'https://verify.example.com',
    trustedProxies: ['10.0.0.0/8', '192.168.1.1', 'fd00::/8'],
    tls: { certificateFile: '/etc/tls/cert.pem', keyFile: '/etc/tls/key.pem' },
    logLevel: 'debug',
    metricsToken: 'token',
    allowUnsafeDatabase: true,
    databaseConnectionsMax: 4,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

test('an empty variable counts as not set', () => {
  const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test.each([
  ['COUNTERSIGN_PORT', ['0', '65536', '-1', '80.5', '8o8o', '1e3', '0x50', ' 80'], 'whole number'],
  ['COUNTERSIGN_DATABASE_CONNECTIONS', ['3', '201', 'many'], 'whole number of 4 to 200'],
  ['COUNTERSIGN_LOG_LEVEL', ['INFO', 'trace', 'none'], 'one of debug, info, warn, error'],
  ['COUNTERSIGN_ALLOW_UNSAFE_DATABASE', ['yes', '1', 'TRUE'], 'one of true, false'],
  ['DATABASE_URL', ['mysql://db/x', 'localhost:5432', '/tmp'], 'postgres:// or postgresql://'],
  [
    'COUNTERSIGN_PUBLIC_URL',
    ['verify.example.com', 'ftp://x', 'javascript:x'],
    'http:// or https:',
  ],
  [
    'COUNTERSIGN_TRUSTED_PROXIES',
    ['proxy.example.com', '10.0.0.0/8;', 'all', '10.0.0.0/33', '999.1.1.1', '::/129', '::::'],
    'a list of networks',
  ],
])('%s refuses what does not fit, and says what would', (name, wrong, words) => {
  for (const value of wrong) {
    const problems = problemsOf({ [name]: value });
    expect(problems).toContain(`${name} must be `);
    expect(problems).toContain(words);
    expect(problems).not.toContain(value);
  }
});

test('every problem is reported at once, one a line', () => {
  const problems = problemsOf({
    COUNTERSIGN_PORT: 'x-port',
    COUNTERSIGN_LOG_LEVEL: 'x-level',
    DATABASE_URL: 'x-url',
    COUNTERSIGN_TLS_KEY_FILE: 'x-key',
    COUNTERSIGN_PROT: '8080',
    COUNTERSIGN_KEY_RING_FILE: path.join(folder, 'x-absent'),
  });
  const lines = problems.split('\n').slice(1);
  expect(lines).toHaveLength(6);
  expect(problems).not.toContain('x-');
});

describe('unknown names', () => {
  test.each([
    ['COUNTERSIGN_PROT'],
    ['COUNTERSIGN_'],
    ['COUNTERSIGN_PORT_FILE'],
    ['COUNTERSIGN_TLS_KEY_FILE_FILE'],
    ['COUNTERSIGN_toString'],
  ])('%s is refused by name, without its value', (name) => {
    const problems = problemsOf({ [name]: 'a value' });
    expect(problems).toContain(`${name} is not a known setting`);
    expect(problems).not.toContain('a value');
  });

  test('names that are not ours are none of our business', () => {
    expect(problemsOf({ PATH: '/bin', HOME: '/root', countersign_port: 'x' })).toBe('');
  });
});

describe('secrets from files', () => {
  test.each([
    ['DATABASE_URL', 'postgres://db/x', 'databaseUrl'],
    ['COUNTERSIGN_KEY_RING', '{"version":1}', 'keyRing'],
    ['COUNTERSIGN_METRICS_TOKEN', 'a token', 'metricsToken'],
  ] as const)('%s_FILE is read, its last newline dropped', (name, value, field) => {
    const config = readConfig({ [`${name}_FILE`]: fileWith(`${value}\n`) });
    expect(config[field]).toBe(value);
  });

  test('what a file holds is checked like a variable, and not printed', () => {
    const problems = problemsOf({ DATABASE_URL_FILE: fileWith('mysql://user:word@db/x') });
    expect(problems).toContain('DATABASE_URL must be');
    expect(problems).not.toContain('word');
  });

  test('a file that cannot be read is named by its variable', () => {
    const absent = path.join(folder, 'absent');
    expect(problemsOf({ COUNTERSIGN_KEY_RING_FILE: absent })).toContain(
      'COUNTERSIGN_KEY_RING_FILE cannot be read',
    );
  });
});

test.each([['COUNTERSIGN_TLS_CERTIFICATE_FILE'], ['COUNTERSIGN_TLS_KEY_FILE']])(
  '%s alone is refused: certificate and key go together',
  (name) => expect(problemsOf({ [name]: '/etc/tls/one.pem' })).toContain('go together'),
);

test('every variable is described, and every default passes its own check', () => {
  for (const variable of Object.values(variables)) {
    expect(variable.description.length).toBeGreaterThan(3);
    if (variable.default !== undefined) expect(variable.check?.(variable.default)).toBeUndefined();
  }
});
