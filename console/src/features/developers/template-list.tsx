import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SavedTemplate } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FormError } from '../../parts/states.tsx';
import classes from './developers.module.css';

export function TemplateRows(props: { items: readonly SavedTemplate[]; applicationId: number }) {
  return props.items.map((template) => (
    <Link
      key={template.id}
      to="/a/$applicationId/developers/templates/$templateId"
      params={{ applicationId: String(props.applicationId), templateId: template.id }}
      className={classes.template}
    >
      <Text className="long" fw={550}>
        {template.name}
      </Text>
      <Group gap="md" wrap="nowrap">
        {template.isDefault && <Badge tone="accent">Default</Badge>}
        <span className={classes.when}>
          <Moment at={template.changedAt} />
        </span>
      </Group>
    </Link>
  ));
}

/** A name, for a new template or for one that shall be called otherwise. */
export function NameModal(props: {
  title: string;
  word: string;
  name: string;
  isOpen: boolean;
  isBusy: boolean;
  error: unknown;
  onClose: () => void;
  onSubmit: (name: string) => void;
}) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={props.title}>
      <NameForm {...props} />
    </Modal>
  );
}

function NameForm(props: Parameters<typeof NameModal>[0]) {
  const [name, setName] = useState(props.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          description="Up to 64 letters, digits, - and _. Calls may name the template by it."
          data-autofocus
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FormError error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isBusy} disabled={name.trim() === ''}>
            {props.word}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
