import { type ErrorCode, PlatformError, type PublicDetail } from '../../kernel/errors.ts';

/** A refusal with members of its own, such as the id of what is in the way. */
export class Refusal extends PlatformError {
  readonly members: Readonly<Record<string, string | number>>;
  /** Which limit was reached, for the RateLimit header; the rate of requests otherwise. */
  readonly policy: string | undefined;
  constructor(
    code: ErrorCode,
    detail: PublicDetail,
    more: {
      readonly members?: Readonly<Record<string, string | number>>;
      readonly policy?: string;
    } = {},
  ) {
    super(code, detail);
    this.members = more.members ?? {};
    this.policy = more.policy;
  }
}
