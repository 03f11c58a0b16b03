import { Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FilterChoice } from '../../parts/filter-choice.tsx';
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
      <FilterChoice
        className={classes.choice}
        label="State"
        any="Any state"
        data={states.map((value) => ({ value, label: describeState(value).label }))}
        value={search.state}
        onChange={(state) => go({ state: states.find((one) => one === state) })}
      />
      <FilterChoice
        className={classes.choice}
        label="Kind"
        any="Any kind"
        data={kinds.map((value) => ({ value, label: kindWord(value) }))}
        value={search.kind}
        onChange={(kind) => go({ kind: kinds.find((one) => one === kind) })}
      />
      <FilterChoice
        className={classes.choice}
        label="Time"
        any="Any time"
        data={ageChoices}
        value={search.age}
        onChange={(age) => go({ age: ageChoices.find(({ value }) => value === age)?.value })}
      />
    </Group>
  );
}
