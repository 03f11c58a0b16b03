/** A field above a list; the list follows what is typed. */
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Icon } from './icons.tsx';

const typingMilliseconds = 300;

export function SearchField(props: {
  className: string | undefined;
  label: string;
  placeholder: string;
  inputMode?: 'tel';
  value: string | undefined;
  /** Hears of it trimmed; undefined when nothing is left. */
  onSearch: (typed: string | undefined) => void;
}) {
  const { value = '' } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const search = (typed: string) => props.onSearch(typed.trim() || undefined);
  const searchSoon = useDebouncedCallback(search, typingMilliseconds);
  return (
    <TextInput
      className={props.className}
      leftSection={<Icon name="search" size={16} />}
      placeholder={props.placeholder}
      aria-label={props.label}
      inputMode={props.inputMode}
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
