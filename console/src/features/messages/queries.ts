import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { admin } from '../../admin.ts';
import { sinceOf } from '../../parts/age.ts';
import { toFilter } from '../verifications/search.ts';
import type { MessageSearch } from './search.ts';

/** One page of the list as the room's address filters it; `before` is empty for the first. */
export function loadMessages(
  applicationId: number,
  search: MessageSearch,
  page: { before: string; limit?: string; signal: AbortSignal },
) {
  const { q, age, ...rest } = search;
  return admin.listMessages(
    {
      applicationId,
      ...toFilter(q ?? ''),
      ...rest,
      since: age && sinceOf(age),
      before: page.before || undefined,
      limit: page.limit,
    },
    { signal: page.signal },
  );
}

export function useMessages(applicationId: number, search: MessageSearch) {
  return useInfiniteQuery({
    queryKey: ['messages', applicationId, search],
    queryFn: ({ pageParam, signal }) =>
      loadMessages(applicationId, search, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

const openStates: ReadonlySet<string> = new Set(['due', 'sent', 'accepted', 'buffered']);
const openMilliseconds = 2_000;
/** A page left open does not ask for ever: asking counts as using the session. */
const asksMax = 150;

/** Asked again while its carrier may still report. */
export function useMessage(applicationId: number, messageId: string) {
  return useQuery({
    queryKey: ['message', applicationId, messageId],
    queryFn: ({ signal }) => admin.describeMessage({ applicationId, messageId }, { signal }),
    refetchInterval: ({ state }) =>
      state.data && openStates.has(state.data.state) && state.dataUpdateCount < asksMax
        ? openMilliseconds
        : false,
  });
}
