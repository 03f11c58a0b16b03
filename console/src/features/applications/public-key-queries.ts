import { useMutation, useQuery } from '@tanstack/react-query';
import { admin, queryClient } from '../../admin.ts';
import { makeKeyPair } from './key-pair.ts';

const keysKey = (applicationId: number) => ['applications', applicationId, 'public-keys'];

function reload(applicationId: number): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keysKey(applicationId) });
}

export function usePublicKeys(applicationId: number) {
  return useQuery({
    queryKey: keysKey(applicationId),
    queryFn: ({ signal }) => admin.listPublicKeys({ applicationId }, { signal }),
  });
}

/** Answers the pair only when the server has taken its public half. */
export function useMakeKeyPair(applicationId: number) {
  return useMutation({
    mutationFn: async () => {
      const pair = await makeKeyPair();
      const { fingerprint } = await admin.addPublicKey({
        applicationId,
        publicKey: pair.publicKey,
      });
      return { ...pair, fingerprint };
    },
    // The private half stays in no cache.
    gcTime: 0,
    onSettled: () => reload(applicationId),
  });
}

export function useAddPublicKey(applicationId: number) {
  return useMutation({
    mutationFn: (publicKey: string) => admin.addPublicKey({ applicationId, publicKey }),
    onSettled: () => reload(applicationId),
  });
}

export function useRetirePublicKey(applicationId: number) {
  return useMutation({
    mutationFn: (keyId: number) => admin.retirePublicKey({ applicationId, keyId }),
    onSettled: () => reload(applicationId),
  });
}
