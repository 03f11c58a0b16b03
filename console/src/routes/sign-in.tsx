import { Anchor, Box, Button, Center, Divider, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Session } from 'countersign/admin';
import { useEffect, useRef, useState } from 'react';
import { admin } from '../admin.ts';
import { PasskeySignIn } from '../features/account/passkey-sign-in.tsx';
import { PasswordSignInForm } from '../features/account/password-sign-in-form.tsx';
import { adoptSession } from '../features/session/queries.ts';
import { Card } from '../parts/card.tsx';
import { Mark } from '../parts/mark.tsx';
import { FormError } from '../parts/states.tsx';

export function SignInRoom() {
  const enter = useEnter();
  const [token, setToken] = useState(takeTokenFromAddress);
  useEffect(() => {
    // A link pasted into this very page changes the fragment only.
    const onHash = () => setToken((known) => takeTokenFromAddress() ?? known);
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  return (
    <Center mih="100vh" p="md" component="main">
      <Box w="100%" maw={400}>
        <Stack align="center" gap={10} mb="xl">
          <Mark size={40} />
          <Title order={1}>Sign in to Countersign</Title>
        </Stack>
        {token ? <LinkSignIn key={token} token={token} onDone={enter} /> : <Ways onDone={enter} />}
      </Box>
    </Center>
  );
}

/**
 * The token is in the fragment, so that it reaches no server's log. It leaves the address bar, the
 * history and so every later referrer before anything else happens.
 */
function takeTokenFromAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined;
  if (token) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

function useEnter(): (session: Session) => void {
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  return (session) => {
    adoptSession(session);
    if (!session.operator.hasEnrolled) {
      void navigate({ to: '/welcome', replace: true });
      return;
    }
    const target = new URL(next ?? '/', location.origin);
    // Only paths of this console: a sign-in never sends anybody elsewhere.
    const isOwn = target.origin === location.origin;
    void navigate({
      to: isOwn ? target.pathname : '/',
      search: Object.fromEntries(target.searchParams),
      replace: true,
    });
  };
}

function Ways({ onDone }: { onDone: (session: Session) => void }) {
  return (
    <Card>
      <Stack gap="lg">
        <PasskeySignIn onDone={onDone} />
        <Divider label="or with password and code" />
        <PasswordSignInForm onDone={onDone} />
        <Text fz={13} c="dimmed">
          Lost both? Ask an owner for a one-time link. If nobody has signed in yet, the server
          prints one each time it starts.
        </Text>
      </Stack>
    </Card>
  );
}

function LinkSignIn({ token, onDone }: { token: string; onDone: (session: Session) => void }) {
  const signIn = useMutation({
    mutationFn: () => admin.signInWithLink({ token }),
    onSuccess: onDone,
  });
  const hasBegun = useRef(false);
  useEffect(() => {
    // Strict mode runs effects twice; a link works once.
    if (hasBegun.current) return;
    hasBegun.current = true;
    signIn.mutate();
  }, [signIn]);
  if (!signIn.isError) {
    return (
      <Text ta="center" c="dimmed" role="status">
        Signing you in
      </Text>
    );
  }
  return (
    <Card>
      <Stack>
        <FormError error={signIn.error} />
        <Button component="a" href="/console/sign-in" variant="default">
          Sign in another way
        </Button>
        <Anchor component="button" type="button" fz={14} onClick={() => signIn.mutate()}>
          Try the link again
        </Anchor>
      </Stack>
    </Card>
  );
}
