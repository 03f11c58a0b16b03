import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import type { NumberKind } from 'countersign/admin';
import { type FormEvent, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { FormError } from '../../parts/states.tsx';
import { useAddNumber, useSenderRules } from './queries.ts';
import { countryWord, kindWord, ruleWord } from './words.ts';

const ownKinds: readonly NumberKind[] = [
  'dedicated-short-code',
  'long-number',
  'toll-free',
  'alphanumeric',
];

/** A number the carrier gave the owner; says at once what the country's carriers make of it. */
export function AddNumberForm(props: { applicationId: number; onAdded: () => void }) {
  const [kind, setKind] = useState<NumberKind>('dedicated-short-code');
  const [sender, setSender] = useState('');
  const [country, setCountry] = useState('US');
  const add = useAddNumber(props.applicationId);
  const rules = useSenderRules();
  const countries = rules.data?.items.map((each) => each.country) ?? ['US'];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ kind, sender: sender.trim(), country }, { onSuccess: props.onAdded });
  };
  return (
    <form onSubmit={submit} style={{ width: '100%' }}>
      <Stack gap="sm">
        <Select
          label="Kind"
          allowDeselect={false}
          data={ownKinds.map((value) => ({ value, label: kindWord[value] }))}
          value={kind}
          onChange={(value) => value && setKind(value as NumberKind)}
        />
        <TextInput
          label={kind === 'alphanumeric' ? 'Name' : 'Number'}
          description={
            kind === 'alphanumeric'
              ? 'Up to eleven letters and digits.'
              : 'Digits with the country code, without plus; a short code as it is.'
          }
          required
          autoComplete="off"
          maxLength={20}
          value={sender}
          onChange={(event) => setSender(event.currentTarget.value)}
        />
        <Select
          label="Country it is used in"
          searchable
          allowDeselect={false}
          data={countries.map((value) => ({ value, label: countryWord(value) }))}
          value={country}
          onChange={(value) => value && setCountry(value)}
        />
        <Rule kind={kind} country={country} />
        <FormError error={add.error} />
        <Button type="submit" variant="default" loading={add.isPending} disabled={!sender.trim()}>
          Add number
        </Button>
      </Stack>
    </form>
  );
}

function Rule({ kind, country }: { kind: NumberKind; country: string }) {
  const { data } = useSenderRules();
  const rule = data?.items
    .find((each) => each.country === country)
    ?.rules.find((each) => each.kind === kind);
  if (!rule) return null;
  const { label, tone } = ruleWord[rule.use];
  return (
    <div role="status">
      <Badge tone={tone}>{label}</Badge>
      <Text fz={14} c="dimmed" mt={4}>
        {rule.reason}
      </Text>
    </div>
  );
}
