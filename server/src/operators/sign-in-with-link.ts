/** A one-time link begins a session; of many tries with one link a single one wins. */
import { PlatformError } from '../kernel/errors.ts';
import { openSession } from './open-session.ts';
import type { Client, OpenedSession, OperatorDeps } from './operator.ts';
import * as store from './store.ts';
import { hashToken } from './tokens.ts';

export function signInWithLink(
  deps: OperatorDeps,
  request: { token: string; client: Client; previousToken?: string | undefined },
): Promise<OpenedSession> {
  return deps.db.transaction(async (tx) => {
    const link = await store.markLinkUsed(tx, hashToken(request.token));
    if (!link) throw new PlatformError('invalid_credentials', { reason: 'link' });
    return openSession(deps, tx, { ...request, operatorId: link.operatorId, method: 'link' });
  });
}
