import type { Problem, ProblemCode } from './types.gen.ts';

/** What the server answers, or what happened before it could. */
export type CountersignErrorCode =
  | ProblemCode
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'not_countersign';

/** Some problems have members of their own, e.g. the id of what is in the way. */
type WholeProblem = Problem & { readonly [member: string]: unknown };

interface Facts {
  readonly status?: number;
  readonly problem?: WholeProblem | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The one error a call throws. It holds nothing of what you sent.
 *
 * @example
 * try {
 *   await countersign.verifications.start({ to: '14155550123' });
 * } catch (error) {
 *   if (error instanceof CountersignError && error.code === 'rate_limited') {
 *     return askToWait(error.retryAfterSeconds);
 *   }
 *   throw error;
 * }
 */
export class CountersignError extends Error {
  readonly code: CountersignErrorCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The member of the input that was refused. */
  readonly parameter: string | undefined;
  /** Finer than the code, in words. */
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The whole problem document (RFC 9457), when there was one. */
  readonly problem: WholeProblem | undefined;

  constructor(code: CountersignErrorCode, sentence: string, facts: Facts = {}) {
    super(sentence, { cause: facts.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.status = facts.status ?? 0;
    this.problem = facts.problem;
    this.parameter = facts.problem?.parameter;
    this.reason = facts.problem?.reason;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** From an answer that is no success. */
export async function readRefusal(response: Response): Promise<CountersignError> {
  const { status } = response;
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'));
  const problem = await readProblem(response);
  if (!problem) {
    const sentence = `The answer (HTTP ${status}) did not come from a Countersign server.`;
    return new CountersignError('not_countersign', sentence, { status, retryAfterSeconds });
  }
  const { code, title, parameter, reason } = problem;
  const detail = [parameter, reason].filter(Boolean).join(' ');
  return new CountersignError(
    code as CountersignErrorCode, // a newer server may know more than this list
    detail ? `${title}: ${detail}` : title,
    { status, problem, retryAfterSeconds },
  );
}

async function readProblem(response: Response): Promise<WholeProblem | undefined> {
  try {
    const body = (await response.json()) as Partial<WholeProblem> | null;
    const isProblem = typeof body?.code === 'string' && typeof body.title === 'string';
    return isProblem ? (body as WholeProblem) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds or a date (RFC 9110 §10.2.3). */
function readRetryAfter(text: string | null): number | undefined {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.max(0, Math.ceil((moment - Date.now()) / 1_000));
}
