import { Button, Group, Table, Text } from '@mantine/core';
import type { Application, FraudBlock } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty, Failure, FormError, Waiting } from '../../parts/states.tsx';
import { useMay } from '../session/queries.ts';
import classes from './fraud.module.css';
import { useBlocks, useLiftBlock } from './queries.ts';
import { causeWords, count, keyName, scopeWords, sum } from './words.ts';

/** Blocks in force first; each ends by itself, or with one click. */
export function Blocks({ application }: { application: Application }) {
  const blocks = useBlocks(application.id);
  const lift = useLiftBlock(application.id);
  const items = blocks.data?.items ?? [];
  return (
    <>
      <FormError error={lift.error} />
      <Card p={0} mt={lift.error ? 'sm' : 0}>
        {blocks.isPending && <Waiting />}
        {blocks.isError && <Failure error={blocks.error} onRetry={() => void blocks.refetch()} />}
        {blocks.isSuccess && items.length === 0 && (
          <Empty icon="fraud" title="Nothing is blocked">
            When a rule that refuses is tripped, its country, prefix or client is blocked for 15
            minutes, longer if it happens again, never for more than a day.
          </Empty>
        )}
        {items.length > 0 && (
          <Table verticalSpacing="sm" className={classes.stacked}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>What</Table.Th>
                <Table.Th>Why</Table.Th>
                <Table.Th>Until</Table.Th>
                <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                  Kept back
                </Table.Th>
                <Table.Th ta="right">Saved</Table.Th>
                <Table.Th aria-label="Acts" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((block) => (
                <Row
                  key={`${block.scope} ${block.key}`}
                  block={block}
                  currency={application.currency}
                  isLifting={lift.isPending && lift.variables.key === block.key}
                  onLift={() => lift.mutate(block)}
                />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Card>
    </>
  );
}

function Row(props: {
  block: FraudBlock;
  currency: string;
  isLifting: boolean;
  onLift: () => void;
}) {
  const { block, currency } = props;
  const mayLift = useMay('blocks.lift');
  const name = keyName(block.scope, block.key);
  return (
    <Table.Tr>
      <Table.Td>
        <span className={classes.key}>{name}</span>
        <Text fz={13} c="dimmed">
          {scopeWords[block.scope].one}
        </Text>
      </Table.Td>
      <Table.Td>
        {causeWords[block.rule].what}
        <Text fz={13} c="dimmed">
          <Moment at={block.openedAt} />
          {block.times > 1 && `, ${block.times} times in a row`}
        </Text>
      </Table.Td>
      <Table.Td>
        <State block={block} />
      </Table.Td>
      <Table.Td ta="right" className="tabular" data-label="Kept back">
        {count(block.refused)}
      </Table.Td>
      <Table.Td ta="right" className="tabular" data-label="Saved" style={{ whiteSpace: 'nowrap' }}>
        {sum(block.saved)} {currency}
      </Table.Td>
      <Table.Td ta="right">
        {block.isActive && mayLift && (
          <Button
            size="xs"
            variant="default"
            loading={props.isLifting}
            onClick={props.onLift}
            aria-label={`Lift the block of ${name}`}
          >
            Lift
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function State({ block }: { block: FraudBlock }) {
  if (block.isActive) {
    return (
      <Group gap="xs" wrap="nowrap">
        <Badge tone="bad">Blocked</Badge>
        <Moment at={block.until} />
      </Group>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge tone="plain">{block.liftedAt ? 'Lifted' : 'Ended'}</Badge>
      <Moment at={block.liftedAt ?? block.until} />
    </Group>
  );
}
