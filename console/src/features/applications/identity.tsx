import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { type FormEvent, useEffect, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FormError } from '../../parts/states.tsx';
import { useRenameApplication } from './queries.ts';
import { ValueShown } from './secret-shown.tsx';
import { Secrets } from './secrets.tsx';
import classes from './settings/settings.module.css';
import type { GroupProps } from './settings/use-settings-group.ts';

/** Who the application is for its callers: name, key and secrets. */
export function Identity({ application, mayChange, onUnsaved }: GroupProps) {
  return (
    <section id="identity" aria-labelledby="identity-title" className={classes.section}>
      <Card>
        <Title order={2} id="identity-title">
          Key and secrets
        </Title>
        <Text c="dimmed" mb="md">
          {application.kind === 'sandbox' ? 'Sandbox' : 'Live'}, created{' '}
          <Moment at={application.createdAt} />, balance{' '}
          <span className="tabular">{balanceWord(application)}</span>
        </Text>
        <Stack gap="lg">
          {mayChange && <Rename application={application} onUnsaved={onUnsaved} />}
          <ValueShown label="API key" value={application.apiKey} />
          {!application.retiredAt && (
            <Secrets applicationId={application.id} mayChange={mayChange} />
          )}
        </Stack>
      </Card>
    </section>
  );
}

function Rename({ application, onUnsaved }: Pick<GroupProps, 'onUnsaved'> & NamedApplication) {
  const [name, setName] = useState(application.name);
  const rename = useRenameApplication();
  const isUnsaved = name.trim() !== application.name;
  useEffect(() => {
    onUnsaved('Key and secrets', isUnsaved);
    return () => onUnsaved('Key and secrets', false);
  }, [isUnsaved, onUnsaved]);
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
          style={{ flex: '1 1 200px' }}
        />
        <Button
          type="submit"
          variant="default"
          disabled={!name.trim() || !isUnsaved}
          loading={rename.isPending}
        >
          Rename
        </Button>
      </Group>
      <FormError error={rename.error} />
    </form>
  );
}

function balanceWord({ balance, currency }: Application): string {
  return `${Number(balance).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;
}

interface NamedApplication {
  readonly application: Application;
}
