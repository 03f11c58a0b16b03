/**
 * Who the API call under way has proven to be. The rim that answers calls opens a scope for each; whoever
 * proves a caller writes it down there; whoever tells of calls afterwards reads it, so that a call counts
 * for the application that made it and not for one it only names.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface CallScope {
  /** Runs one call; its steps, awaited or not, are in the scope. */
  run<Result>(work: () => Result): Result;
  /** The caller of this call is that application. */
  prove(applicationId: number): void;
  /** Undefined outside of calls, and while nothing is proven. */
  provenId(): number | undefined;
}

export function createCallScope(): CallScope {
  const storage = new AsyncLocalStorage<{ applicationId?: number }>();
  return {
    run: (work) => storage.run({}, work),
    prove(applicationId) {
      const scope = storage.getStore();
      if (scope) scope.applicationId = applicationId;
    },
    provenId: () => storage.getStore()?.applicationId,
  };
}
