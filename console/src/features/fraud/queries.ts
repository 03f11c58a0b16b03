import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { Application, FraudAction, FraudBlock, ProposedBudgets } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import { applicationsQuery } from '../applications/queries.ts';
import { useMay } from '../session/queries.ts';

const beatMilliseconds = 5_000;
/** A page left open does not ask for ever: asking counts as using the session. */
const asksMax = 300;

/** While somebody looks, the figures follow the traffic. */
const alive = {
  refetchInterval: ({ state }: { state: { dataUpdateCount: number } }) =>
    state.dataUpdateCount < asksMax ? beatMilliseconds : (false as const),
};

export function useBudgets(applicationId: number) {
  return useQuery({
    queryKey: ['fraud', applicationId, 'budgets'],
    queryFn: ({ signal }) => admin.describeBudgets({ applicationId }, { signal }),
    ...alive,
  });
}

export function useBlocks(applicationId: number) {
  return useQuery({
    queryKey: ['fraud', applicationId, 'blocks'],
    queryFn: ({ signal }) => admin.listFraudBlocks({ applicationId }, { signal }),
    ...alive,
  });
}

export function loadDecisions(
  applicationId: number,
  action: FraudAction | undefined,
  page: { before: string; limit?: string; signal: AbortSignal },
) {
  const { before, limit, signal } = page;
  return admin.listFraudDecisions(
    { applicationId, action, before: before || undefined, limit },
    { signal },
  );
}

export function useDecisions(applicationId: number, action: FraudAction | undefined) {
  return useInfiniteQuery({
    queryKey: ['fraud', applicationId, 'decisions', action],
    queryFn: ({ pageParam, signal }) =>
      loadDecisions(applicationId, action, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

export function useLiftBlock(applicationId: number) {
  return useMutation({
    mutationFn: ({ scope, key }: Pick<FraudBlock, 'scope' | 'key'>) =>
      admin.liftFraudBlock({ applicationId, scope, key }),
    // Somebody may have been quicker: either way the list shows how it stands.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['fraud', applicationId] }),
  });
}

export function useDryRun(applicationId: number) {
  return useMutation({
    mutationFn: (proposed: ProposedBudgets) => admin.dryRunBudgets({ applicationId, ...proposed }),
  });
}

export function useAllowNumber(applicationId: number) {
  return useMutation({
    mutationFn: (number: string) => admin.allowNumber({ applicationId, number }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: applicationsQuery.queryKey }),
  });
}

export function useMayChange({ kind, retiredAt }: Application): boolean {
  const may = useMay(kind === 'live' ? 'applications.manage-live' : 'applications.manage-sandbox');
  return may && retiredAt === null;
}
