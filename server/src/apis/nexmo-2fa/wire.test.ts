// biome-ignore-all lint/suspicious/noTemplateCurlyInString: our templates' parameters
/** The wire of the US short-code two-factor API as tables. */
import { describe, expect, test } from 'vitest';
import { type Application, settingsInForce } from '../../applications/application.ts';
import { errorCodes, PlatformError } from '../../kernel/errors.ts';
import { parseAmount } from '../../kernel/money.ts';
import { readParameters } from '../classic/parameters.ts';
import {
  decodeMessage,
  encodeError,
  encodeOutcome,
  encodeRefusal,
  jsonBody,
  xmlDocument,
} from './wire.ts';

const application: Application = {
  id: 1,
  name: 'Acme',
  kind: 'sandbox',
  apiKey: 'abcd1234',
  createdAt: new Date(),
  retiredAt: null,
  settings: settingsInForce('sandbox', {}),
  balance: '15.53590000',
  currency: 'EUR',
};
const decode = (values: object, owner = application) =>
  decodeMessage(
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
    const settings = { ...application.settings, shortCode: null };
    expect(() => decode({}, { ...application, settings })).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });
});

describe('errors', () => {
  test.each(errorCodes)('%s has a numeric status and a text', (code) => {
    const { status, text } = encodeError(new PlatformError(code, { parameter: 'to' }));
    expect(status).toMatch(/^\d{1,3}$/);
    expect(status).not.toBe('0');
    expect(text).toMatch(/^[A-Za-z].{5,}/);
  });

  test.each([
    ['rate_limited', {}, '1', /^Throughput Rate Exceeded - please wait \[ \d+ \] and retry$/],
    ['missing_parameter', { parameter: 'api_key' }, '2', /^Missing api_key$/],
    ['missing_parameter', { parameter: 'pin' }, '2', /^Missing pin param$/],
    ['missing_parameter', { parameter: 'to' }, '2', /^Missing to param$/],
    ['invalid_parameter', { parameter: 'number' }, '3', /^to address is not numeric$/],
    ['invalid_parameter', { parameter: 'callback' }, '23', /./],
    ['invalid_template', { parameter: 'server' }, '2', /^Missing server param$/],
    ['invalid_template', { reason: 'result too long' }, '12', /^Message too long$/],
    ['invalid_credentials', { reason: 'secret' }, '4', /^Bad Credentials$/],
    ['invalid_credentials', { reason: 'signature' }, '14', /^Invalid Signature$/],
    ['invalid_credentials', { reason: 'ambiguous' }, '32', /./],
    ['unroutable', { parameter: 'number' }, '6', /./],
    ['barred', {}, '7', /./],
    ['quota_exceeded', {}, '9', /./],
    ['forbidden', { reason: 'campaign' }, '101', /^Invalid Account for Campaign$/],
    ['opted_out', {}, '102', /./],
    ['unavailable', {}, '5', /^Server Error$/],
  ] as const)('%s %j is %s', (code, detail, status, text) => {
    const error = encodeError(new PlatformError(code, detail));
    expect(error.status).toBe(status);
    expect(error.text).toMatch(text);
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
    expect(jsonBody(encodeOutcome(started, decode({ 'client-ref': 'ref' })))).toEqual({
      'message-count': '1',
      messages: [
        {
          to: '16365553226',
          'message-id': 'd',
          status: '0',
          'client-ref': 'ref',
          'remaining-balance': '15.50260000',
          'message-price': '0.03330000',
          network: '00101',
        },
      ],
    });
    expect(encodeOutcome(started, decode({}))).not.toHaveProperty('client-ref');
  });

  test('an account whose balance nothing touched is told the one it had', () => {
    const free = encodeOutcome({ ...started, balance: null, charge: 0 }, decode({}));
    expect(free).toMatchObject({
      'remaining-balance': '15.53590000',
      'message-price': '0.00000000',
    });
  });

  test.each([
    [{ kind: 'address_locked', retryAfterSeconds: 9 }, '7'],
    [{ kind: 'too_many_sends', retryAfterSeconds: 9 }, '1'],
    [{ kind: 'concurrent', verificationId: 'v' }, '1'],
  ] as const)('%j is refused with status %s and without a price', (outcome, status) => {
    const message = encodeOutcome(outcome, decode({}));
    expect(Object.keys(message)).toEqual(['status', 'error-text']);
    expect(message.status).toBe(status);
  });

  test('XML has the documented names in the documented order', () => {
    const message = encodeOutcome(started, decode({ 'client-ref': 'ref' }));
    const { messages } = xmlDocument(message)['mt-submission-response'] as {
      messages: { '@count': string; message: object };
    };
    expect(messages['@count']).toBe('1');
    expect(Object.keys(messages.message)).toEqual([
      'messageId',
      'to',
      'clientRef',
      'status',
      'remainingBalance',
      'messagePrice',
      'network',
    ]);
  });

  test('an error in XML has a status and a text only', () => {
    const refused = encodeRefusal({ status: '4', text: 'Bad Credentials' });
    expect(xmlDocument(refused)).toEqual({
      'mt-submission-response': {
        messages: { '@count': '1', message: { status: '4', errorText: 'Bad Credentials' } },
      },
    });
  });
});
