/**
 * What every answer to hostile input must be: below 500, in the dialect's own words, without a look
 * into the server. And the endpoints such input is thrown at.
 */
import { expect } from 'vitest';
import { parseObject, type RawAnswer } from './http.ts';
import { freshNumber, freshUsNumber, unknownRequestId } from './numbers.ts';
import { KEYS } from './verify.ts';

export type Dialect = 'verify' | '2fa';

export interface Endpoint {
  readonly path: string;
  readonly dialect: Dialect;
  /** The mandatory parameters, filled so that the request as a whole would be taken. */
  valid(): Readonly<Record<string, string>>;
  /** The parameter that names a recipient, where there is one. */
  readonly recipient?: string;
}

export const endpoints: readonly Endpoint[] = [
  {
    path: '/verify/json',
    dialect: 'verify',
    recipient: 'number',
    valid: () => ({ number: freshNumber(), brand: 'Acme Inc' }),
  },
  {
    path: '/verify/psd2/json',
    dialect: 'verify',
    recipient: 'number',
    valid: () => ({ number: freshNumber(), payee: 'Acme Inc', amount: '48.00' }),
  },
  {
    path: '/verify/check/json',
    dialect: 'verify',
    valid: () => ({ request_id: unknownRequestId(), code: '1234' }),
  },
  {
    path: '/verify/search/json',
    dialect: 'verify',
    valid: () => ({ request_id: unknownRequestId() }),
  },
  {
    path: '/verify/control/json',
    dialect: 'verify',
    valid: () => ({ request_id: unknownRequestId(), cmd: 'cancel' }),
  },
  {
    path: '/sc/us/2fa/json',
    dialect: '2fa',
    recipient: 'to',
    valid: () => ({ to: freshUsNumber(), pin: '4711' }),
  },
  {
    path: '/sms/json',
    dialect: '2fa',
    recipient: 'to',
    valid: () => ({ from: 'Acme', to: freshNumber(), text: 'Hello' }),
  },
];

export const withKeys = (params: object): Record<string, unknown> => ({ ...params, ...KEYS });

const INSIDE =
  /\bat (?:async )?[\w.<>[\] ]* ?\(?(?:file:|node:|\/)[^\s)]*:\d+:\d+\)?|node_modules|node:internal|\.ts\b|\/work\/|postgres|sqlstate|select .* from |syntax error|unexpected token/i;

/** Any answer at all: no 5xx, nothing of the server's inside. */
export function expectHarmless(answer: RawAnswer): void {
  expect(answer.status, answer.text.slice(0, 500)).toBeGreaterThanOrEqual(200);
  expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(500);
  expect(answer.text).not.toMatch(INSIDE);
  expect(JSON.stringify(answer.headers)).not.toMatch(INSIDE);
}

/** The status in the dialect's own shape, or a failure when the answer has another shape. */
export function dialectStatus(dialect: Dialect, answer: RawAnswer): string {
  const body = parseObject(answer.text);
  if (dialect === 'verify') {
    if ('verification_requests' in body) return '0';
    expect(typeof body.status, answer.text).toBe('string');
    const isError = /^[1-9]\d*$/.test(String(body.status));
    expect(typeof body.error_text, answer.text).toBe(isError ? 'string' : 'undefined');
    return isError ? String(body.status) : '0';
  }
  const messages = body.messages as Record<string, unknown>[];
  expect(body['message-count'], answer.text).toBe(String(messages.length));
  const [message] = messages;
  expect(typeof message?.status, answer.text).toBe('string');
  const isError = message?.status !== '0';
  expect(typeof message?.['error-text'], answer.text).toBe(isError ? 'string' : 'undefined');
  return String(message?.status);
}

/** Refused by the dialect: harmless, its own shape, a status other than 0. */
export function expectDialectRefusal(dialect: Dialect, answer: RawAnswer): void {
  expectHarmless(answer);
  expect(dialectStatus(dialect, answer), answer.text).not.toBe('0');
}
