/** What is known of one thing: names, and what stands under each. */
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './fact.module.css';

export function Facts({ children, note }: { children: ReactNode; note?: ReactNode }) {
  return (
    <Card>
      <Title order={2} mb="md">
        Facts
      </Title>
      <dl className={classes.facts}>{children}</dl>
      {note && (
        <Text fz={13} c="dimmed" mt="md">
          {note}
        </Text>
      )}
    </Card>
  );
}

/** Stands in a `dl`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An id, which people take elsewhere. */
export function CopiedFact({ name, value }: { name: string; value: string }) {
  return (
    <Fact name={name}>
      <Text className="mono long" fz={13}>
        {value}
      </Text>
      <CopyButton value={value} label={`Copy ${name.toLowerCase()}`} />
    </Fact>
  );
}
