import {
  type PublicKeyCredentialCreationOptionsJSON,
  startRegistration,
} from '@simplewebauthn/browser';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PasskeyAttestation } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';

export function usePasskeys() {
  return useQuery({
    queryKey: ['account', 'passkeys'],
    queryFn: ({ signal }) => admin.listPasskeys(undefined, { signal }),
  });
}

/** What one signs in with is part of the session's own description, so both are read again. */
async function reload(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['account'] }),
    queryClient.invalidateQueries({ queryKey: ['session'] }),
  ]);
}

export function useAddPasskey() {
  return useMutation({
    mutationFn: async (name: string) => {
      const options = await admin.beginPasskeyEnrolment();
      // The server's options are WebAuthn's own JSON; the SDK's type names only what it needs of it.
      const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
      const response = await startRegistration({ optionsJSON });
      const attestation = response as unknown as PasskeyAttestation; // the same, back
      return admin.confirmPasskeyEnrolment({ name, response: attestation });
    },
    onSuccess: reload,
  });
}

export function useRemovePasskey() {
  return useMutation({
    mutationFn: (passkeyId: number) => admin.removePasskey({ passkeyId }),
    onSuccess: reload,
  });
}

export function useSetPassword() {
  return useMutation({
    mutationFn: (password: string) => admin.setPassword({ password }),
    onSuccess: reload,
  });
}

export function useRemovePassword() {
  return useMutation({ mutationFn: () => admin.removePassword(), onSuccess: reload });
}

export function useBeginTotp() {
  return useMutation({ mutationFn: () => admin.beginTotpEnrolment() });
}

export function useConfirmTotp() {
  return useMutation({
    mutationFn: (code: string) => admin.confirmTotpEnrolment({ code }),
    onSuccess: reload,
  });
}

export function useUpdateProfile() {
  return useMutation({
    mutationFn: (profile: { name: string; email: string }) => admin.updateProfile(profile),
    onSuccess: reload,
  });
}

export function useSessions() {
  return useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => admin.listSessions(undefined, { signal }),
  });
}

export function useRevokeSession() {
  return useMutation({
    mutationFn: (sessionId: number) => admin.revokeSession({ sessionId }),
    onSuccess: reload,
  });
}
