/**
 * Cancels a live verification; the address is free again in the same statement. The classic API only
 * lets a request be cancelled between 30 seconds and its second event; others set no limits.
 */
import type { Application } from '../applications/application.ts';
import type { Database } from '../db/client.ts';
import { endVerification, findLiveVerification } from './store.ts';

export interface CancelRequest {
  readonly application: Application;
  readonly verificationId: string;
  /** Youngest age at which it may be cancelled, seconds. */
  readonly ageSecondsMin: number;
  /** Whether it may be cancelled after its second step has started. */
  readonly isAfterSecondStepAllowed: boolean;
}

export type CancelOutcome =
  | { readonly kind: 'cancelled' | 'too_late' | 'not_live' }
  | { readonly kind: 'too_early'; readonly retryAfterSeconds: number };

export type CancelVerification = (request: CancelRequest) => Promise<CancelOutcome>;

const lastStep = 99;

export function createCancelVerification(deps: { db: Database }): CancelVerification {
  return async (request) => {
    const { verificationId } = request;
    const applicationId = request.application.id;
    const ended = await endVerification(deps.db, {
      applicationId,
      verificationId,
      status: 'cancelled',
      reason: 'the application cancelled it',
      ageSecondsMin: request.ageSecondsMin,
      stepMax: request.isAfterSecondStepAllowed ? lastStep : 0,
      isOver: false,
    });
    if (ended.length > 0) return { kind: 'cancelled' };
    const [live] = await findLiveVerification(deps.db, applicationId, verificationId);
    if (!live || live.is_ended) return { kind: 'not_live' };
    if (live.step > 0 && !request.isAfterSecondStepAllowed) return { kind: 'too_late' };
    const wait = Math.ceil(request.ageSecondsMin - live.age_seconds);
    return { kind: 'too_early', retryAfterSeconds: Math.max(1, wait) };
  };
}
