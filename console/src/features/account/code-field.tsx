import { TextInput } from '@mantine/core';
import { groupCode } from '../../parts/address.ts';
import classes from './account.module.css';

/** Six digits, shown in groups of three; takes paste and autofill with or without spaces. */
export function CodeField(props: {
  label: string;
  value: string;
  onChange: (code: string) => void;
}) {
  return (
    <TextInput
      label={props.label}
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      withAsterisk={false}
      maxLength={12}
      placeholder="000 000"
      classNames={{ input: classes.code as string }}
      value={groupCode(props.value)}
      onChange={(event) =>
        props.onChange(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, 6))
      }
    />
  );
}
