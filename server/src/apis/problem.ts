/**
 * Problem documents (RFC 9457) with a stable code, as the native and the sandbox API answer errors.
 */
import { type ErrorCode, PlatformError } from '../kernel/errors.ts';
import type { ApiResponse, HttpFault } from './contract.ts';

/** How each code is answered. */
export const statusOf: Record<ErrorCode, readonly [status: number, title: string]> = {
  missing_parameter: [422, 'A parameter is missing'],
  invalid_parameter: [422, 'A parameter is invalid'],
  invalid_template: [422, 'The template is invalid'],
  invalid_credentials: [401, 'The credentials are wrong'],
  forbidden: [403, 'This is not allowed'],
  not_found: [404, 'There is no such thing here'],
  conflict: [409, 'The present state does not allow this'],
  rate_limited: [429, 'Too many requests'],
  sandbox_only: [403, 'This works with a sandbox application only'],
  unroutable: [422, 'The number cannot be reached'],
  barred: [422, 'The number is barred'],
  opted_out: [422, 'The subscriber wants no messages'],
  quota_exceeded: [402, 'The balance is used up'],
  unavailable: [503, 'The service is not available at this moment'],
};

/** @param more Members that the answer has beside the usual ones (RFC 9457 §3.2). */
export function problemAnswer(error: PlatformError, more: object = {}): ApiResponse {
  const [status, title] = statusOf[error.code];
  const { retryAfterSeconds, ...detail } = error.publicDetail;
  return problem(status, error.code, title, { ...detail, ...more }, retryAfterSeconds);
}

const faults: Record<HttpFault, readonly [status: number, code: string, title: string]> = {
  'not-found': [404, 'not_found', 'There is no such resource'],
  'method-not-allowed': [405, 'method_not_allowed', 'This resource does not take this method'],
  'body-too-large': [413, 'invalid_parameter', 'The body is too large'],
  'malformed-request': [400, 'invalid_parameter', 'The request cannot be read'],
  unavailable: [503, 'unavailable', statusOf.unavailable[1]],
  internal: [500, 'internal', 'Something went wrong here; it has been logged'],
};

export function faultAnswer(fault: HttpFault): ApiResponse {
  const [status, code, title] = faults[fault];
  return problem(status, code, title, {}, fault === 'unavailable' ? 1 : undefined);
}

function problem(
  status: number,
  code: string,
  title: string,
  detail: object,
  retryAfterSeconds: number | undefined,
): ApiResponse {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Basic realm="Countersign"' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({ type: `/docs/errors/${code}`, title, status, code, ...detail }),
  };
}

/** Runs a handler and phrases expected errors; the rest is the server's business. */
export async function withProblems(work: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlatformError && error.code !== 'unavailable') return problemAnswer(error);
    throw error;
  }
}

export function jsonOf(status: number, body: unknown): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
