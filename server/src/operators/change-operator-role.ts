/** Gives an operator another role; the last active owner stays one. */
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps } from './operator.ts';
import type { OperatorRole } from './permissions.ts';
import * as store from './store.ts';

export async function changeOperatorRole(
  deps: OperatorDeps,
  request: { operatorId: number; role: OperatorRole; actor: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await store.lockOperators(tx);
    const operator = await store.findOperator(tx, request.operatorId);
    if (!operator || operator.disabledAt) throw new PlatformError('not_found');
    if (!(await store.updateOperatorRole(tx, { id: operator.id, role: request.role }))) {
      throw new PlatformError('conflict', { reason: 'last-owner' });
    }
    await deps.recordAudit(tx, {
      actor: request.actor,
      action: 'operator.role-changed',
      subject: actorOf(operator),
      data: { from: operator.role, to: request.role },
    });
  });
}
