import { Group, Select, Table, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Application, FraudDecision } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import type { Column } from '../../parts/csv.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { LoadOlder } from '../../parts/load-older.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import classes from './fraud.module.css';
import { loadDecisions, useDecisions } from './queries.ts';
import { decisionActions, type FraudSearch } from './search.ts';
import { actionWords, causeWords, count, keyName, sum } from './words.ts';

const columns: readonly Column<FraudDecision>[] = [
  { name: 'When', cell: ({ at }) => at },
  { name: 'Action', cell: ({ action }) => actionWords[action].past },
  { name: 'Rule', cell: ({ rule }) => causeWords[rule].label },
  { name: 'Scope', cell: ({ scope }) => scope },
  { name: 'Key', cell: ({ scope, key }) => keyName(scope, key) },
  { name: 'Country', cell: ({ country }) => country },
  { name: 'Messages', cell: (item) => String(item.count) },
  { name: 'Counted', cell: ({ counted }) => String(counted) },
  { name: 'Allowed', cell: ({ allowed }) => String(allowed) },
  { name: 'Saved', cell: ({ saved }) => saved },
];

/** Every decision other than to let pass; those of one second about one key stand together. */
export function Decisions(props: { application: Application; search: FraudSearch }) {
  const { application, search } = props;
  const list = useDecisions(application.id, search.action);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Filters application={application} search={search} />
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <Nothing isFiltered={Boolean(search.action)} />}
        {items.length > 0 && <Rows items={items} currency={application.currency} />}
      </Card>
      <LoadOlder list={list} />
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty icon="search" title="No such decision">
      Nothing was decided that way. Take the filter away to see the others.
    </Empty>
  ) : (
    <Empty icon="fraud" title="Nothing was decided">
      Whatever a rule refuses, challenges, sends another way or only records is listed here, with
      the figures it was decided by.
    </Empty>
  );
}

function Filters({ application, search }: { application: Application; search: FraudSearch }) {
  const navigate = useNavigate();
  const go = (action: string | null) =>
    void navigate({
      to: '.',
      search: { view: 'decisions', ...(action && { action }) } as never, // this room's own search
      replace: true,
    });
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Select
        w={210}
        aria-label="What was decided"
        placeholder="Every decision"
        clearable
        clearButtonProps={{ 'aria-label': 'Every decision' }}
        data={decisionActions.map((value) => ({ value, label: actionWords[value].past }))}
        value={search.action ?? null}
        onChange={go}
      />
      <ExportButton
        fileName="fraud-decisions"
        columns={columns}
        load={(page) => loadDecisions(application.id, search.action, page)}
      />
    </Group>
  );
}

function Rows({ items, currency }: { items: readonly FraudDecision[]; currency: string }) {
  return (
    <WideTable label="Decisions" minWidth={700}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>When</Table.Th>
            <Table.Th>Decision</Table.Th>
            <Table.Th>About</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th ta="right">Messages</Table.Th>
            <Table.Th ta="right">Price</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} currency={currency} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Row({ item, currency }: { item: FraudDecision; currency: string }) {
  const { label, what } = causeWords[item.rule];
  const { past, tone } = actionWords[item.action];
  return (
    <Table.Tr>
      <Table.Td c="dimmed">
        <Moment at={item.at} />
      </Table.Td>
      <Table.Td>
        <Badge tone={tone}>{past}</Badge>
      </Table.Td>
      <Table.Td className={classes.key}>{keyName(item.scope, item.key)}</Table.Td>
      <Table.Td>
        {item.isBlocked ? 'A block is in force' : what}
        <Text fz={13} c="dimmed">
          {item.isBlocked
            ? label
            : `${count(item.counted)} counted, ${count(item.allowed)} allowed`}
        </Text>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {count(item.count)}
      </Table.Td>
      <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {sum(item.saved)} {currency}
      </Table.Td>
    </Table.Tr>
  );
}
