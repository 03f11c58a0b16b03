import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

/** Asks before a room is left in which something was typed and not saved; the browser asks, too. */
export function UnsavedGuard({ titles }: { titles: readonly string[] }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      // An ended session has nothing left to save to.
      next.pathname !== current.pathname && next.pathname !== '/sign-in',
    enableBeforeUnload: true,
    disabled: titles.length === 0,
    withResolver: true,
  });
  const isAsking = blocker.status === 'blocked';
  return (
    <Modal opened={isAsking} onClose={() => blocker.reset?.()} title="Unsaved changes">
      <Text>
        What you changed under {new Intl.ListFormat('en-GB').format(titles)} is not saved and would
        be lost.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          Leave without saving
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          Stay here
        </Button>
      </Group>
    </Modal>
  );
}
