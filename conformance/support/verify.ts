/**
 * Steps that many Verify tests begin with, by plain HTTP, and the literals of the dialect.
 */
import { expect } from 'vitest';
import { type JsonObject, type Params, parseObject, send, viaForm } from './http.ts';
import { freshNumber } from './numbers.ts';
import { waitForCode } from './sandbox.ts';
import { sandbox } from './server.ts';

export const KEYS = { api_key: sandbox.apiKey, api_secret: sandbox.apiSecret };

export const HEX32 = /^[0-9a-f]{32}$/;
export const MONEY = /^\d+\.\d{8}$/;
export const DATE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

export const errorText = {
  missing: /^Your request is incomplete and missing the mandatory parameter/,
  credentials: 'Invalid credentials were provided',
  otherCredentials: 'Bad credentials',
  missingKey: 'Missing api_key',
  number: 'Invalid value for param: number',
  barred: /^The number you are trying to verify is blacklisted for verification\.?$/,
  concurrent: 'Concurrent verifications to the same number are not allowed',
  wrongCode: 'The code provided does not match the expected value',
  tooManyWrongCodes: 'The wrong code was provided too many times. Request terminated',
  pinCode: 'This account does not support the parameter: pin_code.',
  noResponse: 'No response found',
  tooManyIds: 'Too many request_ids provided',
  notFound: (id: string) =>
    `The Vonage platform was unable to process this message for the following reason: Request '${id}' was not found or it has been verified already.`,
  wrongParameters:
    /^The (?:Vonage|Nexmo) platform was unable to process this message for the following reason: Wrong parameters$/,
  inactive: (id: string) => `The requestId '${id}' does not exist or its no longer active.`,
  cancelTooEarly: (id: string) =>
    `Verification request ['${id}'] can't be cancelled within the first 30 seconds.`,
  // The sources disagree on one or two spaces before the bracket.
  cancelTooLate: (id: string) =>
    new RegExp(
      `^Verification request {1,2}\\['${id}'\\] can't be cancelled now\\. Too many attempts to re-deliver have already been made\\.$`,
    ),
  noMoreEvents: (id: string) => `No more events are left to execute for the request ['${id}']`,
} as const;

export async function post(path: string, params: Params): Promise<JsonObject> {
  const answer = await send(viaForm(path, { ...KEYS, ...params }));
  expect(answer.status, answer.text).toBe(200);
  return parseObject(answer.text);
}

export interface Running {
  readonly number: string;
  readonly id: string;
}

export async function start(params: Params = {}): Promise<Running> {
  const number = String(params.number ?? freshNumber());
  const answer = await post('/verify/json', { brand: 'Acme Inc', ...params, number });
  expect(answer).toEqual({ request_id: expect.stringMatching(HEX32), status: '0' });
  return { number, id: String(answer.request_id) };
}

export async function startAndRead(params: Params = {}): Promise<Running & { code: string }> {
  const running = await start(params);
  return { ...running, code: await waitForCode(running.number) };
}

export function check(id: string, code: string): Promise<JsonObject> {
  return post('/verify/check/json', { request_id: id, code });
}

export function control(id: string, cmd: string): Promise<JsonObject> {
  return post('/verify/control/json', { request_id: id, cmd });
}

export function search(id: string): Promise<JsonObject> {
  return post('/verify/search/json', { request_id: id });
}
