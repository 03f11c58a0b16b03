/** Takes a passkey away, but never the last way in. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';

export async function removePasskey(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; passkeyId: number },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  await deps.db.transaction(async (tx) => {
    await store.lockOperators(tx);
    const current = await store.findOperator(tx, operator.id);
    const hasOther = current && (current.passkeys > 1 || (current.hasPassword && current.hasTotp));
    if (!hasOther) throw new PlatformError('conflict', { reason: 'last-credential' });
    const target = { id: request.passkeyId, operatorId: operator.id };
    const name = await store.deletePasskey(tx, target);
    if (name === undefined) throw new PlatformError('not_found');
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.passkey-removed',
      subject: actorOf(operator),
      data: { passkeyId: request.passkeyId, name },
    });
  });
}
