import { Group, Select, Table, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Application, LedgerEntry } from 'countersign/admin';
import { useCurrentApplication } from '../features/applications/current-application.ts';
import classes from '../features/billing/billing.module.css';
import { FundsCard } from '../features/billing/funds-card.tsx';
import { loadLedger, useLedger } from '../features/billing/queries.ts';
import type { LedgerSearch } from '../features/billing/search.ts';
import { countWord, kindWord, ledgerKinds, saySigned } from '../features/billing/words.ts';
import { Badge } from '../parts/badge.tsx';
import { Card } from '../parts/card.tsx';
import type { Column } from '../parts/csv.ts';
import { ExportButton } from '../parts/export-button.tsx';
import { LoadOlder } from '../parts/load-older.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { WideTable } from '../parts/wide-table.tsx';

export function BillingRoom() {
  const application = useCurrentApplication();
  return (
    <Page title="Billing" lead="What this application has, and what it was charged.">
      {application && (
        <>
          <FundsCard application={application} />
          <Ledger application={application} />
        </>
      )}
    </Page>
  );
}

const columns: readonly Column<LedgerEntry>[] = [
  { name: 'When', cell: ({ at }) => at },
  { name: 'Kind', cell: ({ kind }) => kind },
  { name: 'Count', cell: ({ count }) => String(count) },
  { name: 'Amount', cell: ({ amount }) => amount },
];

function Ledger({ application }: { application: Application }) {
  const { kind } = useSearch({ strict: false }) as LedgerSearch; // this room's own address
  const navigate = useNavigate();
  const list = useLedger(application.id, kind);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" mb="sm" align="flex-end">
        <Title order={2}>Ledger</Title>
        <Group gap="sm" align="flex-start">
          <Select
            w={170}
            aria-label="Kind of entry"
            placeholder="Every kind"
            clearable
            clearButtonProps={{ 'aria-label': 'Every kind' }}
            data={ledgerKinds.map((value) => ({ value, label: kindWord(value).label }))}
            value={kind ?? null}
            onChange={(next) =>
              void navigate({
                to: '.',
                search: (next ? { kind: next } : {}) as never,
                replace: true,
              })
            }
          />
          <ExportButton
            fileName="ledger"
            columns={columns}
            load={(page) => loadLedger(application.id, kind, page)}
          />
        </Group>
      </Group>
      <Card p={0}>
        {list.isPending && <Waiting />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && items.length === 0 && <Nothing isFiltered={kind !== undefined} />}
        {items.length > 0 && <Entries items={items} currency={application.currency} />}
      </Card>
      <LoadOlder list={list} />
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Empty icon="search" title="Nothing of this kind">
        Choose another kind of entry, or every kind.
      </Empty>
    );
  }
  return (
    <Empty icon="billing" title="Nothing booked yet">
      Each message that costs something and each top-up will have a line here, newest first.
    </Empty>
  );
}

function Entries({ items, currency }: { items: readonly LedgerEntry[]; currency: string }) {
  return (
    <WideTable label="Ledger" minWidth={300}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th className={classes.money}>{currency}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Entry({ entry }: { entry: LedgerEntry }) {
  const { label, tone } = kindWord(entry.kind);
  const isIncome = !entry.amount.startsWith('-');
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={entry.at} />
      </Table.Td>
      <Table.Td>
        <Badge tone={tone}>{label}</Badge>{' '}
        <Text span fz={14} c="dimmed">
          {countWord(entry.kind, entry.count)}
        </Text>
      </Table.Td>
      <Table.Td className={`${classes.money} tabular`} data-tone={isIncome ? 'good' : undefined}>
        {saySigned(entry.amount)}
      </Table.Td>
    </Table.Tr>
  );
}
