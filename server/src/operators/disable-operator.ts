/** Ends an operator's access at once: sessions and links go, the last active owner stays. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps } from './operator.ts';
import * as store from './store.ts';

const keepNone = 0;

export async function disableOperator(
  deps: OperatorDeps,
  request: { operatorId: number; actor: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await store.lockOperators(tx);
    const operator = await store.findOperator(tx, request.operatorId);
    if (!operator || operator.disabledAt) throw new PlatformError('not_found');
    if (!(await store.markOperatorDisabled(tx, operator.id))) {
      throw new PlatformError('conflict', { reason: 'last-owner' });
    }
    await store.deleteOtherSessions(tx, { operatorId: operator.id, keepId: keepNone });
    await store.deleteUnusedLinks(tx, operator.id);
    await deps.recordAudit(tx, {
      actor: request.actor,
      action: 'operator.disabled',
      subject: actorOf(operator),
    });
  });
}
