import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError } from '../../parts/states.tsx';
import { useRetireApplication } from './queries.ts';
import classes from './settings/settings.module.css';

/** Final, so the name is typed; in the sandbox as well as live. */
export function Retire({ application }: { application: Application }) {
  const [name, setName] = useState('');
  const retire = useRetireApplication();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    retire.mutate({ applicationId: application.id, name });
  };
  return (
    <section id="retire" aria-labelledby="retire-title" className={classes.section}>
      <Card>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <div>
              <Title order={2} id="retire-title">
                Retire this application
              </Title>
              <Text c="dimmed">
                Its key stops working at once and for good. Its verifications and its audit stay.
              </Text>
            </div>
            <TextInput
              label={`Type “${application.name}” to confirm`}
              autoComplete="off"
              maw={420}
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
      </Card>
    </section>
  );
}
