import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { admin } from '../../admin.ts';
import { chosen, type QualitySearch } from './search.ts';

/** The figures before stay in view while others are fetched: nothing jumps. */
export function useQuality(applicationId: number, search: QualitySearch) {
  const { period, by } = chosen(search);
  return useQuery({
    queryKey: ['quality', applicationId, period, by],
    queryFn: ({ signal }) => admin.describeQuality({ applicationId, period, by }, { signal }),
    placeholderData: keepPreviousData,
  });
}
