/**
 * The subscriber taps a button instead of typing a code: yes is a check with the code inside, no ends
 * the verification. A tap counts while the verification is live, also after a later step has begun.
 */
import type { Application } from '../applications/application.ts';
import type { Channel } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { CheckVerification } from './check.ts';
import { insertChoice } from './choice-store.ts';
import { endVerification, findLiveVerification } from './store.ts';

export interface AnswerChoiceDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly checkVerification: CheckVerification;
}

export interface AnswerChoiceRequest {
  readonly application: Application;
  readonly verificationId: string;
  readonly choice: 'yes' | 'no';
}

/** @throws PlatformError `conflict` when it is over, or never asked for a choice. */
export type AnswerChoice = (
  request: AnswerChoiceRequest,
) => Promise<{ readonly kind: 'verified' | 'rejected' }>;

/** As it stands in the event that ends it. */
export const rejectedBySubscriber = 'the subscriber said no';
const over = 'the verification is over, or does not ask for a choice';

export function createAnswerChoice(deps: AnswerChoiceDeps): AnswerChoice {
  return async ({ application, verificationId, choice }) => {
    const [live] = await findLiveVerification(deps.db, application.id, verificationId);
    const hasAsked = live?.workflow
      .slice(0, live.step + 1)
      .some(({ channel }) => deps.channels.get(channel)?.confirmedBy === 'choice');
    if (!live || !hasAsked || live.is_ended) throw new PlatformError('conflict', { reason: over });
    if (choice === 'yes') {
      const code = deps.keyRing.open(live.code_sealed, contexts.code(verificationId));
      const request = { application, verificationId, code: code.toString('utf8') };
      await insertChoice(deps.db, { applicationId: application.id, verificationId, choice });
      const { kind } = await deps.checkVerification(request);
      if (kind === 'verified') return { kind };
      throw new PlatformError('conflict', { reason: over });
    }
    const ended = await endVerification(deps.db, {
      applicationId: application.id,
      verificationId,
      status: 'failed',
      reason: rejectedBySubscriber,
      ageSecondsMin: 0,
      stepMax: 99,
      isOver: false,
    });
    if (ended.length === 0) throw new PlatformError('conflict', { reason: over });
    return { kind: 'rejected' };
  };
}
