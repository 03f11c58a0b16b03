/** What a room shows while it has nothing, waits, or could not load. */
import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { CountersignError } from 'countersign/admin';
import type { ReactNode } from 'react';
import { isSessionEnd } from '../admin.ts';
import { Icon, type IconName } from './icons.tsx';
import classes from './page.module.css';

export function Empty(props: {
  icon: IconName;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <span className={classes.emptyIcon}>
        <Icon name={props.icon} size={22} />
      </span>
      <Title order={2} mb={4}>
        {props.title}
      </Title>
      <Text c="dimmed" maw={440} mx="auto" mb={props.action ? 'md' : 0}>
        {props.children}
      </Text>
      {props.action}
    </div>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  // The way to the sign-in has been taken: nothing here is worth reading, or trying again.
  if (isSessionEnd(error)) return <Waiting />;
  return (
    <div className={classes.empty} role="alert">
      <span className={classes.emptyIcon}>
        <Icon name="alert" size={22} />
      </span>
      <Title order={2} mb={4}>
        This did not load
      </Title>
      <Text c="dimmed" maw={440} mx="auto" mb="md">
        {sentenceOf(error)}
      </Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A refusal beside the form it belongs to. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <div className={classes.notice} data-tone="bad" role="alert">
      <Icon name="alert" />
      <span>{sentenceOf(error)}</span>
    </div>
  );
}

export function Notice({ tone, children }: { tone: 'warn' | 'good'; children: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone} role="status">
      <Icon name={tone === 'good' ? 'check' : 'alert'} />
      <div>{children}</div>
    </div>
  );
}

export function Waiting({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" p="md" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <Skeleton key={key} height={height} radius="md" />
      ))}
    </Stack>
  );
}

export function sentenceOf(error: unknown): string {
  if (error instanceof CountersignError) return error.message;
  if (error instanceof Error && error.name === 'NotAllowedError') {
    return 'The passkey prompt was closed or timed out. Nothing was changed.';
  }
  return 'Something unexpected happened in this page. Load it again.';
}
