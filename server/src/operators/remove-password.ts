/** Takes password and TOTP away together, but never the last way in. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';

export async function removePassword(
  deps: OperatorDeps,
  request: { signedIn: SignedIn },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  await deps.db.transaction(async (tx) => {
    await store.lockOperators(tx);
    const current = await store.findOperator(tx, operator.id);
    if (!current || current.passkeys === 0) {
      throw new PlatformError('conflict', { reason: 'last-credential' });
    }
    await store.deletePasswordAndTotp(tx, operator.id);
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.password-removed',
      subject: actorOf(operator),
    });
  });
}
