import { Button, Group, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Application } from 'countersign/admin';
import { useState } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { useCreateTemplate, useTemplates } from '../../features/developers/queries.ts';
import { NameModal, TemplateRows } from '../../features/developers/template-list.tsx';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';

const templatesMax = 10;

/** The application's own words for codes. */
export function TemplatesRoom() {
  const application = useCurrentApplication();
  return application ? <Templates application={application} /> : <Waiting rows={4} />;
}

function Templates({ application }: { application: Application }) {
  const templates = useTemplates(application.id);
  const hindrance = useNumbersHindrance(application);
  const items = templates.data?.items ?? [];
  const create = (
    <Create
      applicationId={application.id}
      isLocked={hindrance !== undefined || items.length >= templatesMax}
    />
  );
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text c="dimmed" maw={560}>
          The native API and Verify v2 take the text of a template for the channel and language of a
          person, and our own words where there is none. The default one is taken when a call names
          none.
        </Text>
        {items.length > 0 && create}
      </Group>
      {hindrance && (
        <Text fz={13} c="dimmed" mb="xs">
          {hindrance}
        </Text>
      )}
      <Card p={0}>
        {templates.isPending && <Waiting rows={3} />}
        {templates.isError && (
          <Failure error={templates.error} onRetry={() => void templates.refetch()} />
        )}
        {templates.isSuccess && items.length === 0 && (
          <Empty icon="messages" title="No template yet" action={create}>
            Until there is one, messages have our own words in the language of each person.
          </Empty>
        )}
        <TemplateRows items={items} applicationId={application.id} />
      </Card>
    </>
  );
}

function Create({ applicationId, isLocked }: { applicationId: number; isLocked: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const create = useCreateTemplate();
  const navigate = useNavigate();
  const close = () => {
    create.reset();
    setOpen(false);
  };
  return (
    <>
      <Button disabled={isLocked} onClick={() => setOpen(true)}>
        Create a template
      </Button>
      <NameModal
        title="Create a template"
        word="Create"
        name=""
        isOpen={isOpen}
        isBusy={create.isPending}
        error={create.error}
        onClose={close}
        onSubmit={(name) =>
          create.mutate(
            { applicationId, name },
            {
              onSuccess: ({ id: templateId }) =>
                void navigate({
                  to: '/a/$applicationId/developers/templates/$templateId',
                  params: { applicationId: String(applicationId), templateId },
                }),
            },
          )
        }
      />
    </>
  );
}
