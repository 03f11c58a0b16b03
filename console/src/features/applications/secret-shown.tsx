import { Group, Text } from '@mantine/core';
import { CopyButton } from '../../parts/copy-button.tsx';
import classes from './applications.module.css';

/** A value with its name, to be copied. */
export function ValueShown({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.value}>
      <Text fz={13} c="dimmed">
        {label}
      </Text>
      <Group gap={4} wrap="nowrap" justify="space-between">
        <Text className="mono long" fz={15}>
          {value}
        </Text>
        <CopyButton value={value} label={`Copy ${label}`} />
      </Group>
    </div>
  );
}
