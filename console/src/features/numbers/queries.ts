import { useMutation, useQuery } from '@tanstack/react-query';
import type { NewNumber, NewSharedShortCode } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';

const numbersKey = (applicationId: number) => ['numbers', applicationId];

export function useNumbers(applicationId: number) {
  return useQuery({
    queryKey: numbersKey(applicationId),
    queryFn: ({ signal }) => admin.listNumbers({ applicationId }, { signal }),
  });
}

/** What a campaign or a number change may have moved: lists, and the numbers the campaigns are on. */
export async function reloadNumbers(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['numbers'] }),
    queryClient.invalidateQueries({ queryKey: ['campaigns'] }),
    queryClient.invalidateQueries({ queryKey: ['shared-short-codes'] }),
    queryClient.invalidateQueries({ queryKey: ['applications'] }),
  ]);
}

export function useAddNumber(applicationId: number) {
  return useMutation({
    mutationFn: (number: NewNumber) => admin.addNumber({ applicationId, ...number }),
    onSuccess: reloadNumbers,
  });
}

export function useReleaseNumber(applicationId: number) {
  return useMutation({
    mutationFn: (numberId: number) => admin.releaseNumber({ applicationId, numberId }),
    onSuccess: reloadNumbers,
  });
}

export function useSharedShortCodes() {
  return useQuery({
    queryKey: ['shared-short-codes'],
    queryFn: ({ signal }) => admin.listSharedShortCodes(undefined, { signal }),
  });
}

export function useAddSharedShortCode() {
  return useMutation({
    mutationFn: (code: NewSharedShortCode) => admin.addSharedShortCode(code),
    onSuccess: reloadNumbers,
  });
}

export function useRemoveSharedShortCode() {
  return useMutation({
    mutationFn: (code: string) => admin.removeSharedShortCode({ code }),
    onSuccess: reloadNumbers,
  });
}

export function useSenderRules() {
  return useQuery({
    queryKey: ['sender-rules'],
    queryFn: ({ signal }) => admin.listSenderRules(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
