/** An operator's own name and email; the email is what the password sign-in asks for. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, type SignedIn } from './operator.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';

export async function updateOwnProfile(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; name: string; email: string },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator } = request.signedIn;
  const { name, email } = request;
  await deps.db.transaction(async (tx) => {
    await store.lockOperators(tx);
    if (!(await store.updateOperatorProfile(tx, { id: operator.id, name, email }))) {
      throw new PlatformError('conflict', { parameter: 'email', reason: 'email-taken' });
    }
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.profile-changed',
      subject: actorOf(operator),
    });
  });
}
