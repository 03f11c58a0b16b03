/** Sets one's own password. It signs in only together with TOTP. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps, operatorContexts, type SignedIn } from './operator.ts';
import { hashPassword } from './password.ts';
import { requireRecentSignIn } from './require-recent-sign-in.ts';
import * as store from './store.ts';

const passwordLengthMin = 12;

export async function setPassword(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; password: string },
): Promise<void> {
  requireRecentSignIn(request.signedIn);
  const { operator, session } = request.signedIn;
  if (isGuessable(request.password, operator.email)) {
    throw new PlatformError('invalid_parameter', { parameter: 'password', reason: 'guessable' });
  }
  const sealed = deps.keys.seal(
    await hashPassword(request.password),
    operatorContexts.password(operator.id),
  );
  await deps.db.transaction(async (tx) => {
    await store.updatePassword(tx, { id: operator.id, passwordSealed: sealed });
    // Whoever else knew the old password is signed out.
    await store.deleteOtherSessions(tx, { operatorId: operator.id, keepId: session.id });
    if (operator.hasTotp) await store.deleteUnusedLinks(tx, operator.id);
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.password-set',
      subject: actorOf(operator),
    });
  });
}

/** Length counts characters, not UTF-16 units. One repeated character or one's own email is a guess. */
function isGuessable(password: string, email: string): boolean {
  const characters = [...password];
  return (
    characters.length < passwordLengthMin ||
    new Set(characters).size < 4 ||
    password.toLowerCase() === email.toLowerCase()
  );
}
