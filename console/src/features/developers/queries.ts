import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import type { FragmentDraft } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import type { CallSearch } from './search.ts';

/** One page of the list as the room's address filters it; `before` is empty for the first. */
export function loadApiCalls(
  applicationId: number,
  { dialect, failures }: CallSearch,
  page: { before: string; limit?: string; signal: AbortSignal },
) {
  const { before, limit, signal } = page;
  return admin.listApiCalls(
    {
      applicationId,
      dialect,
      failuresOnly: failures && 'true',
      before: before || undefined,
      limit,
    },
    { signal },
  );
}

export function useApiCalls(applicationId: number, search: CallSearch) {
  return useInfiniteQuery({
    queryKey: ['api-calls', applicationId, search],
    queryFn: ({ pageParam, signal }) =>
      loadApiCalls(applicationId, search, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

export function useApiCall(applicationId: number, callId: string) {
  return useQuery({
    queryKey: ['api-call', applicationId, callId],
    queryFn: ({ signal }) => admin.describeApiCall({ applicationId, callId }, { signal }),
  });
}

/** Where this server is reached, for samples. */
export function useHost(applicationId: number) {
  return useQuery({
    queryKey: ['host', applicationId],
    queryFn: async ({ signal }) => (await admin.getStarted({ applicationId }, { signal })).baseUrl,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useTemplates(applicationId: number) {
  return useQuery({
    queryKey: ['templates', applicationId],
    queryFn: ({ signal }) => admin.listTemplates({ applicationId }, { signal }),
  });
}

const reloadTemplates = () => queryClient.invalidateQueries({ queryKey: ['templates'] });

export function useCreateTemplate() {
  return useMutation({
    mutationFn: (input: { applicationId: number; name: string }) => admin.createTemplate(input),
    onSuccess: reloadTemplates,
  });
}

interface InTemplate {
  readonly applicationId: number;
  readonly templateId: string;
}

export function useChangeTemplate() {
  return useMutation({
    mutationFn: (input: InTemplate & { name?: string; isDefault?: boolean }) =>
      admin.changeTemplate(input),
    onSuccess: reloadTemplates,
  });
}

export function useDeleteTemplate() {
  return useMutation({
    mutationFn: (input: InTemplate) => admin.deleteTemplate(input),
    onSuccess: reloadTemplates,
  });
}

export function useFragments({ applicationId, templateId }: InTemplate) {
  return useQuery({
    queryKey: ['fragments', applicationId, templateId],
    queryFn: ({ signal }) => admin.listFragments({ applicationId, templateId }, { signal }),
  });
}

const reloadFragments = () => queryClient.invalidateQueries({ queryKey: ['fragments'] });

/** A new text, or a change of the one with the id. */
export function useSaveFragment() {
  return useMutation({
    mutationFn: ({
      fragmentId,
      ...input
    }: InTemplate & { fragmentId?: string; channel: string; locale: string; text: string }) => {
      const { applicationId, templateId, text } = input;
      return fragmentId === undefined
        ? admin.createFragment(input)
        : admin.changeFragment({ applicationId, templateId, fragmentId, text });
    },
    onSuccess: reloadFragments,
  });
}

export function useDeleteFragment() {
  return useMutation({
    mutationFn: (input: InTemplate & { fragmentId: string }) => admin.deleteFragment(input),
    onSuccess: reloadFragments,
  });
}

export function useInspection(applicationId: number, draft: FragmentDraft) {
  return useQuery({
    queryKey: ['inspect-fragment', applicationId, draft],
    queryFn: ({ signal }) => admin.inspectFragment({ applicationId, ...draft }, { signal }),
    placeholderData: keepPreviousData,
    enabled: draft.channel !== '' && draft.locale !== '',
    staleTime: 60_000,
    gcTime: 60_000,
  });
}
