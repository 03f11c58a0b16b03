import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { admin } from '../../admin.ts';
import { toFilter, type VerificationSearch } from './search.ts';

/** One page of the list as the room's address filters it; `before` is empty for the first. */
export function loadVerifications(
  applicationId: number,
  search: VerificationSearch,
  page: { before: string; limit?: string; signal: AbortSignal },
) {
  return admin.listVerifications(
    {
      applicationId,
      ...toFilter(search.q ?? ''),
      status: search.status,
      before: page.before || undefined,
      limit: page.limit,
    },
    { signal: page.signal },
  );
}

export function useVerifications(applicationId: number, search: VerificationSearch) {
  return useInfiniteQuery({
    queryKey: ['verifications', applicationId, search],
    queryFn: ({ pageParam, signal }) =>
      loadVerifications(applicationId, search, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

const runningMilliseconds = 2_000;
/** A page left open does not ask for ever: asking counts as using the session. */
const asksMax = 300;

/** Asked again while it runs, so that its timeline grows under the reader's eyes. */
export function useVerification(applicationId: number, verificationId: string) {
  return useQuery({
    queryKey: ['verification', applicationId, verificationId],
    queryFn: ({ signal }) =>
      admin.describeVerification({ applicationId, verificationId }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.status === 'in_progress' && state.dataUpdateCount < asksMax
        ? runningMilliseconds
        : false,
  });
}
