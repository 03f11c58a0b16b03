import { Button, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import type { TestChannel } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { FormError } from '../../parts/states.tsx';
import { channelWord } from '../verifications/words.ts';
import { useSendTest } from './queries.ts';

const channels: readonly TestChannel[] = ['sms', 'whatsapp', 'voice', 'email'];
const exampleNumber = '447400000001';
const exampleEmail = 'anna@example.com';

/** Starts a real verification of this sandbox application without leaving the room. */
export function SendTest(props: { applicationId: number; onSent: (address: string) => void }) {
  const [channel, setChannel] = useState<TestChannel>('sms');
  const [to, setTo] = useState(exampleNumber);
  const send = useSendTest(props.applicationId);
  const choose = (next: TestChannel) => {
    // An address of the other kind would be refused; examples are swapped, typed ones are kept.
    if (next === 'email' && !to.includes('@')) setTo(exampleEmail);
    if (next !== 'email' && to.includes('@')) setTo(exampleNumber);
    setChannel(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = to.includes('@') ? to.trim() : to.replaceAll(/[^\d]/g, '');
    send.mutate({ to: address, channel }, { onSuccess: () => props.onSent(address) });
  };
  return (
    <Card p="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={3}>Send a test verification</Title>
          <Select
            label="Send by"
            data={channels.map((value) => ({ value, label: channelWord(value) }))}
            value={channel}
            allowDeselect={false}
            onChange={(value) => value && choose(value as TestChannel)}
          />
          <TextInput
            label={channel === 'email' ? 'Email' : 'Number'}
            inputMode={channel === 'email' ? 'email' : 'tel'}
            required
            withAsterisk={false}
            maxLength={254}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <FormError error={send.error} />
          <Button type="submit" loading={send.isPending}>
            Send test message
          </Button>
          <Text fz={13} c="dimmed">
            Any number will do: nothing leaves this server.
          </Text>
        </Stack>
      </form>
    </Card>
  );
}
