/**
 * A one-time link for an operator: for an invitation, or for somebody who lost their credentials.
 * A new link replaces the older ones of the same operator.
 */
import type { Queryable } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { actorOf, type OperatorDeps } from './operator.ts';
import * as store from './store.ts';
import { hashToken, newToken } from './tokens.ts';

export interface SignInLink {
  readonly url: string;
  readonly expiresAt: Date;
}

const linkLifeHours = 72;

export function issueSignInLink(
  deps: OperatorDeps,
  request: { operatorId: number; actor: string },
): Promise<SignInLink> {
  return deps.db.transaction(async (tx) => {
    const operator = await store.findOperator(tx, request.operatorId);
    if (!operator || operator.disabledAt) throw new PlatformError('not_found');
    await deps.recordAudit(tx, {
      actor: request.actor,
      action: 'operator.link-issued',
      subject: actorOf(operator),
    });
    return replaceLink(deps, tx, { operatorId: operator.id, purpose: 'recovery' });
  });
}

export async function replaceLink(
  deps: OperatorDeps,
  tx: Queryable,
  request: { operatorId: number; purpose: 'invitation' | 'recovery' },
): Promise<SignInLink> {
  const token = newToken();
  await store.deleteUnusedLinks(tx, request.operatorId);
  const expiresAt = await store.insertLink(tx, {
    tokenSha256: hashToken(token),
    operatorId: request.operatorId,
    purpose: request.purpose,
    lifeHours: linkLifeHours,
  });
  return { url: signInUrl(deps, token), expiresAt };
}

/** The token travels in the fragment, so that it never reaches a server's log. */
export function signInUrl(deps: Pick<OperatorDeps, 'baseUrl'>, token: string): string {
  return `${deps.baseUrl()}/console/sign-in#token=${token}`;
}
