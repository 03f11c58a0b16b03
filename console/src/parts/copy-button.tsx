import { ActionIcon, Button, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core';
import { Icon } from './icons.tsx';

const confirmationMilliseconds = 1_800;

/** Copies a value; says so in its own place, so that nothing else moves. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  return (
    <MantineCopyButton value={value} timeout={confirmationMilliseconds}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="md"
            onClick={copy}
            aria-label={copied ? 'Copied' : label}
            c={copied ? 'var(--good)' : 'var(--text-quiet)'}
          >
            <Icon name={copied ? 'check' : 'copy'} size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopyButton>
  );
}

export function CopyTextButton({ value, label }: { value: string; label: string }) {
  return (
    <MantineCopyButton value={value} timeout={confirmationMilliseconds}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          flex="none"
          onClick={copy}
          leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </MantineCopyButton>
  );
}
