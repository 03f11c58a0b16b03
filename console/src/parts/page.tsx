import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';

/** A room: its name, one sentence on what it answers, what one can do here. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Countersign`;
  }, [props.title]);
  return (
    <Box className={props.isWide ? classes.wide : classes.page}>
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Stack gap={4} className={classes.heading}>
          <Title order={1}>{props.title}</Title>
          {props.lead && <Text c="dimmed">{props.lead}</Text>}
        </Stack>
        {props.actions}
      </Group>
      {props.children}
    </Box>
  );
}
