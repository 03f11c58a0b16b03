import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import type { Passkey } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FormError } from '../../parts/states.tsx';
import { useSession } from '../session/queries.ts';
import classes from './account.module.css';
import { useAddPasskey, usePasskeys, useRemovePasskey } from './queries.ts';

export function Passkeys() {
  const passkeys = usePasskeys();
  const remove = useRemovePasskey();
  return (
    <Card>
      <Title order={2}>Passkeys</Title>
      <Text c="dimmed" mb="md">
        The quickest and safest way in: your device’s fingerprint, face or PIN, or a security key.
      </Text>
      {passkeys.data?.items.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          onRemove={() => remove.mutate(passkey.id)}
          isBusy={remove.isPending}
        />
      ))}
      <FormError error={remove.error ?? passkeys.error} />
      <AddPasskey />
    </Card>
  );
}

function PasskeyRow(props: { passkey: Passkey; onRemove: () => void; isBusy: boolean }) {
  const { name, createdAt, lastUsedAt, isBackedUp } = props.passkey;
  return (
    <div className={classes.row}>
      <Icon name="key" />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text fw={550} truncate>
          {name}
        </Text>
        <Text fz={13} c="dimmed">
          Added <Moment at={createdAt} />
          {lastUsedAt ? (
            <>
              , used <Moment at={lastUsedAt} />
            </>
          ) : (
            ', not used yet'
          )}
          {isBackedUp ? ', synced' : ''}
        </Text>
      </div>
      <Button
        variant="subtle"
        color="red"
        size="xs"
        onClick={props.onRemove}
        disabled={props.isBusy}
      >
        Remove
      </Button>
    </div>
  );
}

function AddPasskey() {
  const { baseUrl } = useSession();
  const [name, setName] = useState('');
  const add = useAddPasskey();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(name.trim() || 'Passkey', { onSuccess: () => setName('') });
  };
  // A passkey belongs to one host name: elsewhere the server would have to refuse it.
  if (!browserSupportsWebAuthn() || location.origin !== new URL(baseUrl).origin) {
    return (
      <Text fz={14} c="dimmed" mt="sm">
        Passkeys work at <a href={`${baseUrl}/console/`}>{baseUrl}</a> only. Open the console there
        to add one.
      </Text>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Name"
            placeholder="Laptop, security key …"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            style={{ flex: '1 1 200px' }}
          />
          <Button type="submit" loading={add.isPending}>
            Add a passkey
          </Button>
        </Group>
        <FormError error={add.error} />
      </Stack>
    </form>
  );
}
