import { Group } from '@mantine/core';
import { ageChoices, readAge } from '../../parts/age.ts';
import { FilterChoice } from '../../parts/filter-choice.tsx';
import { useFilters } from '../../parts/use-filters.ts';
import { kinds, states, type WebhookSearch } from './search.ts';
import classes from './webhooks.module.css';
import { describeState, kindWord } from './words.ts';

/** What is shown, kept in the address of the page. */
export function WebhookFilters({ search }: { search: WebhookSearch }) {
  const go = useFilters(search);
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
        onChange={(age) => go({ age: readAge(age) })}
      />
    </Group>
  );
}
