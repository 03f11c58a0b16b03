import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { useChangeCredit } from './queries.ts';
import { sayAmount } from './words.ts';

interface CreditProps {
  readonly application: Application;
  readonly credit: string;
  readonly onClose: () => void;
}

export function CreditModal({ isOpen, ...props }: CreditProps & { isOpen: boolean }) {
  return (
    <Modal opened={isOpen} onClose={props.onClose} title="Change credit">
      <CreditForm {...props} />
    </Modal>
  );
}

function CreditForm({ application, credit, onClose }: CreditProps) {
  const change = useChangeCredit();
  const [text, setText] = useState(sayAmount(credit).replaceAll(',', ''));
  const isAmount = /^\d{1,6}(\.\d{1,8})?$/.test(text.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { applicationId: application.id, credit: text.trim() };
    change.mutate(input, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={`Credit in ${application.currency}`}
          description="How far below zero the balance may go. What is owed already stays owed."
          inputMode="decimal"
          data-autofocus
          value={text}
          error={isAmount ? undefined : 'Write an amount such as 0 or 250.'}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FormError error={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isAmount} loading={change.isPending}>
            Change credit
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
