/**
 * What the application asks about its challenges. Confirming takes the result the person came back
 * with: once, for the subject and purpose it was made for, and from the application that made it.
 */
import { PlatformError } from '../kernel/errors.ts';
import { type Challenge, hashOfToken, isOwnResult } from './challenge.ts';
import type { ChallengeDeps } from './challenge-deps.ts';
import { type ChallengeRow, findChallenge, takeResult } from './store.ts';

export interface ConfirmChallengeRequest {
  readonly applicationId: number;
  readonly id: string;
  readonly result: string;
  readonly subject: string;
  readonly purpose: string;
}

/** @throws PlatformError `not_found`, the same for another application's. */
export async function readChallenge(
  deps: ChallengeDeps,
  key: { applicationId: number; id: string },
): Promise<Challenge> {
  const [row] = await findChallenge(deps.db.forApplication(key.applicationId), key);
  if (!row) throw new PlatformError('not_found');
  return toChallenge(row);
}

/**
 * @throws PlatformError `not_found`; `invalid_parameter` for a result that is not this challenge's or was
 * made for another subject or purpose; `conflict` once it has been confirmed or its time is over.
 */
export async function confirmChallenge(
  deps: ChallengeDeps,
  request: ConfirmChallengeRequest,
): Promise<Challenge> {
  const before = await readChallenge(deps, request);
  if (!isOwnResult(deps.keyRing, before.id, request.result)) {
    throw new PlatformError('invalid_parameter', { parameter: 'result' });
  }
  if (before.subject !== request.subject || before.purpose !== request.purpose) {
    throw new PlatformError('invalid_parameter', {
      parameter: before.subject === request.subject ? 'purpose' : 'subject',
      reason: 'the challenge was made for another',
    });
  }
  const resultHash = hashOfToken(request.result);
  const own = deps.db.forApplication(request.applicationId);
  const taken = await takeResult(own, { ...request, resultHash });
  const after = await readChallenge(deps, request);
  if (taken.length > 0) return after;
  throw new PlatformError('conflict', {
    reason: after.confirmedAt ? 'it has been confirmed' : 'the result is no longer good',
  });
}

function toChallenge(row: ChallengeRow): Challenge {
  return {
    id: row.id,
    verificationId: row.verification_id,
    subject: row.subject,
    purpose: row.purpose,
    status: row.status === 'open' && row.is_over ? 'expired' : row.status,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    passedAt: row.passed_at,
    confirmedAt: row.confirmed_at,
  };
}
