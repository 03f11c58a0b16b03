import { Button, CloseButton, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Icon } from '../../parts/icons.tsx';
import { type ConsentSearch, changes, states } from './search.ts';
import { changeWord } from './words.ts';

const typingMilliseconds = 300;

export function ConsentFilters({ search }: { search: ConsentSearch }) {
  const navigate = useNavigate();
  const go = (next: ConsentSearch) =>
    void navigate({ to: '.', search: next as never, replace: true }); // the same room's own search
  const { of: _, ...rest } = search;
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
          const q = search.q ? { q: search.q } : {};
          go(view === 'ledger' ? { view, ...q } : q);
        }}
      />
      {search.of ? (
        <Button
          variant="default"
          leftSection={<Icon name="close" size={16} />}
          onClick={() => go(rest)}
        >
          Only one number
        </Button>
      ) : (
        <NumberField search={search} go={go} />
      )}
      {search.view === 'ledger' ? (
        <Choice
          label="Any change"
          data={changes.map((value) => ({ value, label: changeWord[value].label }))}
          value={search.change}
          onChange={(change) => {
            const { change: _change, ...other } = search;
            go(change ? { ...other, change } : other);
          }}
        />
      ) : (
        <Choice
          label="Any state"
          data={states.map((value) => ({
            value,
            label: value === 'opted_out' ? 'Opted out' : 'Opted in',
          }))}
          value={search.state}
          onChange={(state) => {
            const { state: _state, ...other } = search;
            go(state ? { ...other, state } : other);
          }}
        />
      )}
    </Group>
  );
}

function NumberField(props: { search: ConsentSearch; go: (next: ConsentSearch) => void }) {
  const { search, go } = props;
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  const withText = (q: string): ConsentSearch => {
    const { q: _, ...rest } = search;
    return q.trim() ? { ...rest, q: q.trim().slice(0, 40) } : rest;
  };
  const goSoon = useDebouncedCallback((q: string) => go(withText(q)), typingMilliseconds);
  return (
    <TextInput
      style={{ flex: '1 1 220px' }}
      leftSection={<Icon name="search" size={16} />}
      placeholder="Whole number with country code"
      aria-label="Search by number"
      inputMode="tel"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        goSoon(event.currentTarget.value);
      }}
      rightSection={
        text && <CloseButton aria-label="Clear the search" onClick={() => go(withText(''))} />
      }
    />
  );
}

function Choice<Value extends string>(props: {
  label: string;
  data: { value: Value; label: string }[];
  value: Value | undefined;
  onChange: (value: Value | null) => void;
}) {
  return (
    <Select
      w={170}
      aria-label={props.label}
      placeholder={props.label}
      clearable
      clearButtonProps={{ 'aria-label': props.label }}
      data={props.data}
      value={props.value ?? null}
      onChange={(value) => props.onChange(value as Value | null)}
    />
  );
}
