import { Button, Group, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { TemplateDraft, TemplateLint } from 'countersign/admin';
import { useLint } from './queries.ts';

const typingMilliseconds = 250;
const lengthMax = 480;

/** What the server says of the text, a moment after the last key. */
export function useTypedLint(applicationId: number, draft: TemplateDraft) {
  const [settled] = useDebouncedValue(JSON.stringify(draft), typingMilliseconds);
  return useLint(applicationId, JSON.parse(settled) as TemplateDraft);
}

/** One text of a campaign, with the repairs that can be made for its author. */
export function TemplateField(props: {
  label: string;
  description: string;
  value: string;
  lint: TemplateLint | undefined;
  error: string | undefined;
  onChange: (text: string) => void;
  onFocus: () => void;
}) {
  const { lint, onChange } = props;
  const { plainText = null, withAutofill = null } = lint ?? {};
  return (
    <div>
      <Textarea
        label={props.label}
        description={props.description}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={lengthMax}
        value={props.value}
        error={props.error}
        onFocus={props.onFocus}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {(plainText !== null || withAutofill !== null) && (
        <Group gap="xs" mt={8}>
          {plainText !== null && (
            <Button size="xs" variant="default" onClick={() => onChange(plainText)}>
              Use plain characters
            </Button>
          )}
          {withAutofill !== null && (
            <Button size="xs" variant="default" onClick={() => onChange(withAutofill)}>
              Add the autofill line
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
