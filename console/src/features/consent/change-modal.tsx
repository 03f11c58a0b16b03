import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { Application, ConsentStanding, ConsentWord } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { groupAddress } from '../../parts/address.ts';
import { FormError } from '../../parts/states.tsx';
import { useSetConsent } from './queries.ts';
import { senderWord } from './words.ts';

const examples: Readonly<Record<ConsentWord, string>> = {
  'opt-in': 'On the phone on 3 May: “Please send me the codes again.”',
  'opt-out': 'By email on 3 May: “Do not text me any more.”',
};

/** Whose consent is changed: a row of the list, or a number still to be typed. */
export type ConsentSubject = ConsentStanding | 'new';

export function ConsentModal(props: {
  application: Application;
  subject: ConsentSubject | undefined;
  onClose: () => void;
}) {
  const { subject } = props;
  return (
    <Modal
      opened={subject !== undefined}
      onClose={props.onClose}
      title={subject === 'new' ? 'Record a consent' : 'Opt in again'}
    >
      {subject && <ConsentForm {...props} subject={subject} />}
    </Modal>
  );
}

function ConsentForm(props: {
  application: Application;
  subject: ConsentSubject;
  onClose: () => void;
}) {
  const { application, subject } = props;
  const set = useSetConsent(application.id, props.onClose);
  const [change, setChange] = useState<ConsentWord>(subject === 'new' ? 'opt-out' : 'opt-in');
  const [number, setNumber] = useState('');
  const [sender, setSender] = useState('*');
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const who = subject === 'new' ? { number: number.trim(), sender } : { standing: subject.id };
    set.mutate({ change, ...who, text: text.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {subject === 'new' ? (
          <>
            <SegmentedControl
              aria-label="Change"
              data={[
                { value: 'opt-out', label: 'Opt out' },
                { value: 'opt-in', label: 'Opt in' },
              ]}
              value={change}
              onChange={(value) => setChange(value as ConsentWord)}
            />
            <TextInput
              label="Number"
              description="With its country code"
              data-autofocus
              required
              withAsterisk={false}
              inputMode="tel"
              maxLength={40}
              value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}
            />
            <Select
              label="Sender"
              data={sendersOf(application).map((value) => ({ value, label: senderWord(value) }))}
              value={sender}
              allowDeselect={false}
              onChange={(value) => value && setSender(value)}
            />
          </>
        ) : (
          <Text>
            {groupAddress(subject.maskedNumber)} will get messages from{' '}
            <b>{senderWord(subject.sender).toLowerCase()}</b> again.
          </Text>
        )}
        <Textarea
          label="Evidence"
          description="What the person said or agreed to, when, and how you heard it. Kept for four years."
          placeholder={examples[change]}
          required
          withAsterisk={false}
          minLength={5}
          maxLength={2000}
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormError error={set.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={set.isPending}>
            {change === 'opt-in' ? 'Opt in' : 'Opt out'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function sendersOf({ campaigns }: Application): string[] {
  return ['*', ...new Set(campaigns.map(({ code }) => code))];
}
