import { Autocomplete, Button, Group, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FragmentInspection, TemplateFragment } from 'countersign/admin';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError } from '../../parts/states.tsx';
import { channelWord } from '../verifications/words.ts';
import classes from './developers.module.css';
import { FragmentFindings, FragmentPreview } from './fragment-preview.tsx';
import { useDeleteFragment, useInspection, useSaveFragment } from './queries.ts';
import { languageWord } from './words.ts';

const typingMilliseconds = 250;
const lengthMax = 1_600;
/** Proposed; every other tag is taken, too. */
const locales =
  'en-us en-gb ar-ae de-de es-es es-mx fr-fr hi-in id-id it-it ja-jp pt-br ru-ru zh-cn';
const textAtFirst = 'Your ${brand} code is ${code}.';

interface EditorProps {
  readonly applicationId: number;
  readonly templateId: string;
  readonly brand: string;
  readonly channels: readonly string[];
  /** Absent: a new one. */
  readonly fragment?: TemplateFragment;
  readonly isLocked: boolean;
  readonly onSaved: (fragment: TemplateFragment) => void;
  readonly onDeleted: () => void;
}

/** One text for one channel and language: typed here, seen on the handset beside it. */
export function FragmentEditor(props: EditorProps) {
  const { applicationId, fragment, brand } = props;
  const [channel, setChannel] = useState(fragment?.channel ?? props.channels[0] ?? '');
  const [locale, setLocale] = useState(fragment?.locale ?? 'en-us');
  const [text, setText] = useState(fragment?.text ?? textAtFirst);
  const [host, setHost] = useState('');
  const originBound = host.trim();
  const [settled] = useDebouncedValue(
    JSON.stringify({ channel, locale, text, brand, ...(originBound && { originBound }) }),
    typingMilliseconds,
  );
  const inspection = useInspection(applicationId, JSON.parse(settled));
  return (
    <>
      <Card>
        <Form {...props} draft={{ channel, locale, text }}>
          {!fragment && (
            <div className={classes.pair}>
              <Select
                label="Channel"
                data={props.channels.map((value) => ({ value, label: channelWord(value) }))}
                value={channel}
                allowDeselect={false}
                onChange={(value) => setChannel(value ?? channel)}
              />
              <Autocomplete
                label="Language"
                description={languageWord(locale)}
                inputWrapperOrder={['label', 'input', 'description']}
                data={locales.split(' ')}
                maxLength={35}
                value={locale}
                onChange={setLocale}
              />
            </div>
          )}
          <TextField
            text={text}
            isLocked={props.isLocked}
            withAutofill={inspection.data?.withAutofill ?? null}
            onChange={setText}
          />
          {inspection.data && <FragmentFindings inspection={inspection.data} />}
          {inspection.data?.sample?.encoding && (
            <TextInput
              label="Web site that fills the code in"
              description="Browsers offer the code on this host when the last line names it. Optional."
              placeholder="example.com"
              maxLength={253}
              value={host}
              onChange={(event) => setHost(event.currentTarget.value)}
            />
          )}
        </Form>
      </Card>
      <FragmentPreview
        applicationId={applicationId}
        channel={channel}
        sender={brand}
        inspection={inspection.data}
        error={inspection.error}
      />
    </>
  );
}

const parameters = [
  { label: 'Code', text: '${code}' },
  { label: 'Brand', text: '${brand}' },
  { label: 'Time', text: '${time-limit}' },
  { label: 'Its unit', text: '${time-limit-unit}' },
] as const;

function TextField(props: {
  text: string;
  isLocked: boolean;
  withAutofill: FragmentInspection['withAutofill'];
  onChange: (text: string) => void;
}) {
  const { text, onChange, withAutofill } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (piece: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {};
    onChange(text.slice(0, selectionStart) + piece + text.slice(selectionEnd));
    field.current?.focus();
  };
  return (
    <div>
      <Textarea
        ref={field}
        label="Text"
        autosize
        minRows={4}
        maxRows={12}
        maxLength={lengthMax}
        readOnly={props.isLocked}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!props.isLocked && (
        <Group gap={6} mt={8}>
          <Text fz={13} c="dimmed">
            Insert
          </Text>
          {parameters.map((one) => (
            <Button
              key={one.text}
              size="compact-xs"
              variant="default"
              onClick={() => insert(one.text)}
            >
              {one.label}
            </Button>
          ))}
          {withAutofill !== null && (
            <Button size="compact-xs" onClick={() => onChange(withAutofill)}>
              Add the autofill line
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}

function Form(
  props: EditorProps & {
    draft: { channel: string; locale: string; text: string };
    children: ReactNode;
  },
) {
  const { applicationId, templateId, fragment, draft, isLocked } = props;
  const save = useSaveFragment();
  const isUnsaved = fragment?.text !== draft.text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const place = { applicationId, templateId, ...(fragment && { fragmentId: fragment.id }) };
    save.mutate({ ...place, ...draft }, { onSuccess: props.onSaved });
  };
  return (
    <form onSubmit={submit} className={classes.fields}>
      {props.children}
      <FormError error={save.error} />
      <Group justify="space-between">
        {fragment ? <Deletion {...props} fragmentId={fragment.id} /> : <span />}
        <Group gap="sm">
          <Text fz={14} c="dimmed" role="status">
            {save.isSuccess && !isUnsaved && 'Saved'}
          </Text>
          <Button type="submit" disabled={isLocked || !isUnsaved} loading={save.isPending}>
            {fragment ? 'Save' : 'Add the text'}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

function Deletion(props: EditorProps & { fragmentId: string }) {
  const { applicationId, templateId, fragmentId } = props;
  const remove = useDeleteFragment();
  const [isSure, setSure] = useState(false);
  const removeNow = () =>
    remove.mutate({ applicationId, templateId, fragmentId }, { onSuccess: props.onDeleted });
  return (
    <div>
      <Button
        variant={isSure ? 'filled' : 'subtle'}
        color="red"
        disabled={props.isLocked}
        loading={remove.isPending}
        onClick={() => (isSure ? removeNow() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {isSure ? 'Delete it now' : 'Delete this text'}
      </Button>
      <FormError error={remove.error} />
    </div>
  );
}
