import { Button, Drawer, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Moment } from '../../parts/moment.tsx';
import { FormError } from '../../parts/states.tsx';
import { useMay } from '../session/queries.ts';
import classes from './applications.module.css';
import { useRenameApplication, useRetireApplication } from './queries.ts';
import { ValueShown } from './secret-shown.tsx';
import { Secrets } from './secrets.tsx';

export function ApplicationDrawer(props: {
  application: Application | undefined;
  onClose: () => void;
}) {
  const { application } = props;
  return (
    <Drawer
      opened={application !== undefined}
      onClose={props.onClose}
      position="right"
      size={480}
      padding="lg"
      title={application?.name}
    >
      {application && (
        <Details key={application.id} application={application} onDone={props.onClose} />
      )}
    </Drawer>
  );
}

function Details({ application, onDone }: { application: Application; onDone: () => void }) {
  const mayLive = useMay('applications.manage-live');
  const maySandbox = useMay('applications.manage-sandbox');
  const isRetired = application.retiredAt !== null;
  const mayChange = !isRetired && (application.kind === 'live' ? mayLive : maySandbox);
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <ValueShown label="API key" value={application.apiKey} />
        <Text fz={14} c="dimmed">
          {application.kind === 'sandbox' ? 'Sandbox' : 'Live'}, created{' '}
          <Moment at={application.createdAt} />, balance{' '}
          <span className="tabular">
            {Number(application.balance).toFixed(2)} {application.currency}
          </span>
        </Text>
      </Stack>
      {mayChange && <Rename application={application} />}
      {!isRetired && <Secrets applicationId={application.id} mayChange={mayChange} />}
      {mayChange && <Retire application={application} onDone={onDone} />}
    </Stack>
  );
}

function Rename({ application }: { application: Application }) {
  const [name, setName] = useState(application.name);
  const rename = useRenameApplication();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ applicationId: application.id, name: name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Name"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          style={{ flex: 1 }}
        />
        <Button
          type="submit"
          variant="default"
          disabled={!name.trim() || name.trim() === application.name}
          loading={rename.isPending}
        >
          Rename
        </Button>
      </Group>
      <FormError error={rename.error} />
    </form>
  );
}

/** Final, so the name is typed; in the sandbox as well as live. */
function Retire({ application, onDone }: { application: Application; onDone: () => void }) {
  const [name, setName] = useState('');
  const retire = useRetireApplication();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    retire.mutate({ applicationId: application.id, name }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className={classes.danger}>
      <Stack gap="sm">
        <Title order={3}>Retire this application</Title>
        <Text fz={14} c="dimmed">
          Its key stops working at once and for good. Its verifications and its audit stay.
        </Text>
        <TextInput
          label={`Type “${application.name}” to confirm`}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FormError error={retire.error} />
        <Group>
          <Button
            type="submit"
            color="red"
            variant="outline"
            disabled={name !== application.name}
            loading={retire.isPending}
          >
            Retire application
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
