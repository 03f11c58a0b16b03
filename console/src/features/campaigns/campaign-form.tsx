import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { type Application, CountersignError } from 'countersign/admin';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError, Waiting } from '../../parts/states.tsx';
import classes from './campaigns.module.css';
import { AnswerFields, AutofillFields, ContactFields, ProgrammeFields } from './detail-fields.tsx';
import { type CampaignDraft, contentOf } from './draft.ts';
import { MessagePreview } from './message-preview.tsx';
import { SendPreview } from './send-preview.tsx';
import { useTypedLint } from './template-field.tsx';
import { TemplateFields } from './template-fields.tsx';

/** The application for a campaign, or an edit of one; “Update” hands it in. */
export function CampaignForm(props: {
  application: Application;
  initial: CampaignDraft;
  /** What messages come from; `isOwned` once the application has it. */
  number: { readonly sender: string; readonly isOwned: boolean };
  /** Said under the button: what happens next. */
  consequence: string;
  children?: ReactNode;
  error: unknown;
  isBusy: boolean;
  onSubmit: (draft: CampaignDraft) => void;
}) {
  const { application, number } = props;
  const [draft, setDraft] = useState(props.initial);
  const [place, setPlace] = useState(0);
  const change = (changes: Partial<CampaignDraft>) =>
    setDraft((known) => ({ ...known, ...changes }));
  const template = templateOf(draft, place);
  const lint = useTypedLint(application.id, template);
  const refusalOf = (field: string) => refusalAt(props.error, field);
  const fields = {
    draft,
    refusalOf: (field: string) => refusalOf(`details.${field}`),
    onChange: (details: Partial<CampaignDraft['details']>) =>
      change({ details: { ...draft.details, ...details } }),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit(draft);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.first}>
        <Section title="Message and company">
          {props.children}
          <TemplateFields
            draft={draft}
            place={place}
            lint={lint.data}
            refusalOf={refusalOf}
            onPlace={setPlace}
            onChange={(templates) => change({ templates })}
          />
          <TextInput
            label="Company name"
            description="Stands for ${company} in the message."
            autoComplete="organization"
            required
            maxLength={40}
            value={draft.company}
            error={refusalOf('company')}
            onChange={(event) => change({ company: event.currentTarget.value })}
          />
          {draft.use === 'two-factor' && <AutofillFields {...fields} />}
        </Section>
      </div>
      <div className={`${classes.stack} ${classes.rest}`}>
        <Section
          title="Programme"
          lead="What your opt-in page says is made of this. The reviewer reads it too."
        >
          <ProgrammeFields {...fields} />
        </Section>
        <Section isMore title="Answers" lead="Left empty, the server answers in its own words.">
          <AnswerFields {...fields} />
        </Section>
        <Section
          isMore={draft.use === 'two-factor'}
          title="Contact"
          lead="Whom the reviewer can ask."
        >
          <ContactFields {...fields} />
        </Section>
        <Card>
          <FormError error={props.error} />
          <Group justify="space-between" mt={props.error ? 'md' : 0}>
            <Text c="dimmed" fz={14} maw={420}>
              {props.consequence}
            </Text>
            <Button type="submit" loading={props.isBusy} disabled={draft.company.trim() === ''}>
              Update
            </Button>
          </Group>
        </Card>
      </div>
      <aside className={classes.asideCell} aria-label="Preview">
        <Card className={classes.aside}>
          <Title order={2} mb="sm">
            Preview
          </Title>
          {lint.data ? (
            <MessagePreview lint={lint.data} sender={number.sender} />
          ) : (
            <Waiting rows={2} />
          )}
          <FormError error={lint.error} />
          <div style={{ marginTop: 16 }}>
            <SendPreview
              application={application}
              template={template}
              sender={number.isOwned ? number.sender : undefined}
              isFaulty={!lint.data || lint.data.errors.length > 0}
            />
          </div>
        </Card>
      </aside>
    </form>
  );
}

function Section(props: { title: string; lead?: string; isMore?: boolean; children: ReactNode }) {
  const { title, lead, children } = props;
  if (props.isMore) {
    return (
      <Card p={0}>
        <details className={classes.more}>
          <summary>
            {title}
            <span className={classes.moreHint}>{lead}</span>
          </summary>
          <div className={classes.moreFields}>{children}</div>
        </details>
      </Card>
    );
  }
  return (
    <Card>
      <Title order={2} mb={lead ? 2 : 'md'}>
        {title}
      </Title>
      {lead && (
        <Text c="dimmed" mb="md">
          {lead}
        </Text>
      )}
      <div className={classes.fields}>{children}</div>
    </Card>
  );
}

function templateOf(draft: CampaignDraft, place: number) {
  const { company, templates, details } = contentOf(draft);
  return {
    use: draft.use,
    text: templates[place] ?? '',
    company: company || 'Your company',
    ...(details.originBound && { originBound: details.originBound }),
    ...(details.androidHash && { androidHash: details.androidHash }),
  };
}

/** The server names the member it refused, e.g. `details.programme`. */
function refusalAt(error: unknown, field: string): string | undefined {
  if (!(error instanceof CountersignError) || error.parameter !== field) return undefined;
  if (error.code === 'missing_parameter') return 'This is needed for the review.';
  return error.reason ?? 'This was not accepted.';
}
