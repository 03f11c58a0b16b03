import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { ApplicationKind, CreatedApplication } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { useMay } from '../session/queries.ts';
import { useCreateApplication } from './queries.ts';
import { ValueShown } from './secret-shown.tsx';

export function CreateModal({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const create = useCreateApplication();
  const close = () => {
    onClose();
    create.reset();
  };
  return (
    <Modal opened={isOpen} onClose={close} title="Create an application">
      {create.data ? (
        <Created created={create.data} onDone={close} />
      ) : (
        <CreateForm
          onCreate={create.mutate}
          error={create.error}
          isBusy={create.isPending}
          onCancel={close}
        />
      )}
    </Modal>
  );
}

function Created({ created, onDone }: { created: CreatedApplication; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text>
        Keep these two secrets now.{' '}
        {created.application.kind === 'live'
          ? 'They are not shown again.'
          : 'The signature secret is not shown again.'}
      </Text>
      <ValueShown label="API key" value={created.application.apiKey} />
      <ValueShown label="API secret" value={created.apiSecret} />
      <ValueShown label="Signature secret" value={created.signatureSecret} />
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}

const kindSentence = {
  sandbox: 'Messages go to the virtual handset only. For trying, developing and automated tests.',
  live: 'Messages go to real people over real carriers. Its codes are never shown here.',
} as const;

function CreateForm(props: {
  onCreate: ReturnType<typeof useCreateApplication>['mutate'];
  error: unknown;
  isBusy: boolean;
  onCancel: () => void;
}) {
  const mayLive = useMay('applications.manage-live');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ApplicationKind>('sandbox');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onCreate({ name: name.trim(), kind });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          description="What your team calls it"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <SegmentedControl
            fullWidth
            aria-label="Kind"
            value={kind}
            onChange={(value) => setKind(value as ApplicationKind)}
            data={[
              { value: 'sandbox', label: 'Sandbox' },
              { value: 'live', label: 'Live', disabled: !mayLive },
            ]}
          />
          <Text fz={14} c="dimmed" mt={8}>
            {kindSentence[kind]}
          </Text>
        </div>
        <FormError error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isBusy} disabled={!name.trim()}>
            Create application
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
