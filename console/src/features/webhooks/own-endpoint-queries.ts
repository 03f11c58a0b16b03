import { useMutation, useQuery } from '@tanstack/react-query';
import { admin, queryClient } from '../../admin.ts';

export function useOwnEndpoints(applicationId: number) {
  return useQuery({
    queryKey: ['own-endpoints', applicationId],
    queryFn: ({ signal }) => admin.listOwnEndpoints({ applicationId }, { signal }),
  });
}

const reload = () => queryClient.invalidateQueries({ queryKey: ['own-endpoints'] });

interface Place {
  readonly applicationId: number;
  readonly endpointId: string;
}

interface Wanted {
  readonly url?: string;
  readonly description?: string;
  readonly eventTypes?: string[] | null;
}

export function useCreateOwnEndpoint() {
  return useMutation({
    mutationFn: (input: Wanted & { applicationId: number; url: string }) =>
      admin.createOwnEndpoint(input),
    onSuccess: reload,
  });
}

export function useUpdateOwnEndpoint() {
  return useMutation({
    mutationFn: (input: Wanted & Place & { isEnabled?: boolean }) => admin.updateOwnEndpoint(input),
    onSuccess: reload,
  });
}

export function useDeleteOwnEndpoint() {
  return useMutation({
    mutationFn: (place: Place) => admin.deleteOwnEndpoint(place),
    onSuccess: reload,
  });
}

export function useRotateEndpointSecret() {
  return useMutation({
    mutationFn: (input: Place & { overlapSeconds: number }) => admin.rotateEndpointSecret(input),
    onSuccess: reload,
  });
}

/** What came of a test shows on the endpoint, too. */
export function useTestOwnEndpoint() {
  return useMutation({ mutationFn: (place: Place) => admin.testOwnEndpoint(place) });
}
