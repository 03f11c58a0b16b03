/** The first right code turns the pending seed into the seed. Tries are counted before comparing. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, operatorContexts, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';
import { findTotpStep } from './totp.ts';

const triesMax = 10;

export async function confirmTotpEnrolment(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; code: string },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator, session } = request.signedIn;
  const keyMac = deps.keys.mac('operator-totp-enrolment', String(operator.id));
  if (!(await store.claimSignInAttempt(deps.db, { keyMac, limit: triesMax }))) {
    const retryAfterSeconds = await store.findSignInWaitSeconds(deps.db, keyMac);
    throw new PlatformError('rate_limited', { reason: 'sign-in', retryAfterSeconds });
  }
  const { pendingSealed, step } = await matchPending(deps, operator.id, request.code);
  await deps.db.transaction(async (tx) => {
    if (!(await store.markTotpConfirmed(tx, { id: operator.id, pendingSealed, step }))) {
      throw new PlatformError('conflict', { reason: 'totp-expired' });
    }
    await store.deleteSignInThrottle(tx, keyMac);
    await store.deleteOtherSessions(tx, { operatorId: operator.id, keepId: session.id });
    if (operator.hasPassword) await store.deleteUnusedLinks(tx, operator.id);
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.totp-added',
      subject: actorOf(operator),
    });
  });
}

async function matchPending(
  deps: OperatorDeps,
  operatorId: number,
  code: string,
): Promise<{ pendingSealed: Buffer; step: number }> {
  const secrets = await store.findOperatorSecrets(deps.db, operatorId);
  const pendingSealed = secrets?.totpPendingSealed;
  if (!secrets || !pendingSealed) throw new PlatformError('conflict', { reason: 'totp-expired' });
  const seed = deps.keys.open(pendingSealed, operatorContexts.totp(operatorId)).toString();
  const step = await findTotpStep({ seed, code, epochSeconds: secrets.epochSeconds });
  if (step === undefined) {
    throw new PlatformError('invalid_parameter', { parameter: 'code', reason: 'totp' });
  }
  return { pendingSealed, step };
}
