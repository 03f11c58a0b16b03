import { Button, Group, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { FormError, Notice } from '../../parts/states.tsx';
import { useSession } from '../session/queries.ts';
import { useRemovePassword, useSetPassword } from './queries.ts';
import { TotpEnrolmentSteps } from './totp-enrolment.tsx';

const passwordLengthMin = 12;

export function PasswordAndTotp() {
  const { hasPassword, hasTotp, passkeys } = useSession();
  const isComplete = hasPassword && hasTotp;
  return (
    <Card>
      <Group justify="space-between">
        <Title order={2}>Password and code</Title>
        {isComplete && <Badge tone="good">Set up</Badge>}
      </Group>
      <Text c="dimmed" mb="md">
        A password alone never signs in: it takes a six-digit code from an authenticator app too.
      </Text>
      <Stack gap="lg">
        <PasswordForm hasPassword={hasPassword} />
        {hasPassword && <TotpEnrolmentSteps hasTotp={hasTotp} />}
        {isComplete && passkeys > 0 && <RemovePassword />}
      </Stack>
    </Card>
  );
}

function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const { operator } = useSession();
  const [password, setPassword] = useState('');
  const save = useSetPassword();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(password, { onSuccess: () => setPassword('') });
  };
  return (
    <form onSubmit={submit}>
      <input type="hidden" autoComplete="username" value={operator.email} readOnly />
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <PasswordInput
            label={hasPassword ? 'New password' : 'Password'}
            description={`At least ${passwordLengthMin} characters; a sentence is easy to remember.`}
            autoComplete="new-password"
            minLength={passwordLengthMin}
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            style={{ flex: '1 1 240px' }}
          />
          <Button
            type="submit"
            variant={hasPassword ? 'default' : 'filled'}
            loading={save.isPending}
          >
            {hasPassword ? 'Change password' : 'Set password'}
          </Button>
        </Group>
        <FormError error={save.error} />
        {save.isSuccess && hasPassword && (
          <Notice tone="good">The password is set. Other sessions of yours have ended.</Notice>
        )}
      </Stack>
    </form>
  );
}

function RemovePassword() {
  const remove = useRemovePassword();
  return (
    <Stack gap="sm" align="flex-start">
      <Button
        variant="subtle"
        color="red"
        size="xs"
        onClick={() => remove.mutate()}
        loading={remove.isPending}
      >
        Remove password and code
      </Button>
      <FormError error={remove.error} />
    </Stack>
  );
}
