import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError, Notice } from '../../parts/states.tsx';
import { useSession } from '../session/queries.ts';
import { useUpdateProfile } from './queries.ts';

export function Profile() {
  const { operator } = useSession();
  const [name, setName] = useState(operator.name);
  const [email, setEmail] = useState(operator.email);
  const save = useUpdateProfile();
  const isChanged = name !== operator.name || email !== operator.email;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim(), email: email.trim() });
  };
  return (
    <Card>
      <Title order={2}>You</Title>
      <Text c="dimmed" mb="md">
        The email is what the password sign-in asks for.
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group grow preventGrowOverflow={false} gap="sm">
            <TextInput
              label="Name"
              required
              withAsterisk={false}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label="Email"
              type="text"
              inputMode="email"
              required
              withAsterisk={false}
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          </Group>
          <FormError error={save.error} />
          {save.isSuccess && !isChanged && <Notice tone="good">Saved.</Notice>}
          <Group>
            <Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>
              Save changes
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
