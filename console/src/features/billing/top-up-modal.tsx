import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { Application } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../parts/states.tsx';
import { useTopUp } from './queries.ts';
import { sayAmount } from './words.ts';

const amountPattern = /^-?\d{1,7}(\.\d{1,8})?$/;

export function TopUpModal(props: {
  application: Application;
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="Top up">
      <TopUpForm application={props.application} onDone={props.onClose} />
    </Modal>
  );
}

/** Mounted with the dialog, so that it begins empty each time. */
function TopUpForm({ application, onDone }: { application: Application; onDone: () => void }) {
  const topUp = useTopUp();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const written = amount.trim();
  const isAmount = amountPattern.test(written) && Number(written) !== 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { applicationId: application.id, amount: written, note: note.trim() };
    topUp.mutate(input, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={`Amount in ${application.currency}`}
          description="Below zero takes money back, as far as balance and credit reach."
          placeholder="100.00"
          inputMode="decimal"
          data-autofocus
          required
          withAsterisk={false}
          value={amount}
          error={written !== '' && !isAmount ? 'Write an amount such as 100 or -12.50.' : undefined}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <TextInput
          label="Note"
          description="For the audit: an invoice, a reason"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormError error={topUp.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isAmount} loading={topUp.isPending}>
            {labelOf(isAmount ? written : '', application.currency)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function labelOf(amount: string, currency: string): string {
  if (amount === '') return 'Top up';
  const isBack = amount.startsWith('-');
  const words = `${sayAmount(isBack ? amount.slice(1) : amount)} ${currency}`;
  return isBack ? `Take back ${words}` : `Add ${words}`;
}
