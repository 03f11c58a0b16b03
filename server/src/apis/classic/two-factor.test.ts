/** Two-factor messages: what is read from a call, and what is answered. */
import { describe, expect, test } from 'vitest';
import { type Application, settingsInForce } from '../../applications/application.ts';
import { parseAmount } from '../../kernel/money.ts';
import { readParameters } from './parameters.ts';
import { decodeTwoFactor, encodeTwoFactor } from './two-factor.ts';

const application: Application = {
  id: 1,
  name: 'Acme',
  kind: 'sandbox',
  apiKey: 'abcd1234',
  wireId: '78d335fa-323d-4114-9c3d-d6f0d48968cf',
  createdAt: new Date(),
  retiredAt: null,
  wantsEvents: false,
  settings: settingsInForce('sandbox', {}),
  registeredSenders: [],
  campaigns: [
    {
      id: 1,
      use: 'two-factor',
      code: '98765',
      country: 'US',
      numberKind: 'shared-short-code',
      company: 'Acme',
      templates: ['${company} code: ${pin}.'],
      details: {},
    },
  ],
  balance: '15.53590000',
  credit: '0.00000000',
  currency: 'EUR',
};
const decode = (values: object, owner = application) =>
  decodeTwoFactor(
    readParameters({
      query: '',
      body: JSON.stringify({ to: '16365553226', pin: '1234', ...values }),
    }),
    owner,
  );
const refusal = (parameter: string, code = 'invalid_parameter') =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining({ parameter }) });

test('a message is the caller’s own code in the application’s own words', () => {
  expect(decode({})).toMatchObject({
    dialect: 'nexmo-2fa',
    lane: 1,
    to: '16365553226',
    code: '1234',
    brand: 'Acme',
    workflow: [{ channel: 'sms' }],
    template: { text: expect.stringContaining('${pin}'), parameters: { company: 'Acme' } },
  });
});

describe('each parameter takes what is documented and nothing else', () => {
  test.each([
    [
      'to',
      ['16365553226', '+1 (636) 555-3226', 16365553226],
      ['abc', '1', 'x'.repeat(40), '1636555322６'],
    ],
    [
      'pin',
      ['1', '0', '0000', '123456789012', 1234],
      ['12a4', '1'.repeat(13), '-1', '1.5', '１２'],
    ],
    ['client-ref', ['ref', 'x'.repeat(40), 7], ['x'.repeat(41)]],
    [
      'callback',
      ['http://x.test', 'https://x.test/a?b=c'],
      ['x.test', 'ftp://x.test', 'javascript:x', `http://x.test/${'x'.repeat(500)}`],
    ],
  ])('%s', (name, good, wrong) => {
    for (const value of good) expect(() => decode({ [name]: value })).not.toThrow();
    for (const value of [...wrong, {}, ['a']]) {
      expect(() => decode({ [name]: value }), JSON.stringify(value)).toThrow(refusal(name));
    }
  });

  test.each(['to', 'pin'])('%s must be there', (name) => {
    expect(() => decode({ [name]: '' })).toThrow(refusal(name, 'missing_parameter'));
  });

  test('leading zeros of a PIN are kept', () => {
    expect(decode({ pin: '0012' })).toMatchObject({ code: '0012', codeLength: 4 });
  });

  test('other names are the template’s, but company and credentials are not theirs to set', () => {
    const { template } = decode({ server: 'db-1', company: 'Evil', api_secret: 's', '${x}': 'y' });
    expect(template?.parameters).toEqual({ server: 'db-1', company: 'Acme' });
  });

  test('without a campaign the account is the fault', () => {
    const refused = expect.objectContaining({ code: 'forbidden' });
    const alerts = application.campaigns.map((each) => ({ ...each, use: 'alerts' as const }));
    const empty = application.campaigns.map((each) => ({ ...each, templates: [] }));
    for (const campaigns of [[], alerts, empty]) {
      expect(() => decode({}, { ...application, campaigns })).toThrow(refused);
    }
  });
});

describe('answers', () => {
  const started = {
    kind: 'started',
    verificationId: 'v',
    dispatchId: 'd',
    address: '16365553226',
    charge: parseAmount('0.0333'),
    balance: '15.50260000',
    segments: 1,
    sender: '98765',
  } as const;

  test('every value is text, prices with eight decimals, the reference only when sent', () => {
    expect(encodeTwoFactor(started, decode({ 'client-ref': 'ref' }))).toEqual({
      to: '16365553226',
      'message-id': 'd',
      status: '0',
      'client-ref': 'ref',
      'remaining-balance': '15.50260000',
      'message-price': '0.03330000',
      network: '00101',
    });
    expect(encodeTwoFactor(started, decode({}))).not.toHaveProperty('client-ref');
  });

  test('an account whose balance nothing touched is told the one it had', () => {
    const free = encodeTwoFactor({ ...started, balance: null, charge: 0 }, decode({}));
    expect(free).toMatchObject({
      'remaining-balance': '15.53590000',
      'message-price': '0.00000000',
    });
  });

  test.each([
    [{ kind: 'address_locked', retryAfterSeconds: 9 }, 'barred'],
    [{ kind: 'too_many_sends', retryAfterSeconds: 9 }, 'rate_limited'],
    [{ kind: 'concurrent', verificationId: 'v' }, 'rate_limited'],
  ] as const)('%j is refused as %s', (outcome, code) => {
    expect(() => encodeTwoFactor(outcome, decode({}))).toThrow(expect.objectContaining({ code }));
  });
});
