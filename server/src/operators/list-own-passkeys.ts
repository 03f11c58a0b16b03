import type { OperatorDeps, SignedIn } from './operator.ts';
import type { Passkey } from './store.ts';
import * as store from './store.ts';

export function listOwnPasskeys(
  deps: OperatorDeps,
  request: { signedIn: SignedIn },
): Promise<Passkey[]> {
  return store.listPasskeys(deps.db, request.signedIn.operator.id);
}
