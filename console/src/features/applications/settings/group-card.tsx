import { Button, Group, Text, Title } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Card } from '../../../parts/card.tsx';
import { Icon } from '../../../parts/icons.tsx';
import { FormError } from '../../../parts/states.tsx';
import classes from './settings.module.css';
import type { SettingsGroup } from './use-settings-group.ts';

/** A group of settings with its own save; after a refusal the field at fault has the focus. */
export function GroupCard<Draft>(props: {
  group: SettingsGroup<Draft>;
  lead: ReactNode;
  children: ReactNode;
}) {
  const { group } = props;
  const form = useRef<HTMLFormElement>(null);
  const wasSaving = useRef(false);
  useEffect(() => {
    if (wasSaving.current && !group.isSaving) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
    wasSaving.current = group.isSaving;
  }, [group.isSaving]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (group.isUnsaved) group.save();
  };
  return (
    <section id={group.id} aria-labelledby={`${group.id}-title`} className={classes.section}>
      <Card p={0}>
        <form ref={form} onSubmit={submit} noValidate>
          <div className={classes.head}>
            <Title order={2} id={`${group.id}-title`}>
              {group.title}
            </Title>
            <Text c="dimmed">{props.lead}</Text>
          </div>
          <div className={classes.fields}>
            {props.children}
            <FormError error={group.error} />
          </div>
          {group.mayChange && <Footer group={group} />}
        </form>
      </Card>
    </section>
  );
}

function Footer<Draft>({ group }: { group: SettingsGroup<Draft> }) {
  return (
    <div className={classes.foot}>
      <Text fz={14} c="dimmed" role="status" className={classes.footState}>
        {group.isUnsaved && 'Not saved yet'}
        {!group.isUnsaved && group.isSaved && (
          <span className={classes.saved}>
            <Icon name="check" size={16} /> Saved
          </span>
        )}
      </Text>
      <Group gap="sm">
        {group.isUnsaved && (
          <Button
            variant="subtle"
            color="gray"
            onClick={group.discard}
            aria-label={`Discard changes of ${group.title.toLowerCase()}`}
          >
            Discard
          </Button>
        )}
        <Button
          type="submit"
          disabled={!group.isUnsaved}
          loading={group.isSaving}
          aria-label={`Save ${group.title.toLowerCase()}`}
        >
          Save
        </Button>
      </Group>
    </div>
  );
}
