import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** Scrolls sideways where it is wider than its place, by keyboard too. */
export function WideTable(props: {
  /** What it holds, for screen readers. */
  label: string;
  /** Pixels below which its columns would not be readable. */
  minWidth: number;
  children: ReactNode;
}) {
  return (
    <Table.ScrollContainer
      minWidth={props.minWidth}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: 'group', 'aria-label': props.label },
      }}
    >
      {props.children}
    </Table.ScrollContainer>
  );
}
