/** A new operator with a role, and the one-time link that lets them begin. */
import { PlatformError } from '../kernel/errors.ts';
import { randomBytes } from '../kernel/random.ts';
import { replaceLink, type SignInLink } from './issue-sign-in-link.ts';
import { actorOf, type OperatorDeps } from './operator.ts';
import type { OperatorRole } from './permissions.ts';
import * as store from './store.ts';

const userHandleBytes = 32;

export function inviteOperator(
  deps: OperatorDeps,
  request: { email: string; name: string; role: OperatorRole; actor: string },
): Promise<{ operatorId: number; link: SignInLink }> {
  const { email, name, role, actor } = request;
  return deps.db.transaction(async (tx) => {
    const operatorId = await store.insertOperator(tx, {
      email,
      name,
      role,
      userHandle: randomBytes(userHandleBytes),
    });
    if (operatorId === undefined) {
      throw new PlatformError('conflict', { parameter: 'email', reason: 'email-taken' });
    }
    await deps.recordAudit(tx, {
      actor,
      action: 'operator.invited',
      subject: actorOf({ id: operatorId }),
      data: { role },
    });
    const link = await replaceLink(deps, tx, { operatorId, purpose: 'invitation' });
    return { operatorId, link };
  });
}
