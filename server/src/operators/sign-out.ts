/** Ends the session the request came by. */
import { actorOf, type OperatorDeps, type SignedIn } from './operator.ts';
import * as store from './store.ts';

export async function signOut(deps: OperatorDeps, request: { signedIn: SignedIn }): Promise<void> {
  const { operator, session } = request.signedIn;
  await deps.db.transaction(async (tx) => {
    await store.deleteSession(tx, { id: session.id, operatorId: operator.id });
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.signed-out',
      subject: actorOf(operator),
    });
  });
}
