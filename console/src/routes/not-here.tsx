import { Button } from '@mantine/core';
import { Empty } from '../parts/states.tsx';

export function NotHere() {
  return (
    <Empty
      icon="search"
      title="There is nothing at this address"
      action={
        <Button component="a" href="/console/" variant="default">
          Go to the start
        </Button>
      }
    >
      It may have been retired, or the link has a letter too few.
    </Empty>
  );
}
