import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Application, SavedTemplate, TemplateFragment } from 'countersign/admin';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import classes from '../../features/developers/developers.module.css';
import { FragmentEditor } from '../../features/developers/fragment-editor.tsx';
import { useFragments, useTemplates } from '../../features/developers/queries.ts';
import type { TemplateSearch } from '../../features/developers/search.ts';
import { TemplateActions } from '../../features/developers/template-actions.tsx';
import { languageWord } from '../../features/developers/words.ts';
import { useNumbersHindrance } from '../../features/numbers/may-change.ts';
import { channelWord } from '../../features/verifications/words.ts';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Failure, Waiting } from '../../parts/states.tsx';
import { NotHere } from '../not-here.tsx';

/** One template: its texts by channel and language, each seen on the handset as it is typed. */
export function TemplateRoom() {
  const { applicationId, templateId } = useParams({
    from: '/signed-in/a/$applicationId/developers/templates/$templateId',
  });
  const application = useCurrentApplication();
  const templates = useTemplates(Number(applicationId));
  const template = templates.data?.items.find(({ id }) => id === templateId);
  return (
    <>
      <Anchor component={Link} to={`/a/${applicationId}/developers/templates`} fz={14}>
        ← All templates
      </Anchor>
      {templates.isPending && <Waiting rows={5} />}
      {templates.isError && (
        <Failure error={templates.error} onRetry={() => void templates.refetch()} />
      )}
      {templates.data && !template && <NotHere />}
      {templates.data && template && application && (
        <Details application={application} template={template} channels={templates.data.channels} />
      )}
    </>
  );
}

interface DetailsProps {
  readonly application: Application;
  readonly template: SavedTemplate;
  readonly channels: readonly string[];
}

function Details(props: DetailsProps) {
  const { application, template } = props;
  const hindrance = useNumbersHindrance(application);
  const fragments = useFragments({ applicationId: application.id, templateId: template.id });
  return (
    <>
      <Group justify="space-between" gap="sm" my="md">
        <Group gap="sm">
          <Title order={2} fz="1.375rem" className="long">
            {template.name}
          </Title>
          {template.isDefault && <Badge tone="accent">Default</Badge>}
        </Group>
        <TemplateActions
          applicationId={application.id}
          template={template}
          isLocked={hindrance !== undefined}
        />
      </Group>
      {hindrance && (
        <Text fz={13} c="dimmed" mb="sm">
          {hindrance}
        </Text>
      )}
      {fragments.isPending && <Waiting rows={4} />}
      {fragments.isError && (
        <Failure error={fragments.error} onRetry={() => void fragments.refetch()} />
      )}
      {fragments.data && (
        <Texts {...props} items={fragments.data.items} isLocked={hindrance !== undefined} />
      )}
    </>
  );
}

function Texts(props: DetailsProps & { items: readonly TemplateFragment[]; isLocked: boolean }) {
  const { application, template, items } = props;
  const { text } = useSearch({ strict: false }) as TemplateSearch; // this room's own address
  const navigate = useNavigate();
  const open = text === 'new' ? undefined : (items.find(({ id }) => id === text) ?? items[0]);
  const go = (id: string | undefined) =>
    void navigate({ to: '.', search: (id ? { text: id } : {}) as never, replace: true });
  return (
    <div className={classes.editor}>
      <Card p={0}>
        <nav className={classes.texts} aria-label="Texts of this template">
          {items.map(({ id, channel, locale }) => (
            <TextLink
              key={id}
              id={id}
              isOpen={id === open?.id}
              title={languageWord(locale)}
              hint={channelWord(channel)}
            />
          ))}
          {!props.isLocked && (
            <TextLink
              id="new"
              isOpen={open === undefined}
              title="New text"
              hint="Another channel or language"
            />
          )}
        </nav>
      </Card>
      {open === undefined && props.isLocked ? (
        <Text c="dimmed">This template has no text yet.</Text>
      ) : (
        <FragmentEditor
          key={open?.id ?? 'new'}
          applicationId={application.id}
          templateId={template.id}
          brand={application.name.slice(0, 18)}
          channels={props.channels}
          {...(open && { fragment: open })}
          isLocked={props.isLocked}
          onSaved={({ id }) => go(id)}
          onDeleted={() => go(undefined)}
        />
      )}
    </div>
  );
}

function TextLink(props: { id: string; isOpen: boolean; title: string; hint: string }) {
  return (
    <Link
      to="."
      search={{ text: props.id } as never} // this room's own search
      className={classes.text}
      data-open={props.isOpen}
      aria-current={props.isOpen ? 'true' : undefined}
    >
      <Text fz={14} fw={550}>
        {props.title}
      </Text>
      <Text fz={13} c="dimmed">
        {props.hint}
      </Text>
    </Link>
  );
}
