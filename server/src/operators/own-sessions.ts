/** An operator's own sessions: seen, and ended one by one. */
import { PlatformError } from '../kernel/errors.ts';
import { sessionIdleMinutes } from './open-session.ts';
import { actorOf, type OperatorDeps, type OperatorSession, type SignedIn } from './operator.ts';
import * as store from './store.ts';

export function listOwnSessions(
  deps: OperatorDeps,
  request: { signedIn: SignedIn },
): Promise<OperatorSession[]> {
  const operatorId = request.signedIn.operator.id;
  return store.listSessions(deps.db, { operatorId, idleMinutes: sessionIdleMinutes });
}

export async function revokeSession(
  deps: OperatorDeps,
  request: { signedIn: SignedIn; sessionId: number },
): Promise<void> {
  const { operator } = request.signedIn;
  await deps.db.transaction(async (tx) => {
    const target = { id: request.sessionId, operatorId: operator.id };
    if (!(await store.deleteSession(tx, target))) throw new PlatformError('not_found');
    await deps.recordAudit(tx, {
      actor: actorOf(operator),
      action: 'operator.session-revoked',
      subject: actorOf(operator),
      data: { sessionId: request.sessionId },
    });
  });
}
