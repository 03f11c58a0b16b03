/**
 * Expected errors that undo work. Outcomes that must be stored (a wrong code, say) are never thrown.
 * Every code has a page in docs/errors/ and a row in every dialect's table.
 */
export const errorCodes = [
  'missing_parameter',
  'invalid_parameter',
  'invalid_credentials',
  'forbidden',
  'not_found',
  'conflict',
  'rate_limited',
  'sandbox_only',
  'invalid_template',
  'unroutable',
  'barred',
  'opted_out',
  'quota_exceeded',
  'unavailable',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Safe to show to a caller: parameter names, seconds to wait; never a value the caller sent. */
export interface PublicDetail {
  readonly parameter?: string;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly publicDetail: PublicDetail;
  constructor(code: ErrorCode, publicDetail: PublicDetail = {}, options?: { cause?: unknown }) {
    super(`${code}${publicDetail.parameter ? ` (${publicDetail.parameter})` : ''}`, options);
    this.name = 'PlatformError';
    this.code = code;
    this.publicDetail = publicDetail;
  }
}
