import { Button, Group, SegmentedControl } from '@mantine/core';
import { FilterChoice } from '../../parts/filter-choice.tsx';
import { Icon } from '../../parts/icons.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useFilters } from '../../parts/use-filters.ts';
import classes from './consent.module.css';
import { type ConsentSearch, changes, states } from './search.ts';
import { changeWord } from './words.ts';

const numberLengthMax = 40;

export function ConsentFilters({ search }: { search: ConsentSearch }) {
  const go = useFilters(search);
  return (
    <Group mb="md" gap="sm">
      <SegmentedControl
        aria-label="What to show"
        data={[
          { value: 'standings', label: 'Opt-outs' },
          { value: 'ledger', label: 'Ledger' },
        ]}
        value={search.view ?? 'standings'}
        onChange={(view) => {
          const other = { of: undefined, state: undefined, change: undefined };
          go({ ...other, view: view === 'ledger' ? view : undefined });
        }}
      />
      {search.of ? (
        <Button
          variant="default"
          leftSection={<Icon name="close" size={16} />}
          onClick={() => go({ of: undefined })}
        >
          Only one number
        </Button>
      ) : (
        <SearchField
          className={classes.search}
          label="Search by number"
          placeholder="Whole number with country code"
          inputMode="tel"
          value={search.q}
          onSearch={(q) => go({ q: q?.slice(0, numberLengthMax) })}
        />
      )}
      {search.view === 'ledger' ? (
        <FilterChoice
          className={classes.choice}
          label="Change"
          any="Any change"
          data={changes.map((value) => ({ value, label: changeWord[value].label }))}
          value={search.change}
          onChange={(change) => go({ change: changes.find((one) => one === change) })}
        />
      ) : (
        <FilterChoice
          className={classes.choice}
          label="State"
          any="Any state"
          data={states.map((value) => ({
            value,
            label: value === 'opted_out' ? 'Opted out' : 'Opted in',
          }))}
          value={search.state}
          onChange={(state) => go({ state: states.find((one) => one === state) })}
        />
      )}
    </Group>
  );
}
