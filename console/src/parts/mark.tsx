import { Group, Text } from '@mantine/core';

/** Two brackets that close on a check: the answer to a sentry's challenge. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="var(--accent-text)"
      strokeWidth="3.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M11 5H6.5v22H11" />
      <path d="M21 5h4.5v22H21" />
      <path d="m11.3 16.4 3.4 3.5 6.2-7.4" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <Group gap={8} wrap="nowrap">
      <Mark />
      <Text fw={650} fz={16} lts="-0.01em">
        Countersign
      </Text>
    </Group>
  );
}
