import { queryOptions, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import type { Permission, Session } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => admin.getSession(undefined, { signal }),
  staleTime: 60_000,
});

/** The signed-in operator; the shell has loaded it before any room is drawn. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/**
 * Whoever could not be signed out stays where they are: the session is still good for the next person at
 * this screen. @param lead to the sign-in
 */
export function useSignOut(lead: () => Promise<void>) {
  return useMutation({
    mutationFn: () => admin.signOut(),
    onSuccess: () => leaveSession(lead),
  });
}

/** Forgets what was seen once its room is gone: one still drawn would ask again, and be refused. */
export async function leaveSession(lead: () => Promise<void>): Promise<void> {
  await lead();
  queryClient.clear();
}

/** Forgets what an earlier session saw before the new one is shown. */
export function adoptSession(session: Session): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, session);
}
