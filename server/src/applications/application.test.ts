import { describe, expect, test } from 'vitest';
import * as channels from '../channels/index.ts';
import { type ApplicationSettings, assertSettings, settingsInForce } from './application.ts';

test('live applications begin closed, sandboxes open', () => {
  expect(settingsInForce('live', {})).toMatchObject({
    requestsPerSecond: 30,
    searchesPerSecond: 1,
    sendsPerAddress: { count: 5, windowSeconds: 600 },
    countries: ['US', 'CA'],
    customCodes: false,
    allowedNetworks: [],
  });
  expect(settingsInForce('sandbox', {})).toMatchObject({
    requestsPerSecond: null,
    searchesPerSecond: null,
    sendsPerAddress: null,
    countries: null,
    customCodes: true,
    allowedNetworks: ['127.0.0.0/8', '::1/128'],
  });
});

test('what is stored goes before the default, setting by setting', () => {
  expect(settingsInForce('live', { sender: 'Acme', countries: null })).toMatchObject({
    sender: 'Acme',
    countries: null,
    requestsPerSecond: 30,
  });
});

test.each(['sandbox', 'live'] as const)('the defaults of a %s application are valid', (kind) => {
  expect(() => assertSettings(kind, {})).not.toThrow();
});

describe('a wrong setting is refused by its name', () => {
  test.each([
    ['requestsPerSecond', 0],
    ['requestsPerSecond', 10_001],
    ['requestsPerSecond', 1.5],
    ['requestsPerSecond', '30'],
    ['searchesPerSecond', -1],
    ['sendsPerAddress', { count: 0, windowSeconds: 600 }],
    ['sendsPerAddress', { count: 5 }],
    ['sendsPerAddress', { count: 5, windowSeconds: 59 }],
    ['countries', ['us']],
    ['countries', 'US'],
    ['countries', ['USA']],
    ['customCodes', 'yes'],
    ['sender', ''],
    ['sender', 'twelveletters'],
    ['sender', 'Ac me'],
    ['sender', 'Acme\n'],
    ['receipts', { url: 'ftp://x', method: 'GET', signature: 'none' }],
    ['receipts', { url: null, method: 'PUT', signature: 'none' }],
    ['receipts', { url: null, method: 'GET', signature: 'sha3' }],
    ['receipts', { url: null }],
    ['receipts', { url: 'https://', method: 'GET', signature: 'none' }],
    ['verifyEvents', { url: 'ftp://x' }],
    ['verifyEvents', { url: 'http://10.0.0.1/' }],
    ['verifyEvents', {}],
    ['allowedNetworks', ['x'.repeat(50)]],
    ['allowedNetworks', ['10.0.0.0/8', '10.0.0.1']],
    ['allowedNetworks', ['10.0.0.0/33']],
    ['allowedNetworks', ['10/8']],
    ['allowedNetworks', Array(21).fill('10.0.0.0/8')],
    ['prices', { verification: '-1', message: {} }],
    ['prices', { verification: '0.05', message: { sms: 'free' } }],
    ['nonsense', true],
    ['__proto__', 1],
  ])('%s: %j', (name, value) => {
    const stored = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);
    let error: unknown;
    try {
      assertSettings('live', stored as Partial<ApplicationSettings>);
    } catch (failure) {
      error = failure;
    }
    expect(error).toMatchObject({ name: 'PlatformError', code: 'invalid_parameter' });
    const { parameter } = (error as { publicDetail: { parameter: string } }).publicDetail;
    const isUnknown = name === 'nonsense' || name === '__proto__';
    expect(parameter).toMatch(isUnknown ? /./ : new RegExp(`^${name}`));
  });
});

test.each([
  [{ sendsPerAddress: { count: 1, windowSeconds: 60 } }],
  [{ countries: [] }],
  [{ sender: '12345' }],
  [{ receipts: { url: 'https://x.test/a?b=c', method: 'POST-JSON', signature: 'sha512' } }],
  [{ prices: { verification: '0', message: {} } }],
] as const)('%j is accepted', (stored) => {
  expect(() => assertSettings('live', stored as Partial<ApplicationSettings>)).not.toThrow();
});

test('a channel without a stored price costs what the channel says, a price of 0 stays 0', () => {
  const stored = { prices: { verification: '0', message: { voice: '0', sms: '0.01' } } };
  const { prices } = settingsInForce('live', stored);
  expect(prices.verification).toBe('0');
  expect(prices.message).toMatchObject({ voice: '0', sms: '0.01' });
  for (const { name, defaultPrice } of Object.values(channels)) {
    expect(settingsInForce('live', {}).prices.message[name]).toBe(defaultPrice);
    if (!(name in stored.prices.message)) expect(prices.message[name]).toBe(defaultPrice);
  }
});
