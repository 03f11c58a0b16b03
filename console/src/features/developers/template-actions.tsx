import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { SavedTemplate } from 'countersign/admin';
import { useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { useChangeTemplate, useDeleteTemplate } from './queries.ts';
import { NameModal } from './template-list.tsx';

/** What may be done with a whole template. */
export function TemplateActions(props: {
  applicationId: number;
  template: SavedTemplate;
  isLocked: boolean;
}) {
  const { applicationId, template, isLocked } = props;
  const place = { applicationId, templateId: template.id };
  const [isRenaming, setRenaming] = useState(false);
  const change = useChangeTemplate();
  const close = () => {
    change.reset();
    setRenaming(false);
  };
  return (
    <div>
      <Group gap="xs">
        {!template.isDefault && (
          <Button
            variant="default"
            size="xs"
            disabled={isLocked}
            onClick={() => change.mutate({ ...place, isDefault: true })}
          >
            Make it the default
          </Button>
        )}
        <Button variant="default" size="xs" disabled={isLocked} onClick={() => setRenaming(true)}>
          Rename
        </Button>
        <Deletion place={place} isLocked={isLocked} />
      </Group>
      {!isRenaming && <FormError error={change.error} />}
      <NameModal
        title="Rename the template"
        word="Rename"
        name={template.name}
        isOpen={isRenaming}
        isBusy={change.isPending}
        error={change.error}
        onClose={close}
        onSubmit={(name) => change.mutate({ ...place, name }, { onSuccess: close })}
      />
    </div>
  );
}

function Deletion(props: {
  place: { applicationId: number; templateId: string };
  isLocked: boolean;
}) {
  const { place } = props;
  const remove = useDeleteTemplate();
  const navigate = useNavigate();
  const [isSure, setSure] = useState(false);
  const toList = () =>
    void navigate({
      to: '/a/$applicationId/developers/templates',
      params: { applicationId: String(place.applicationId) },
    });
  return (
    <>
      <Button
        variant={isSure ? 'filled' : 'subtle'}
        color="red"
        size="xs"
        disabled={props.isLocked}
        loading={remove.isPending}
        onClick={() => (isSure ? remove.mutate(place, { onSuccess: toList }) : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {isSure ? 'Delete it now' : 'Delete'}
      </Button>
      <FormError error={remove.error} />
    </>
  );
}
