/** What a signature debugger says of what a receiver got. */
import type { SignatureAlgorithm } from '../applications/signature.ts';

export interface ExplainedSignature {
  readonly baseString: string;
  /** In which the sent `sig` is right; null when in none. */
  readonly algorithm: SignatureAlgorithm | 'standard-webhooks' | null;
  /** Seconds since `timestamp`; null without one. */
  readonly ageSeconds: number | null;
  /** Plain sentences on what looks wrong. */
  readonly findings: readonly string[];
}
