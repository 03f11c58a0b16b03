import { Group, SegmentedControl, Text, Title } from '@mantine/core';
import type { Campaign, OptInDisclosure, OptInLanguage } from 'countersign/admin';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { CodeBlock } from '../../parts/code-block.tsx';
import { CopyTextButton } from '../../parts/copy-button.tsx';
import { Failure, Notice, Waiting } from '../../parts/states.tsx';
import classes from './campaigns.module.css';
import { useDisclosure } from './queries.ts';
import { itemWord } from './words.ts';

const forms = [
  { value: 'text', label: 'Text' },
  { value: 'html', label: 'HTML' },
  { value: 'component', label: 'Component' },
] as const;
type Form = (typeof forms)[number]['value'];

/** What the opt-in page must say, ready to be copied. */
export function DisclosureCard({ campaign }: { campaign: Campaign }) {
  const [language, setLanguage] = useState<OptInLanguage>('en');
  const [form, setForm] = useState<Form>('text');
  const disclosure = useDisclosure(campaign, language);
  return (
    <Card>
      <Title order={2} mb={2}>
        For your opt-in page
      </Title>
      <Text c="dimmed" mb="md">
        Show this where people agree to get messages.
      </Text>
      <Group gap="sm" mb="md">
        <SegmentedControl
          aria-label="Form"
          data={[...forms]}
          value={form}
          onChange={(value) => setForm(value as Form)}
        />
        <SegmentedControl
          aria-label="Language"
          data={[
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
          value={language}
          onChange={(value) => setLanguage(value as OptInLanguage)}
        />
      </Group>
      {disclosure.isPending && <Waiting rows={2} />}
      {disclosure.isError && (
        <Failure error={disclosure.error} onRetry={() => void disclosure.refetch()} />
      )}
      {disclosure.data && <Words disclosure={disclosure.data} form={form} />}
    </Card>
  );
}

function Words({ disclosure, form }: { disclosure: OptInDisclosure; form: Form }) {
  const { incomplete, component } = disclosure;
  return (
    <>
      {incomplete.length > 0 && (
        <div style={{ marginBottom: 12 }}>
          <Notice tone="warn">
            The campaign does not say yet: {incomplete.map((item) => itemWord[item]).join(', ')}.
            The brackets below wait for it.
          </Notice>
        </div>
      )}
      {form === 'component' ? (
        <>
          <Snippet
            title="Where it shall stand"
            text={component.markup}
            hint="It reads without the script too: then in one language."
          />
          <Snippet
            title="Once on the page"
            text={`<script>\n${component.script}</script>`}
            hint="It loads nothing. Under a strict policy, serve it as a file of your own."
          />
        </>
      ) : (
        <Snippet
          title="To be copied"
          text={form === 'text' ? disclosure.text : disclosure.html}
          isProse={form === 'text'}
        />
      )}
    </>
  );
}

function Snippet(props: { title: string; text: string; hint?: string; isProse?: boolean }) {
  const { title, text, hint, isProse } = props;
  return (
    <div style={{ marginTop: 12 }}>
      <Group justify="space-between" mb={6}>
        <Text fw={550} fz={14}>
          {title}
        </Text>
        <CopyTextButton value={text} label="Copy" />
      </Group>
      {isProse ? <p className={classes.text}>{text}</p> : <CodeBlock text={text} />}
      {hint && (
        <Text fz={13} c="dimmed" mt={6}>
          {hint}
        </Text>
      )}
    </div>
  );
}
