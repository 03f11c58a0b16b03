/** The parameters of the classic SMS API as tables. */
import { describe, expect, test } from 'vitest';
import { createTestApplicationValue } from '../../../test-support/application-value.ts';
import { readParameters } from '../classic/parameters.ts';
import { decodeMessage } from './wire.ts';

const application = createTestApplicationValue('sandbox');
const decode = (values: object) =>
  decodeMessage(
    readParameters({
      query: '',
      body: JSON.stringify({ from: 'Acme', to: '447700900000', text: 'Hello', ...values }),
    }),
    application,
  );
const refusal = (parameter: string, code = 'invalid_parameter') =>
  expect.objectContaining({ code, publicDetail: expect.objectContaining({ parameter }) });

test('what is left out has its documented default', () => {
  expect(decode({})).toEqual({
    application,
    dialect: 'nexmo-sms',
    to: '447700900000',
    sender: 'Acme',
    text: 'Hello',
    wantsReceipts: true,
    validitySeconds: 259_200,
  });
});

describe('each parameter takes what is documented and nothing else', () => {
  test.each([
    [
      'from',
      ['ACME', 'Vonage APIs', '447700900000', '+447700900000', '98765', 447700900000],
      ['Acme GmbH & Co', 'TwelveLetter', '1'.repeat(16), 'Äcme', 'a-b', '0'.repeat(18)],
    ],
    ['to', ['447700900000', '+44 7700 900000', 447700900000], ['abc', '1', 'x'.repeat(40)]],
    ['type', ['text', 'unicode'], ['wappush', 'vcal', 'vcard', 'Text', 'x']],
    ['ttl', ['20000', 20000, '604800000', 259200000], ['19999', '604800001', '1e5', 'x', -1]],
    ['message-class', ['0', 1, '2', '3'], ['4', 'x', '-1', '00']],
    ['status-report-req', ['1', 1, true, 'True', 'false', 0, false], ['2', 'maybe']],
    ['client-ref', ['ref', 'x'.repeat(100)], ['x'.repeat(101)]],
    ['account-ref', ['team', 'x'.repeat(100)], ['x'.repeat(101)]],
    [
      'callback',
      ['http://x.test/a'],
      ['x.test', 'ftp://x.test', `http://x.test/${'x'.repeat(500)}`],
    ],
  ])('%s', (name, good, wrong) => {
    for (const value of good) {
      expect(() => decode({ [name]: value }), JSON.stringify(value)).not.toThrow();
    }
    for (const value of [...wrong, {}, ['a']]) {
      expect(() => decode({ [name]: value }), JSON.stringify(value)).toThrow(refusal(name));
    }
  });

  test.each(['from', 'to', 'text'])('%s must be there', (name) => {
    expect(() => decode({ [name]: '' })).toThrow(refusal(name, 'missing_parameter'));
  });

  test('missing ones are named in the documented order', () => {
    expect(() => decode({ from: '', to: '', text: '' })).toThrow(
      refusal('from', 'missing_parameter'),
    );
    expect(() => decode({ to: '', text: '' })).toThrow(refusal('to', 'missing_parameter'));
  });

  test('unknown ones are ignored', () => {
    const known = decode({});
    expect(
      decode({
        'entity-id': '1',
        'content-id': '2',
        'trusted-number': true,
        'pool-id': 'p',
        x: 'y',
      }),
    ).toEqual(known);
  });
});

test('spaces in a name do not count, nor does the plus of a number', () => {
  expect(decode({ from: 'My Brand' }).sender).toBe('MyBrand');
  expect(decode({ from: '+447700900000' }).sender).toBe('447700900000');
  expect(decode({ from: '00447700900000' }).sender).toBe('447700900000');
});

test('a text is sent as it is, with the space around it', () => {
  expect(decode({ text: '  two lines\n and more ' })).toMatchObject({
    text: '  two lines\n and more ',
  });
});

test('unicode keeps to UCS-2, class 0 is a flash', () => {
  expect(decode({ type: 'unicode', 'message-class': 0 })).toMatchObject({
    encoding: 'ucs-2',
    flash: true,
  });
  expect(decode({ 'message-class': 1 })).not.toHaveProperty('flash');
});

test('a receipt can be declined, in every spelling of no', () => {
  for (const no of [false, 'False', 0, '0', 'false']) {
    expect(decode({ 'status-report-req': no }).wantsReceipts).toBe(false);
  }
});

test('names with underscores mean the same', () => {
  expect(
    decode({ client_ref: 'r', account_ref: 'a', status_report_req: 'False', message_class: '0' }),
  ).toMatchObject({ reference: 'r', accountReference: 'a', wantsReceipts: false, flash: true });
});

describe('a binary message', () => {
  const binary = (values: object) => decode({ type: 'binary', text: undefined, ...values });

  test('is hexadecimal, with or without a header that knows its own length', () => {
    expect(binary({ body: '0011FF' })).toMatchObject({ binary: { data: '0011ff', header: '' } });
    expect(binary({ body: '0011', udh: '06050415811581', 'protocol-id': 255 })).toMatchObject({
      binary: { header: '06050415811581' },
    });
  });

  test.each([
    ['body', { body: 'xyz' }],
    ['body', { body: '001' }],
    ['udh', { body: '00', udh: '0605' }],
    ['udh', { body: '00', udh: 'zz' }],
    ['protocol-id', { body: '00', 'protocol-id': 256 }],
  ])('is refused for its %s: %j', (parameter, values) => {
    expect(() => binary(values)).toThrow(refusal(parameter));
  });

  test('has a body', () => {
    expect(() => binary({})).toThrow(refusal('body', 'missing_parameter'));
  });
});
