import { queryOptions, useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Application, ApplicationKind, ApplicationSettingsChange } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';

export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: ({ signal }) => admin.listApplications(undefined, { signal }),
});

export function useApplications(): Application[] {
  return useSuspenseQuery(applicationsQuery).data.items;
}

function reload(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['applications'] });
}

export function useCreateApplication() {
  return useMutation({
    mutationFn: (input: { name: string; kind: ApplicationKind }) => admin.createApplication(input),
    onSuccess: reload,
  });
}

export function useRenameApplication() {
  return useMutation({
    mutationFn: (input: { applicationId: number; name: string }) => admin.updateApplication(input),
    onSuccess: reload,
  });
}

/** What comes back is shown at once, so that a form never falls back to what was there before. */
export function useUpdateSettings(applicationId: number) {
  return useMutation({
    mutationFn: (settings: ApplicationSettingsChange) =>
      admin.updateApplication({ applicationId, settings }),
    onSuccess: (updated) =>
      queryClient.setQueryData(applicationsQuery.queryKey, (list) =>
        list ? { items: list.items.map((one) => (one.id === updated.id ? updated : one)) } : list,
      ),
  });
}

export function useRetireApplication() {
  return useMutation({
    mutationFn: (input: { applicationId: number; name: string }) => admin.retireApplication(input),
    onSuccess: reload,
  });
}

const secretsKey = (applicationId: number) => ['applications', applicationId, 'secrets'];

export function useSecrets(applicationId: number) {
  return useQuery({
    queryKey: secretsKey(applicationId),
    queryFn: ({ signal }) => admin.listSecrets({ applicationId }, { signal }),
  });
}

export function useIssueSecret(applicationId: number) {
  return useMutation({
    mutationFn: () => admin.issueSecret({ applicationId }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secretsKey(applicationId) }),
  });
}

export function useRevokeSecret(applicationId: number) {
  return useMutation({
    mutationFn: (secretId: number) => admin.revokeSecret({ applicationId, secretId }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: secretsKey(applicationId) }),
  });
}

const progressMilliseconds = 3_000;
/** A page left open does not ask for ever: asking counts as using the session. */
const asksMax = 300;

/** Asked again and again while a step is open: it ticks off as the first real calls arrive. */
export function useGetStarted(applicationId: number) {
  return useQuery({
    queryKey: ['applications', applicationId, 'get-started'],
    queryFn: ({ signal }) => admin.getStarted({ applicationId }, { signal }),
    refetchInterval: ({ state }) => {
      const progress = state.data?.progress;
      const isDone = progress?.hasStartedVerify && progress.hasVerified;
      return isDone || state.dataUpdateCount > asksMax ? false : progressMilliseconds;
    },
  });
}
