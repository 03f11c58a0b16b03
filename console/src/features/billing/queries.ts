import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { Application, PriceImportMode } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import { useMay } from '../session/queries.ts';

interface Paging {
  /** Empty for the first page. */
  readonly before: string;
  readonly limit?: string;
  readonly signal: AbortSignal;
}

export function useMayMoveMoney(application: Application | undefined): boolean {
  const isLive = application?.kind === 'live';
  const may = useMay(isLive ? 'applications.manage-live' : 'applications.manage-sandbox');
  return may && application !== undefined && application.retiredAt === null;
}

export function useFunds(applicationId: number) {
  return useQuery({
    queryKey: ['funds', applicationId],
    queryFn: ({ signal }) => admin.getFunds({ applicationId }, { signal }),
  });
}

export function loadLedger(applicationId: number, kind: string | undefined, page: Paging) {
  const { before, limit, signal } = page;
  return admin.listLedger({ applicationId, kind, before: before || undefined, limit }, { signal });
}

export function useLedger(applicationId: number, kind: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['ledger', applicationId, kind],
    queryFn: ({ pageParam, signal }) =>
      loadLedger(applicationId, kind, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

async function reloadMoney(): Promise<void> {
  await Promise.all(
    ['funds', 'ledger', 'applications'].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

export function useTopUp() {
  return useMutation({
    mutationFn: (input: { applicationId: number; amount: string; note: string }) =>
      admin.topUp(input),
    onSuccess: reloadMoney,
  });
}

export function useChangeCredit() {
  return useMutation({
    mutationFn: (input: { applicationId: number; credit: string }) => admin.changeCredit(input),
    onSuccess: reloadMoney,
  });
}

export interface PriceSearch {
  readonly channel?: string;
  readonly country?: string;
}

export function loadPrices(search: PriceSearch, { before, limit, signal }: Paging) {
  return admin.listPrices({ ...search, before: before || undefined, limit }, { signal });
}

export function usePrices(search: PriceSearch) {
  return useInfiniteQuery({
    queryKey: ['prices', search],
    queryFn: ({ pageParam, signal }) => loadPrices(search, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

export interface PriceFile {
  readonly text: string;
  readonly mode: PriceImportMode;
}

export function usePlanImport() {
  return useMutation({
    mutationFn: (file: PriceFile) => admin.importPrices({ ...file, isDryRun: true }),
  });
}

/** Refused when the list is not the one that was looked at. */
export function useImport() {
  return useMutation({
    mutationFn: (input: PriceFile & { version: number }) =>
      admin.importPrices({ ...input, isDryRun: false }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['prices'] }),
  });
}
