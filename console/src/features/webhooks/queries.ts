import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { admin, queryClient } from '../../admin.ts';
import { type Age, sinceOf } from '../../parts/age.ts';
import type { WebhookSearch } from './search.ts';

/** One page of the list as the room's address filters it; `before` is empty for the first. */
export function loadWebhooks(
  applicationId: number,
  search: WebhookSearch,
  page: { before: string; limit?: string; signal: AbortSignal },
) {
  const { age, view: _view, ...rest } = search;
  return admin.listWebhooks(
    {
      applicationId,
      ...rest,
      since: age && sinceOf(age),
      before: page.before || undefined,
      limit: page.limit,
    },
    { signal: page.signal },
  );
}

export function useWebhooks(applicationId: number, search: WebhookSearch) {
  return useInfiniteQuery({
    queryKey: ['webhooks', applicationId, search],
    queryFn: ({ pageParam, signal }) =>
      loadWebhooks(applicationId, search, { before: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}

const openMilliseconds = 2_000;
/** A page left open does not ask for ever: asking counts as using the session. */
const asksMax = 150;

/** Asked again while there may be another attempt. */
export function useWebhook(applicationId: number, webhookId: string) {
  return useQuery({
    queryKey: ['webhook', applicationId, webhookId],
    queryFn: ({ signal }) => admin.describeWebhook({ applicationId, webhookId }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'due' && state.dataUpdateCount < asksMax ? openMilliseconds : false,
  });
}

export function useEndpoints(applicationId: number) {
  return useQuery({
    queryKey: ['endpoints', applicationId],
    queryFn: ({ signal }) => admin.listEndpoints({ applicationId }, { signal }),
  });
}

async function reloadWebhooks(): Promise<void> {
  await Promise.all(
    ['webhooks', 'webhook', 'endpoints'].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  );
}

export function useReplay() {
  return useMutation({
    mutationFn: (input: { applicationId: number; webhookId: string }) => admin.replayWebhook(input),
    onSuccess: reloadWebhooks,
  });
}

export function useReplayGivenUp() {
  return useMutation({
    mutationFn: ({ age, ...input }: { applicationId: number; kind?: string; age: Age }) =>
      admin.replayGivenUpWebhooks({
        ...input,
        since: sinceOf(age),
        until: new Date().toISOString(),
      }),
    onSuccess: reloadWebhooks,
  });
}

export function useTestWebhook() {
  return useMutation({
    mutationFn: (input: { applicationId: number; kind: string }) => admin.testWebhook(input),
  });
}

export function useEnableEndpoint() {
  return useMutation({
    mutationFn: (input: { applicationId: number; endpointId: string }) =>
      admin.enableEndpoint(input),
    onSuccess: reloadWebhooks,
  });
}

export function useExplainSignature() {
  return useMutation({
    mutationFn: (input: { applicationId: number; text: string }) => admin.explainSignature(input),
  });
}
