import type { ProblemCode } from './types.gen.ts';

/** What the server answers, or what happened before it could. */
export type CountersignErrorCode = ProblemCode | 'network' | 'aborted' | 'not_countersign';

/**
 * The one error this client throws.
 *
 * @example
 * try {
 *   await client.listApplications();
 * } catch (error) {
 *   if (error instanceof CountersignError && error.code === 'invalid_credentials') signInAgain();
 * }
 */
export class CountersignError extends Error {
  readonly code: CountersignErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Finer than the code, e.g. `sign-in-again`. */
  readonly reason: string | undefined;
  /** The member of the input that was refused. */
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: CountersignErrorCode,
    sentence: string,
    facts: {
      status?: number | undefined;
      reason?: string | undefined;
      parameter?: string | undefined;
      retryAfterSeconds?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(sentence, { cause: facts.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.status = facts.status ?? 0;
    this.reason = facts.reason;
    this.parameter = facts.parameter;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}
