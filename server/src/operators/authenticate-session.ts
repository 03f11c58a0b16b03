/** Who is behind a session token, if anybody still is. Touches the session at most once a minute. */

import { sessionIdleMinutes } from './open-session.ts';
import type { OperatorDeps, SignedIn } from './operator.ts';
import * as store from './store.ts';
import { hashToken } from './tokens.ts';

const recentMinutes = 30;

export async function authenticateSession(
  deps: OperatorDeps,
  request: { token: string; isActivity: boolean },
): Promise<SignedIn | undefined> {
  const found = await store.findLiveSession(deps.db, {
    tokenSha256: hashToken(request.token),
    idleMinutes: sessionIdleMinutes,
    recentMinutes,
  });
  if (!found) return undefined;
  const operator = await store.findOperator(deps.db, found.operatorId);
  if (!operator || operator.disabledAt) return undefined;
  if (found.isStale && request.isActivity) await store.markSessionSeen(deps.db, found.id);
  const { isRecent, isStale: _, ...session } = found;
  return { operator, session, isRecent };
}
