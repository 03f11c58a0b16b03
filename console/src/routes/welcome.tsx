import { Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Passkeys } from '../features/account/passkeys.tsx';
import { PasswordAndTotp } from '../features/account/password-and-totp.tsx';
import { useSession } from '../features/session/queries.ts';
import { Page } from '../parts/page.tsx';

/** The one-time link only begins: here one adds what the next sign-in needs. */
export function WelcomeRoom() {
  const { operator } = useSession();
  return (
    <Page
      title="Choose how you sign in from now on"
      lead="The link that brought you here works once. One of these two is enough."
      actions={
        <Button component={Link} to="/" variant={operator.hasEnrolled ? 'filled' : 'default'}>
          {operator.hasEnrolled ? 'Go on' : 'Later'}
        </Button>
      }
    >
      <Group align="stretch" gap="lg" grow preventGrowOverflow={false}>
        <Stack style={{ flex: '1 1 360px' }}>
          <Passkeys />
        </Stack>
        <Stack style={{ flex: '1 1 360px' }}>
          <PasswordAndTotp />
        </Stack>
      </Group>
    </Page>
  );
}
