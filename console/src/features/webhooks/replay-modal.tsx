import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Age, ageChoices } from '../../parts/age.ts';
import { FormError, Notice } from '../../parts/states.tsx';
import { useReplayGivenUp } from './queries.ts';
import { kinds } from './search.ts';
import { kindWord } from './words.ts';

export function ReplayModal(props: {
  applicationId: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="Resend what was given up">
      <ReplayForm applicationId={props.applicationId} onDone={props.onClose} />
    </Modal>
  );
}

/** Mounted with the dialog, so that it begins anew each time. */
function ReplayForm({ applicationId, onDone }: { applicationId: number; onDone: () => void }) {
  const replay = useReplayGivenUp();
  const [age, setAge] = useState<Age>('24h');
  const [kind, setKind] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replay.mutate({ applicationId, age, ...(kind && { kind }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          Each keeps its id and is signed anew. Your server gets them at its own pace, the oldest
          first.
        </Text>
        <Select
          label="What arose in the"
          data={ageChoices.map(({ value, label }) => ({ value, label: label.toLowerCase() }))}
          value={age}
          allowDeselect={false}
          onChange={(value) => setAge((value as Age | null) ?? '24h')}
        />
        <Select
          label="Kind"
          placeholder="Every kind"
          clearable
          clearButtonProps={{ 'aria-label': 'Every kind' }}
          data={kinds.map((value) => ({ value, label: kindWord(value) }))}
          value={kind}
          onChange={setKind}
        />
        <FormError error={replay.error} />
        {replay.data && <Notice tone="good">{replayed(replay.data)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {replay.data ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" loading={replay.isPending}>
            {replay.data?.isMore ? 'Send more' : 'Send again'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function replayed({ count, isMore }: { count: number; isMore: boolean }): string {
  if (count === 0) return 'Nothing was given up in that time.';
  const those = count === 1 ? '1 webhook is' : `${count.toLocaleString('en')} webhooks are`;
  return `${those} on the way again.${isMore ? ' There are more.' : ''}`;
}
