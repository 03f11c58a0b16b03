import { useInfiniteQuery } from '@tanstack/react-query';
import { admin } from '../../admin.ts';

export function useAudit() {
  return useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      admin.listAudit(pageParam === '' ? {} : { before: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}
