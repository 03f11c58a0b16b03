/** The wire of Nexmo Verify v1 as tables: parameters in, statuses and texts out. */
import { describe, expect, test } from 'vitest';
import type { FoundVerification } from '../../history/search.ts';
import { errorCodes, PlatformError } from '../../kernel/errors.ts';
import { compactId } from '../../kernel/ids.ts';
import { readParameters } from '../classic/parameters.ts';
import {
  decodeCheck,
  decodeControl,
  decodePaymentStart,
  decodeSearch,
  decodeStart,
  type Endpoint,
  encodeCheck,
  encodeError,
  encodeStart,
  encodeVerification,
  verificationDocument,
  WireRefusal,
} from './wire.ts';

const sent = (values: object) => readParameters({ query: '', body: JSON.stringify(values) });
const start = (values: object, allowsOwnCode = true) =>
  decodeStart(sent({ number: '447700900001', brand: 'Acme', ...values }), allowsOwnCode);
const payment = (values: object) =>
  decodePaymentStart(sent({ number: '447700900001', payee: 'Shop', amount: '48.00', ...values }));
const refusal = (parameter: string, code = 'invalid_parameter') =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining({ parameter }) });
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const wireId = compactId(id);

test('a start without anything optional has the documented defaults', () => {
  expect(start({})).toEqual({
    dialect: 'nexmo-verify',
    lane: 0,
    to: '447700900001',
    brand: 'Acme',
    codeLength: 4,
    codeLifeSeconds: 300,
    checksMax: 3,
    workflow: [
      { channel: 'sms', waitSeconds: 125 },
      { channel: 'voice', waitSeconds: 180 },
      { channel: 'voice', waitSeconds: 300 },
    ],
  });
});

describe('each parameter takes what is documented and nothing else', () => {
  test.each([
    [
      'brand',
      ['A', 'x'.repeat(18), 'Grüße', '🎉'.repeat(18)],
      ['x'.repeat(19), 'a\u0007b', '\ud800'],
    ],
    ['country', ['GB', 'gb', ''], ['GBR', 'G', '44', 'ÄÖ']],
    [
      'sender_id',
      ['VERIFY', 'Acme 1', '1'.repeat(15), ''],
      ['x'.repeat(12), '1'.repeat(16), 'Ü', 'a_b'],
    ],
    ['code_length', ['4', 6, ''], ['3', '5', '7', '4.0', 'four', true]],
    [
      'lg',
      ['en-us', 'EN-US', 'en_us', 'fil-ph', 'de', ''],
      ['english-us', 'e', 'en-us-x', '12', '../en'],
    ],
    ['pin_expiry', ['60', 3600, ''], ['59', '3601', '-60', '1e3', '60s']],
    ['next_event_wait', ['60', 900, ''], ['59', '901']],
    ['workflow_id', ['1', 7, ''], ['0', '8', 'sms']],
    [
      'pin_code',
      ['1234', 'AKFG-3424', 'a'.repeat(10), ''],
      ['123', 'x'.repeat(11), '12 34', '１２３４'],
    ],
  ])('%s', (name, good, wrong) => {
    for (const value of good) expect(() => start({ [name]: value })).not.toThrow();
    for (const value of [...wrong, {}, [], ['a']]) {
      expect(() => start({ [name]: value }), JSON.stringify(value)).toThrow(refusal(name));
    }
  });

  test.each(['number', 'brand'])('%s must be there', (name) => {
    expect(() => start({ [name]: ' ' })).toThrow(refusal(name, 'missing_parameter'));
  });

  test('what nobody knows is ignored', () => {
    expect(start({ require_type: 'All', nonsense: { a: 1 } })).toEqual(start({}));
  });

  test('an own code needs the permission, whatever it is', () => {
    expect(start({ pin_code: '0471' }).code).toBe('0471');
    for (const pin_code of ['1234', 'x']) {
      expect(() => start({ pin_code }, false)).toThrow(
        expect.objectContaining({
          status: '20',
          message: 'This account does not support the parameter: pin_code.',
        }),
      );
    }
  });

  test('languages and countries get one spelling', () => {
    expect(start({ lg: 'EN_gb', country: 'gb' })).toMatchObject({ locale: 'en-gb', country: 'GB' });
  });
});

describe('timing', () => {
  test.each([
    [{}, 300, [125, 180, 300]],
    [{ pin_expiry: 360, next_event_wait: 120 }, 360, [120, 120, 120]],
    [{ pin_expiry: 240, next_event_wait: 120 }, 240, [120, 120, 120]],
    [{ pin_expiry: 120, next_event_wait: 120 }, 120, [120, 120, 120]],
    [{ pin_expiry: 300, next_event_wait: 60 }, 300, [60, 60, 60]],
    [{ pin_expiry: 90, next_event_wait: 120 }, 120, [120, 120, 120]],
    [{ pin_expiry: 200, next_event_wait: 120 }, 120, [120, 120, 120]],
    [{ pin_expiry: 3600 }, 3600, [125, 180, 300]],
    [{ next_event_wait: 900 }, 300, [900, 900, 900]],
    [{ workflow_id: 6 }, 300, [300]],
    [{ workflow_id: 7, pin_expiry: 600 }, 600, [600]],
    [{ workflow_id: 6, next_event_wait: 60 }, 300, [300]],
    [{ workflow_id: 3 }, 300, [150, 150]],
  ])('%j: codes live %i s, waits %j', (values, life, waits) => {
    const { codeLifeSeconds, workflow } = start(values);
    expect(codeLifeSeconds).toBe(life);
    expect(workflow.map(({ waitSeconds }) => waitSeconds)).toEqual(waits);
  });
});

describe('a payment', () => {
  test('is told by payee and amount', () => {
    expect(payment({})).toMatchObject({
      brand: 'Shop',
      payment: { payee: 'Shop', amount: '48.00', currency: 'EUR' },
    });
  });

  test.each([
    ['48', '48.00'],
    [48, '48.00'],
    ['48.0', '48.00'],
    ['48.5', '48.50'],
    ['0.01', '0.01'],
    ['48.00000000', '48.00'],
    ['999999999.99', '999999999.99'],
  ])('an amount of %j is told as %s', (amount, told) => {
    expect(payment({ amount }).payment?.amount).toBe(told);
  });

  test.each([
    '0',
    '0.00',
    '-1',
    '48,00',
    '1e3',
    '0x10',
    '48.005',
    '0.001',
    '1234567890',
    '4 8',
    'NaN',
    '٤٨',
    '48.',
  ])('an amount of %j is refused, never rounded', (amount) =>
    expect(() => payment({ amount })).toThrow(refusal('amount')),
  );

  test.each(['number', 'payee', 'amount'])('%s must be there', (name) => {
    expect(() => payment({ [name]: '' })).toThrow(refusal(name, 'missing_parameter'));
  });

  test('takes neither brand, nor own code, nor sender', () => {
    const decoded = payment({ brand: 'Other', pin_code: '1234', sender_id: 'Other' });
    expect(decoded).toEqual(payment({}));
  });
});

describe('check, search and control', () => {
  test.each([
    ['1234', true],
    ['AKFG-3424', true],
    ['a'.repeat(10), true],
    ['123', false],
    ['a'.repeat(11), false],
    ['12 34', false],
    ['１２３４', false],
  ])('a code of %j is taken: %s', (code, isTaken) => {
    const decode = () => decodeCheck(sent({ request_id: wireId, code }));
    if (isTaken) expect(decode()).toMatchObject({ wire: wireId, id, code });
    else expect(decode).toThrow(refusal('code'));
  });

  test('the client’s address comes under two names, and nonsense in it is left out', () => {
    const decode = (values: object) =>
      decodeCheck(sent({ request_id: wireId, code: '1234', ...values }));
    expect(decode({ ip_address: '192.0.2.1' }).clientAddress).toBe('192.0.2.1');
    expect(decode({ ip: '2001:db8::1' }).clientAddress).toBe('2001:db8::1');
    expect(decode({ ip: '<script>' }).clientAddress).toBeUndefined();
  });

  test.each([
    [wireId, id],
    [id, id],
    [wireId.toUpperCase(), id],
    ['nobody', undefined],
    ['a'.repeat(36), undefined],
  ])('a request id of %s is read as %s', (request_id, expected) => {
    expect(decodeCheck(sent({ request_id, code: '1234' })).id).toBe(expected);
  });

  test.each(['a'.repeat(37), 'a b', "'--", 'ü'])('a request id of %j is refused', (request_id) => {
    expect(() => decodeCheck(sent({ request_id, code: '1234' }))).toThrow(refusal('request_id'));
  });

  test.each([
    ['request_id=a', ['a']],
    ['request_id=a,b', ['a', 'b']],
    ['request_ids=a&request_ids=b', ['a', 'b']],
    ['request_id=a&request_ids=b,%20c,', ['a', 'b', 'c']],
    [`request_ids=${'x,'.repeat(10)}`, Array(10).fill('x')],
  ])('a search for %s means %j', (query, ids) => {
    expect(decodeSearch(readParameters({ query, body: '' }))).toEqual(ids);
  });

  test('a search for none and for eleven are refused in the wire’s words', () => {
    const search = (query: string) => () => decodeSearch(readParameters({ query, body: '' }));
    expect(search('request_ids=,')).toThrow(expect.objectContaining({ status: '6' }));
    expect(search(`request_ids=${'x,'.repeat(11)}`)).toThrow(
      expect.objectContaining({ status: '18', message: 'Too many request_ids provided' }),
    );
  });

  test('control knows two commands', () => {
    const decode = (cmd: string) => decodeControl(sent({ request_id: wireId, cmd }));
    expect(decode('cancel')).toEqual({ wire: wireId, id, command: 'cancel' });
    expect(decode('trigger_next_event').command).toBe('trigger_next_event');
    for (const cmd of ['CANCEL', 'stop', '__proto__'])
      expect(() => decode(cmd)).toThrow(refusal('cmd'));
  });
});

describe('errors', () => {
  const endpoints: readonly Endpoint[] = ['request', 'check', 'search', 'control'];

  test.each(errorCodes)('%s has a numeric status and a text at every endpoint', (code) => {
    for (const endpoint of endpoints) {
      const error = encodeError(new PlatformError(code, { parameter: 'number' }), endpoint);
      expect(error.status).toMatch(/^\d{1,3}$/);
      expect(error.status).not.toBe('0');
      expect(error.message).toMatch(/^[A-Z].{5,}/);
    }
  });

  test.each([
    ['rate_limited', {}, 'request', '1', 'Throttled'],
    ['missing_parameter', { parameter: 'api_key' }, 'request', '2', 'Missing api_key'],
    ['missing_parameter', { parameter: 'api_secret' }, 'control', '2', 'Missing api_secret'],
    [
      'missing_parameter',
      { parameter: 'brand' },
      'request',
      '2',
      'Your request is incomplete and missing the mandatory parameter: brand',
    ],
    ['missing_parameter', { parameter: 'cmd' }, 'control', '2', 'Missing mandatory parameter: cmd'],
    [
      'invalid_parameter',
      { parameter: 'number' },
      'request',
      '3',
      'Invalid value for param: number',
    ],
    [
      'invalid_credentials',
      { reason: 'secret' },
      'request',
      '4',
      'Invalid credentials were provided',
    ],
    ['invalid_credentials', { reason: 'signature' }, 'check', '4', 'Bad credentials'],
    ['unavailable', {}, 'check', '5', 'Internal Error'],
    [
      'barred',
      {},
      'request',
      '7',
      'The number you are trying to verify is blacklisted for verification.',
    ],
    ['quota_exceeded', {}, 'request', '9', 'Partner quota exceeded'],
    ['unroutable', {}, 'request', '15', 'The destination number is not in a supported network'],
    ['not_found', {}, 'search', '101', 'No response found'],
  ] as const)('%s %j at %s is %s: %s', (code, detail, endpoint, status, text) => {
    const error = encodeError(new PlatformError(code, detail), endpoint);
    expect([error.status, error.message]).toEqual([status, text]);
  });

  test('a refusal in the wire’s own terms passes as it is', () => {
    const own = new WireRefusal('19', 'text', { a: 'b' });
    expect(encodeError(own, 'check')).toBe(own);
  });
});

describe('outcomes', () => {
  test.each([
    [
      { kind: 'concurrent', verificationId: id },
      { request_id: wireId, status: '10' },
    ],
    [{ kind: 'address_locked', retryAfterSeconds: 900 }, { status: '7' }],
    [
      { kind: 'too_many_sends', retryAfterSeconds: 600 },
      { status: '1', error_text: 'Throttled' },
    ],
  ] as const)('of a start: %j', (outcome, expected) => {
    expect(encodeStart(outcome)).toMatchObject(expected);
  });

  test('a success holds no error_text, which clients take for a failure', () => {
    const started = { kind: 'started', verificationId: id } as Parameters<typeof encodeStart>[0];
    expect(encodeStart(started)).toEqual({ request_id: wireId, status: '0' });
    const verified = {
      kind: 'verified',
      dispatchId: id,
      price: '0.05',
      messagesCost: '0.0333',
      destination: { country: 'US', prefix: '1415555', clientMac: null },
    } as const;
    expect(encodeCheck(wireId, verified)).toEqual({
      request_id: wireId,
      event_id: id,
      status: '0',
      price: '0.05000000',
      currency: 'EUR',
      estimated_price_messages_sent: '0.03330000',
    });
  });

  test.each([
    ['mismatch', '16'],
    ['code_expired', '16'],
    ['exhausted', '17'],
    ['locked', '17'],
    ['not_live', '6'],
  ] as const)('of a check: %s is %s and echoes the id', (kind, status) => {
    const outcome = { kind, checksLeft: 2 } as Parameters<typeof encodeCheck>[1];
    expect(encodeCheck('as-sent', outcome)).toMatchObject({ request_id: 'as-sent', status });
  });

  test('a wrong code is told the same with two tries left as with one, and as an expired one', () => {
    const texts = [1, 2].map((checksLeft) => encodeCheck('x', { kind: 'mismatch', checksLeft }));
    expect(texts[0]).toEqual(texts[1]);
    expect(texts[0]).toEqual(encodeCheck('x', { kind: 'code_expired' }));
  });
});

describe('a search’s result', () => {
  const at = new Date('2026-01-02T03:04:05Z');
  const found: FoundVerification = {
    id,
    status: 'verified',
    number: '447700900001',
    sender: 'VERIFY',
    price: '0.05000000',
    currency: 'EUR',
    messagesCost: 0.0666,
    createdAt: at,
    endedAt: at,
    checks: [{ at, code: '1234', isValid: true, clientAddress: null }],
    dispatches: [
      { id: 'first', channel: 'sms', at },
      { id: 'second', channel: 'voice', at: new Date('2026-01-02T03:06:10Z') },
    ],
  };

  test('has every documented field as text', () => {
    expect(encodeVerification('abcd1234', found)).toEqual({
      request_id: wireId,
      account_id: 'abcd1234',
      status: 'SUCCESS',
      number: '447700900001',
      price: '0.05000000',
      currency: 'EUR',
      sender_id: 'verify',
      date_submitted: '2026-01-02 03:04:05',
      date_finalized: '2026-01-02 03:04:05',
      first_event_date: '2026-01-02 03:04:05',
      last_event_date: '2026-01-02 03:06:10',
      checks: [
        { date_received: '2026-01-02 03:04:05', code: '1234', status: 'VALID', ip_address: '' },
      ],
      events: [
        { type: 'sms', id: 'first' },
        { type: 'tts', id: 'second' },
      ],
      estimated_price_messages_sent: '0.06660000',
    });
  });

  test.each([
    ['in_progress', 'IN PROGRESS', '0'],
    ['verified', 'SUCCESS', '0.05000000'],
    ['failed', 'FAILED', '0'],
    ['expired', 'EXPIRED', '0'],
    ['cancelled', 'CANCELLED', '0'],
  ] as const)('%s is %s and costs %s', (status, text, price) => {
    expect(encodeVerification('k', { ...found, status })).toMatchObject({ status: text, price });
  });

  test('that is empty still has its dates and lists, in XML too', () => {
    const empty = { ...found, endedAt: null, checks: [], dispatches: [] };
    const wire = encodeVerification('k', empty);
    expect(wire).toMatchObject({
      date_finalized: '',
      first_event_date: '',
      checks: [],
      events: [],
    });
    expect(verificationDocument(wire)).toMatchObject({ checks: '', events: '' });
  });
});
