/** VerifyNow: what is read from a call, and that no outcome is mistaken for another. */
import { describe, expect, test } from 'vitest';
import { createTestApplicationValue } from '../../../test-support/application-value.ts';
import { errorCodes, PlatformError } from '../../kernel/errors.ts';
import { readParameters } from '../classic/parameters.ts';
import { readRequest } from './read-request.ts';
import {
  decodeMessage,
  decodeSend,
  encodeEnded,
  encodeError,
  envelope,
  httpStatusOf,
  readCustomerId,
  timeoutOf,
} from './wire.ts';

const application = createTestApplicationValue('sandbox', []);
const kinds: { [channel: string]: 'phone-number' | 'email' } = {
  sms: 'phone-number',
  whatsapp: 'phone-number',
  voice: 'phone-number',
  email: 'email',
};
const read = (values: object) => readParameters({ query: '', body: JSON.stringify(values) });
const number = { countryCode: '44', mobileNumber: '7400123456' };
const decode = (values: object) =>
  decodeSend(read({ ...number, ...values }), application, (channel) => kinds[channel]);

describe('a send', () => {
  test('of one channel is one step, whose code lives five minutes', () => {
    const request = decode({ flowType: 'SMS' });
    expect(request).toMatchObject({
      dialect: 'verifynow',
      lane: 0,
      to: '+447400123456',
      brand: application.name,
      workflow: [{ channel: 'sms', waitSeconds: 300 }],
      codeLength: 4,
      codeLifeSeconds: 300,
      checksMax: 5,
    });
    expect(timeoutOf(request)).toBe(60);
  });

  test.each([
    [2, 30, 330],
    [2, 240, 540],
    [3, 240, 600],
    [6, 100, 600],
  ])('of %i channels %i s apart ends %i s after it began', (count, wait, life) => {
    const flowType = Array(count).fill('SMS');
    const { workflow, codeLifeSeconds } = decode({ flowType, fallbackTimeoutSeconds: wait });
    expect(codeLifeSeconds).toBe(life);
    expect(workflow.reduce((sum, { waitSeconds }) => sum + waitSeconds, 0)).toBe(life);
    expect(workflow.map(({ code }) => code)).toEqual(Array(count).fill('same'));
    // The last message goes while a minute of the code's life is left, or it would carry a new code.
    expect(workflow.at(-1)?.waitSeconds).toBeGreaterThanOrEqual(60);
  });

  test('an address of another kind than the first step’s is that step’s own', () => {
    const { to, workflow } = decode({ flowType: ['EMAIL', 'SMS'], email: 'a@example.org' });
    expect(to).toBe('a@example.org');
    expect(workflow).toMatchObject([{ channel: 'email' }, { channel: 'sms', to: '+447400123456' }]);
    expect(workflow[0]).not.toHaveProperty('to');
  });

  test('a channel that is not installed is refused as an unknown one is', () => {
    expect(() => decode({ flowType: 'RCS' })).toThrow(
      expect.objectContaining({ code: 'invalid_parameter' }),
    );
  });

  test('the language is a wish, never a fault', () => {
    expect(decode({ flowType: 'SMS', langId: 'en_GB' })).toMatchObject({ locale: 'en-gb' });
    expect(decode({ flowType: 'SMS', langId: 'English' })).not.toHaveProperty('locale');
  });

  test('the brand is the company that was approved', () => {
    const approved = createTestApplicationValue('sandbox', [{ use: 'two-factor', company: 'Co' }]);
    const { brand } = decodeSend(
      read({ ...number, flowType: 'SMS' }),
      approved,
      (one) => kinds[one],
    );
    expect(brand).toBe('Co');
    expect(decode({ flowType: 'SMS', brand: 'Mine' })).toMatchObject({ brand: 'Mine' });
    expect(() => decode({ flowType: 'SMS', brand: 'x'.repeat(19) })).toThrow();
  });
});

test('a message in the caller’s own words is refused to who opted out', () => {
  const request = decodeMessage(read({ ...number, type: 'SMS', message: ' Hi ' }), application);
  expect(request).toMatchObject({ text: ' Hi ', refusesOptOut: true, to: '+447400123456' });
});

describe('query and body', () => {
  const twice = (query: string, body: string) => readRequest({ query, body });
  test('may say the same twice, or each a half', () => {
    expect(twice('a=1&b=2', '{"b":2,"c":3}').flat()).toEqual({ a: '1', b: '2', c: '3' });
    expect(twice('a=', 'a=1').text('a')).toBe('1');
    expect(twice('a=1&a=2', '{"a":["1","2"]}').all('a')).toEqual(['1', '2']);
  });
  test.each([
    ['a=1', 'a=2'],
    ['a=1', '{"a":"2"}'],
    ['a=1', '{"a":["1","2"]}'],
    ['a=1', '{"a":""}'],
    ['a=1', '{"a":{}}'],
  ])('%s against %s is refused', (query, body) => {
    expect(() => twice(query, body)).toThrow(
      expect.objectContaining({ code: 'invalid_parameter', publicDetail: expect.anything() }),
    );
  });
});

test.each([
  ['C-0123abcd', '0123abcd'],
  ['c-0123ABCD', '0123abcd'],
  ['0123abcd', '0123abcd'],
  ['D-0123abcd', undefined],
  ['C-0123abc', undefined],
  ['C-C-0123abcd', undefined],
  ['', undefined],
])('the customer id %j is the key %j', (text, apiKey) => expect(readCustomerId(text)).toBe(apiKey));

describe('answers', () => {
  test('nothing but success is told with a word a client takes for success', () => {
    const ended = (['verified', 'failed', 'cancelled', 'expired', 'in_progress'] as const).map(
      (status) => encodeEnded(status),
    );
    const refused = errorCodes.map((code) => encodeError(new PlatformError(code)));
    for (const answer of [...ended, ...refused]) {
      const { responseCode, data } = envelope(answer) as {
        responseCode: number;
        data: { verificationStatus: string; errorMessage: string };
      };
      expect(responseCode).not.toBe(200);
      expect(['VERIFIED', 'VERIFICATION_COMPLETED', null]).not.toContain(data.verificationStatus);
      expect(data.errorMessage).toMatch(/./);
    }
  });

  test('business errors are HTTP 200, faults of the request and the server are not', () => {
    for (const code of [200, 501, 505, 506, 511, 700, 702, 703, 705, 800] as const) {
      expect(httpStatusOf(code)).toBe(200);
    }
    expect([400, 401, 409, 500].map((code) => httpStatusOf(code as 400))).toEqual([
      400, 401, 409, 500,
    ]);
  });

  test('a country the application may not write to is a wrong country code', () => {
    const error = new PlatformError('unroutable', { parameter: 'number', reason: 'country' });
    expect(encodeError(error)).toEqual({ code: 511 });
  });
});
