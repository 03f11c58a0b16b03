/** The one door to the server, and what happens when the session is over. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { CountersignError, createAdminClient } from 'countersign/admin';

export const admin = createAdminClient();

const sessionEndListeners = new Set<() => void>();

/** Calls back when the server says that the session is over. */
export function onSessionEnd(listener: () => void): () => void {
  sessionEndListeners.add(listener);
  return () => sessionEndListeners.delete(listener);
}

export function isSessionEnd(error: unknown): boolean {
  return error instanceof CountersignError && error.reason === 'session';
}

function watch(error: unknown): void {
  if (isSessionEnd(error)) for (const listener of sessionEndListeners) listener();
}

const retriesMax = 2;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => {
        const isServersFault =
          error instanceof CountersignError && (error.status === 0 || error.status >= 500);
        return isServersFault && count < retriesMax;
      },
    },
  },
});
