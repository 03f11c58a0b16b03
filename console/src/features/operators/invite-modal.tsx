import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import type { OperatorRole } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { LinkShown } from './link-shown.tsx';
import { roleWord, useInvite } from './queries.ts';

export const roleOptions = Object.entries(roleWord).map(([value, { label }]) => ({ value, label }));

export function InviteModal({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const invite = useInvite();
  const close = () => {
    onClose();
    invite.reset();
  };
  return (
    <Modal opened={isOpen} onClose={close} title="Invite an operator">
      {invite.data ? (
        <LinkShown link={invite.data} onDone={close} />
      ) : (
        <InviteForm
          onInvite={invite.mutate}
          error={invite.error}
          isBusy={invite.isPending}
          onCancel={close}
        />
      )}
    </Modal>
  );
}

function InviteForm(props: {
  onInvite: ReturnType<typeof useInvite>['mutate'];
  error: unknown;
  isBusy: boolean;
  onCancel: () => void;
}) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<OperatorRole>('developer');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onInvite({ name: name.trim(), email: email.trim(), role });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Email"
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label="Role"
          data={roleOptions}
          value={role}
          allowDeselect={false}
          onChange={(value) => value && setRole(value as OperatorRole)}
        />
        <Text fz={14} c="dimmed">
          {roleWord[role].description}.
        </Text>
        <FormError error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isBusy}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
