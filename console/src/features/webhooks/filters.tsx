import { Group, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  type Age,
  kinds,
  type SearchChange,
  states,
  type WebhookSearch,
  withoutEmpty,
} from './search.ts';
import classes from './webhooks.module.css';
import { describeState, kindWord } from './words.ts';

const ageWords: Readonly<Record<Age, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};
export const ageChoices = (Object.keys(ageWords) as Age[]).map((value) => ({
  value,
  label: ageWords[value],
}));

/** What is shown, kept in the address of the page. */
export function WebhookFilters({ search }: { search: WebhookSearch }) {
  const navigate = useNavigate();
  const go = (change: SearchChange) =>
    void navigate({
      to: '.',
      search: withoutEmpty({ ...search, ...change }) as never, // the same room's own search
      replace: true,
    });
  return (
    <Group mb="sm" gap="sm">
      <Choice
        label="State"
        any="Any state"
        data={states.map((value) => ({ value, label: describeState(value).label }))}
        value={search.state}
        onChange={(state) => go({ state: states.find((one) => one === state) })}
      />
      <Choice
        label="Kind"
        any="Any kind"
        data={kinds.map((value) => ({ value, label: kindWord(value) }))}
        value={search.kind}
        onChange={(kind) => go({ kind: kinds.find((one) => one === kind) })}
      />
      <Choice
        label="Time"
        any="Any time"
        data={ageChoices}
        value={search.age}
        onChange={(age) => go({ age: ageChoices.find(({ value }) => value === age)?.value })}
      />
    </Group>
  );
}

function Choice(props: {
  label: string;
  any: string;
  data: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Select
      className={classes.choice}
      aria-label={props.label}
      placeholder={props.any}
      clearable
      clearButtonProps={{ 'aria-label': props.any }}
      data={props.data}
      value={props.value ?? null}
      onChange={(value) => props.onChange(value ?? undefined)}
    />
  );
}
