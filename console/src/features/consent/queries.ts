import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { ConsentChangeRequest } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import type { ConsentSearch } from './search.ts';

interface PageWanted {
  /** Empty for the first. */
  readonly before: string;
  readonly limit?: string;
  readonly signal: AbortSignal;
}

export function loadStandings(applicationId: number, search: ConsentSearch, page: PageWanted) {
  return admin.listOptOuts(
    {
      applicationId,
      number: search.q,
      state: search.state,
      before: page.before || undefined,
      limit: page.limit,
    },
    { signal: page.signal },
  );
}

export function loadLedger(applicationId: number, search: ConsentSearch, page: PageWanted) {
  return admin.listConsentEntries(
    {
      applicationId,
      number: search.q,
      standing: search.of,
      change: search.change,
      before: page.before || undefined,
      limit: page.limit,
    },
    { signal: page.signal },
  );
}

const pages = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { next: string | null }) => next,
};

export function useStandings(applicationId: number, search: ConsentSearch) {
  return useInfiniteQuery({
    queryKey: ['consent', applicationId, 'standings', search],
    queryFn: ({ pageParam, signal }) =>
      loadStandings(applicationId, search, { before: pageParam, signal }),
    ...pages,
  });
}

export function useLedger(applicationId: number, search: ConsentSearch) {
  return useInfiniteQuery({
    queryKey: ['consent', applicationId, 'ledger', search],
    queryFn: ({ pageParam, signal }) =>
      loadLedger(applicationId, search, { before: pageParam, signal }),
    ...pages,
  });
}

export function useSetConsent(applicationId: number, onDone: () => void) {
  return useMutation({
    mutationFn: (change: ConsentChangeRequest) => admin.setConsent({ applicationId, ...change }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['consent', applicationId] });
      onDone();
    },
  });
}
