/**
 * Opens a session once somebody has proved who they are. Decides its life (24 hours at the most,
 * one idle hour) and that every sign-in gets a new token, so that a token planted before the
 * sign-in is worth nothing.
 */
import type { Queryable } from '../db/client.ts';
import {
  actorOf,
  type Client,
  type OpenedSession,
  type OperatorDeps,
  type SignInMethod,
} from './operator.ts';
import * as store from './store.ts';
import { hashToken, newToken } from './tokens.ts';

const sessionLifeHours = 24;
export const sessionIdleMinutes = 60;

export async function openSession(
  deps: OperatorDeps,
  tx: Queryable,
  request: {
    operatorId: number;
    method: SignInMethod;
    client: Client;
    previousToken?: string | undefined;
  },
): Promise<OpenedSession> {
  const token = newToken();
  const { operatorId, method, client } = request;
  if (request.previousToken) await store.deleteSessionByToken(tx, hashToken(request.previousToken));
  await store.deleteExpiredSessions(tx);
  await store.insertSession(tx, {
    tokenSha256: hashToken(token),
    operatorId,
    method,
    client,
    lifeHours: sessionLifeHours,
  });
  await store.markSignedIn(tx, operatorId);
  await deps.recordAudit(tx, {
    actor: actorOf({ id: operatorId }),
    action: 'operator.signed-in',
    subject: actorOf({ id: operatorId }),
    data: { method },
  });
  return { token, operatorId };
}
