import { Button, Group, Stack, Text } from '@mantine/core';
import type { SignInLink } from 'countersign/admin';
import { CopyTextButton } from '../../parts/copy-button.tsx';
import { Moment } from '../../parts/moment.tsx';
import classes from './operators.module.css';

/** A one-time link, shown this once. */
export function LinkShown({ link, onDone }: { link: SignInLink; onDone: () => void }) {
  return (
    <Stack>
      <Text>
        Hand this link over by a way you trust. It works once, expires{' '}
        <Moment at={link.expiresAt} /> and is not shown again.
      </Text>
      <div className={classes.link}>{link.url}</div>
      <Group justify="flex-end">
        <CopyTextButton value={link.url} label="Copy link" />
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
