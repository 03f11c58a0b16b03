import { Button, Group } from '@mantine/core';
import { ageChoices, readAge } from '../../parts/age.ts';
import { FilterChoice } from '../../parts/filter-choice.tsx';
import { Icon } from '../../parts/icons.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { useFilters } from '../../parts/use-filters.ts';
import { countryName } from '../quality/words.ts';
import classes from './messages.module.css';
import { type MessageSearch, states } from './search.ts';
import { channelWord, describeState } from './words.ts';

const channels = ['sms', 'voice', 'whatsapp', 'email'] as const;
/** What is shown, kept in the address of the page. */
export function MessageFilters({ search }: { search: MessageSearch }) {
  const go = useFilters(search);
  return (
    <>
      <Group mb="sm" gap="sm">
        <SearchField
          className={classes.search}
          label="Search messages"
          placeholder="Number, message id or reference"
          value={search.q}
          onSearch={(q) => go({ q })}
        />
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
          label="Way"
          any="Any way"
          data={channels.map((value) => ({ value, label: channelWord(value) }))}
          value={search.channel}
          onChange={(channel) => go({ channel })}
        />
        <FilterChoice
          className={classes.choice}
          label="Direction"
          any="Both directions"
          data={[
            { value: 'outbound', label: 'To people' },
            { value: 'inbound', label: 'From people' },
          ]}
          value={search.direction}
          onChange={(direction) =>
            go({ direction: (['outbound', 'inbound'] as const).find((one) => one === direction) })
          }
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
      {(search.country || search.network) && (
        <Group mb="md" gap="xs">
          {search.country && (
            <Chip label={countryName(search.country)} onRemove={() => go({ country: undefined })} />
          )}
          {search.network && (
            <Chip label={`Carrier ${search.network}`} onRemove={() => go({ network: undefined })} />
          )}
        </Group>
      )}
    </>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button
      variant="default"
      size="xs"
      radius="xl"
      rightSection={<Icon name="close" size={14} />}
      aria-label={`Only ${label}: show all again`}
      onClick={onRemove}
    >
      {label}
    </Button>
  );
}
