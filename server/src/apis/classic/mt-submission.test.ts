/** The answers and the status table that all classic messaging APIs share. */
import { describe, expect, test } from 'vitest';
import { errorCodes, PlatformError } from '../../kernel/errors.ts';
import { encodeError, encodeRefusal, jsonBody, xmlDocument } from './mt-submission.ts';

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
    ['missing_parameter', { parameter: 'text' }, '2', /^Missing Message Text$/],
    ['invalid_parameter', { parameter: 'number' }, '3', /^to address is not numeric$/],
    ['invalid_parameter', { parameter: 'callback' }, '23', /./],
    ['invalid_parameter', { parameter: 'from' }, '15', /^Illegal Sender Address - rejected$/],
    ['unroutable', { parameter: 'sender' }, '15', /^Illegal Sender Address - rejected$/],
    ['invalid_parameter', { parameter: 'text', reason: 'too long' }, '12', /^Message too long$/],
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
  const message = {
    to: '16365553226',
    'message-id': 'd',
    status: '0',
    'client-ref': 'ref',
    'account-ref': 'team',
    'remaining-balance': '15.50260000',
    'message-price': '0.03330000',
    network: '00101',
  };

  test('the count is text, and every message stands for itself', () => {
    expect(jsonBody([message, message])).toEqual({
      'message-count': '2',
      messages: [message, message],
    });
  });

  test('XML has the documented names in the documented order', () => {
    const { messages } = xmlDocument([message, message])['mt-submission-response'] as {
      messages: { '@count': string; message: object[] };
    };
    expect(messages['@count']).toBe('2');
    expect(messages.message.map((one) => Object.keys(one).join(' '))).toEqual([
      'messageId to clientRef accountRef status remainingBalance messagePrice network',
      'messageId to clientRef accountRef status remainingBalance messagePrice network',
    ]);
  });

  test('an error in XML has a status and a text only', () => {
    const refused = encodeRefusal({ status: '4', text: 'Bad Credentials' });
    expect(xmlDocument([refused])).toEqual({
      'mt-submission-response': {
        messages: { '@count': '1', message: [{ status: '4', errorText: 'Bad Credentials' }] },
      },
    });
  });
});
