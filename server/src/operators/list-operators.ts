import type { Operator, OperatorDeps } from './operator.ts';
import * as store from './store.ts';

/** Everybody who may sign in or once could, oldest first. */
export function listOperators(deps: OperatorDeps): Promise<Operator[]> {
  return store.listOperators(deps.db);
}
