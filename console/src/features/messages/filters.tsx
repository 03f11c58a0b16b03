import { Button, CloseButton, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { FilterChoice } from '../../parts/filter-choice.tsx';
import { Icon } from '../../parts/icons.tsx';
import { countryName } from '../quality/words.ts';
import classes from './messages.module.css';
import { type Age, type MessageSearch, states, withoutEmpty } from './search.ts';
import { channelWord, describeState } from './words.ts';

const typingMilliseconds = 300;
const channels = ['sms', 'voice', 'whatsapp', 'email'] as const;
const ageWords: Readonly<Record<Age, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

/** What is shown, kept in the address of the page. */
export function MessageFilters({ search }: { search: MessageSearch }) {
  const navigate = useNavigate();
  const go = (
    change: { readonly [Name in keyof MessageSearch]?: MessageSearch[Name] | undefined },
  ) =>
    void navigate({
      to: '.',
      search: withoutEmpty({ ...search, ...change }) as never,
      replace: true,
    }); // the same room's own search
  return (
    <>
      <Group mb="sm" gap="sm">
        <SearchField q={search.q ?? ''} onSearch={(q) => go({ q })} />
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
          data={(Object.keys(ageWords) as Age[]).map((value) => ({
            value,
            label: ageWords[value],
          }))}
          value={search.age}
          onChange={(age) =>
            go({ age: (Object.keys(ageWords) as Age[]).find((one) => one === age) })
          }
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

function SearchField({ q, onSearch }: { q: string; onSearch: (q: string | undefined) => void }) {
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const search = (typed: string) => onSearch(typed.trim() || undefined);
  const searchSoon = useDebouncedCallback(search, typingMilliseconds);
  return (
    <TextInput
      className={classes.search}
      leftSection={<Icon name="search" size={16} />}
      placeholder="Number, message id or reference"
      aria-label="Search messages"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        searchSoon(event.currentTarget.value);
      }}
      rightSection={
        text && <CloseButton aria-label="Clear the search" onClick={() => search('')} />
      }
    />
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
