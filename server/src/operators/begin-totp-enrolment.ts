/** A fresh TOTP seed, shown once; it counts only when a code of it is confirmed. */
import { renderSVG } from 'uqr';
import { type OperatorDeps, operatorContexts, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';
import { newTotpSeed, totpUri } from './totp.ts';

const pendingLifeSeconds = 900;

export async function beginTotpEnrolment(
  deps: OperatorDeps,
  request: { signedIn: SignedIn },
): Promise<{ secret: string; uri: string; qrSvg: string }> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  const secret = newTotpSeed();
  const uri = totpUri({ seed: secret, email: operator.email });
  await store.updatePendingTotp(deps.db, {
    id: operator.id,
    sealed: deps.keys.seal(secret, operatorContexts.totp(operator.id)),
    lifeSeconds: pendingLifeSeconds,
  });
  return { secret, uri, qrSvg: renderSVG(uri, { border: 2 }) };
}
