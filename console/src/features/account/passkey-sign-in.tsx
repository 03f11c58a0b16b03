import { Button, Stack, Text } from '@mantine/core';
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import type { PasskeyAssertion, Session } from 'countersign/admin';
import { admin } from '../../admin.ts';
import { Icon } from '../../parts/icons.tsx';
import { FormError } from '../../parts/states.tsx';

export function PasskeySignIn({ onDone }: { onDone: (session: Session) => void }) {
  const signIn = useMutation({ mutationFn: signInWithPasskey, onSuccess: onDone });
  if (!browserSupportsWebAuthn()) {
    return (
      <Text fz={14} c="dimmed">
        Passkeys need https or localhost. Open the console there to use one.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <Button
        size="md"
        leftSection={<Icon name="key" />}
        onClick={() => signIn.mutate()}
        loading={signIn.isPending}
      >
        Sign in with a passkey
      </Button>
      <FormError error={signIn.error} />
    </Stack>
  );
}

async function signInWithPasskey(): Promise<Session> {
  const options = await admin.beginPasskeySignIn();
  // The server's options are WebAuthn's own JSON; the SDK's type names only what it needs of it.
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const response = await startAuthentication({ optionsJSON });
  return admin.signInWithPasskey(response as unknown as PasskeyAssertion); // the same, back
}
