/**
 * The first way in. Called at every start: creates the first owner, and issues a fresh one-time link
 * for as long as nobody has enrolled anything to sign in with.
 */
import { assert } from '../kernel/assert.ts';
import { randomBytes } from '../kernel/random.ts';
import { type SignInLink, signInUrl } from './issue-sign-in-link.ts';
import { actorOf, hasEnrolled, type OperatorDeps } from './operator.ts';
import * as store from './store.ts';
import { hashToken, newToken } from './tokens.ts';

const linkLifeHours = 24;
const userHandleBytes = 32;

export type BootstrapLink = SignInLink & { readonly token: string };

/** Answers null once somebody can sign in without a link. */
export function bootstrapOperator(deps: OperatorDeps): Promise<BootstrapLink | null> {
  return deps.db.transaction(async (tx) => {
    // Two servers that start on one empty database must not create two owners.
    await store.lockOperators(tx);
    let operators = await store.listOperators(tx);
    if (operators.length === 0) {
      const id = await store.insertOperator(tx, {
        email: 'owner@localhost',
        name: 'Owner',
        role: 'owner',
        userHandle: randomBytes(userHandleBytes),
      });
      assert(id, 'the first operator has no rival for its email');
      await deps.recordAudit(tx, {
        actor: 'system',
        action: 'operator.created',
        subject: actorOf({ id }),
        data: { role: 'owner' },
      });
      operators = await store.listOperators(tx);
    }
    const active = operators.filter((operator) => !operator.disabledAt);
    const owner = active.find((operator) => operator.role === 'owner');
    if (!owner || active.some(hasEnrolled)) return null;

    // Older unused links stay: another server on this database may just have printed one.
    const token = newToken();
    const expiresAt = await store.insertLink(tx, {
      tokenSha256: hashToken(token),
      operatorId: owner.id,
      purpose: 'bootstrap',
      lifeHours: linkLifeHours,
    });
    return { token, url: signInUrl(deps, token), expiresAt };
  });
}
