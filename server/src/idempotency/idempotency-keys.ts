/**
 * Idempotency keys of an application (draft-ietf-httpapi-idempotency-key-header): the same key with the
 * same request takes effect once within a day. The claim is written before the effect, the answer
 * after it; a node that dies between the two leaves a lease, and who takes it over is given the id the
 * effect has or would have had, to look whether it happened.
 */
import { claimKey } from './claim-key.ts';
import type {
  Claim,
  ClaimOutcome,
  IdempotencyDeps,
  IdentifiedRequest,
  KeptAnswer,
} from './idempotency.ts';
import { keepAnswer } from './keep-answer.ts';
import { releaseKey } from './release-key.ts';

export interface IdempotencyKeys {
  claim(request: IdentifiedRequest): Promise<ClaimOutcome>;
  /** Later requests with this key get the answer again; it is sealed, and must hold no secret. */
  keep(claim: Claim, answer: KeptAnswer): Promise<void>;
  /** The request had no effect: the key may be used again. */
  release(claim: Claim): Promise<void>;
}

export function createIdempotencyKeys(deps: IdempotencyDeps): IdempotencyKeys {
  return {
    claim: (request) => claimKey(deps, request),
    keep: (claim, answer) => keepAnswer(deps, claim, answer),
    release: (claim) => releaseKey(deps, claim),
  };
}
