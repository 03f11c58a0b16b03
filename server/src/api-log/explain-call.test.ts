import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../kernel/errors.ts';
import { causes } from './causes.ts';
import { explainCall } from './explain-call.ts';

const docs = path.join(import.meta.dirname, '../../..');

function explain(dialect: string, answer: Record<string, string>, more: object = {}) {
  const call = { dialect, route: '/x', status: 200, isFailure: true, answer, ...more };
  return explainCall(call);
}

test('what was done as asked needs no words', () => {
  expect(explain('v1', { status: 'in_progress' }, { isFailure: false })).toBeNull();
  expect(explain('nexmo-verify', { status: '0' }, { isFailure: false })).toBeNull();
  expect(explain('a-new-one', {}, { isFailure: false })).toBeNull();
});

test.each([
  ['nexmo-verify', { status: '16', error_text: 'The code provided …' }, 'wrong-code'],
  ['nexmo-verify', { status: '10', request_id: 'x' }, 'running-already'],
  ['nexmo-verify', { status: '19' }, 'not-now'],
  ['nexmo-sms', { 'messages.0.status': '15', 'messages.0.error-text': 'Illegal …' }, 'sender'],
  ['nexmo-short-codes', { 'message-count': '1', 'messages.0.status': '101' }, 'campaign'],
  ['nexmo-short-codes', { status: '102' }, 'opted_out'],
  ['verifynow', { responseCode: '506', 'data.responseCode': '506' }, 'running-already'],
  ['verifynow', { responseCode: '702' }, 'wrong-code'],
  ['vonage-verify-v2', { title: 'Invalid Code', detail: 'The code you …' }, 'wrong-code'],
  [
    'vonage-verify-v2',
    { title: 'Invalid Code', detail: 'An incorrect code has been provided too many times.' },
    'too-many-codes',
  ],
  [
    'vonage-verify-v2',
    { title: 'Conflict', detail: 'Concurrent verifications …' },
    'running-already',
  ],
  ['v1', { code: 'opted_out', status: '422' }, 'opted_out'],
] as const)('%s: %j is told in words', (dialect, answer, cause) => {
  const [meaning, advice] = causes[cause];
  expect(explain(dialect, answer)).toMatchObject({ meaning, advice });
});

test('the parameter at fault is named, however the dialect names it', () => {
  const meanings = [
    explain('v1', { code: 'invalid_parameter', parameter: 'to', reason: 'unknown country' }),
    explain('nexmo-verify', { status: '3', error_text: 'Invalid value for param: lg' }),
    explain('nexmo-verify', {
      status: '2',
      error_text: 'Your request is incomplete and missing the mandatory parameter: brand',
    }),
    explain('nexmo-sms', { 'messages.0.status': '2', 'messages.0.error-text': 'Missing to param' }),
    explain('verifynow', { responseCode: '400', 'data.errorMessage': 'flowType is missing' }),
    explain('vonage-verify-v2', { 'invalid_parameters.0.name': 'brand' }, { status: 422 }),
    explain('verifynow', { responseCode: '401', 'data.errorMessage': 'authToken is invalid' }),
  ].map((one) => one?.meaning);
  expect(meanings).toEqual([
    'A parameter does not have the form it needs: to, unknown country.',
    'A parameter does not have the form it needs: lg.',
    'A parameter is missing: brand.',
    'A parameter is missing: to.',
    'A parameter does not have the form it needs: flowType.',
    'A parameter does not have the form it needs: brand.',
    'The token is wrong or too old.',
  ]);
});

test('a check that was answered with no says why', () => {
  const answer = { is_verified: 'false', result: 'wrong_code' };
  expect(explain('v1', answer, { isFailure: false })?.meaning).toBe(causes['wrong-code'][0]);
  const verified = { is_verified: 'true', result: 'verified' };
  expect(explain('v1', verified, { isFailure: false })).toBeNull();
});

test.each([
  [401, 'invalid_credentials'],
  [404, 'not_found'],
  [429, 'rate_limited'],
  [418, 'invalid_parameter'],
  [503, 'fault'],
] as const)('an answer nobody knows is explained by HTTP %d', (status, cause) => {
  for (const dialect of ['nexmo-account', 'v1', 'verifynow', 'a-new-one']) {
    const told = explain(
      dialect,
      { status: 'no number', title: '?', code: '__proto__' },
      { status },
    );
    expect(told?.meaning).toBe(causes[cause][0]);
  }
});

test('every page there is a link to exists', () => {
  const calls = [
    ...errorCodes.map((code) => explain('v1', { code }, { status: 400 })),
    explain('nexmo-short-codes', {}, { route: '/sc/us/2fa/:format' }),
    explain('nexmo-short-codes', {}, { route: '/sc/us/alert/:format' }),
    ...['verify', 'sms', 'account', 'secrets', 'conversions', 'search'].map((name) =>
      explain(`nexmo-${name}`, {}),
    ),
    explain('verifynow', {}),
    explain('vonage-verify-v2', {}),
  ];
  for (const told of calls) {
    expect(existsSync(path.join(docs, `${told?.page}.md`)), `${told?.page}`).toBe(true);
  }
  expect(explain('hosted-pages', {})?.page).toBeNull();
});
