/** A filter of a list: one of some values, or any. */
import { Select } from '@mantine/core';

export function FilterChoice(props: {
  className: string | undefined;
  label: string;
  /** What stands there while nothing is chosen. */
  any: string;
  data: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Select
      className={props.className}
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
