import { Anchor, Box, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AuditEntry } from 'countersign/admin';
import { useApplications } from '../features/applications/queries.ts';
import { describeAct } from '../features/audit/describe-act.ts';
import { AuditExport } from '../features/audit/export.tsx';
import { factsOf } from '../features/audit/facts-of.ts';
import { useAudit } from '../features/audit/queries.ts';
import { useOperatorNames } from '../features/operators/queries.ts';
import { useMay } from '../features/session/queries.ts';
import { Card } from '../parts/card.tsx';
import { LoadOlder } from '../parts/load-older.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { WideTable } from '../parts/wide-table.tsx';

export function AuditRoom() {
  const audit = useAudit();
  const entries = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="Audit"
      lead="Who did what, newest first. Nothing here can be changed or removed."
      actions={<AuditExport />}
    >
      <Card p={0}>
        {audit.isPending && <Waiting />}
        {audit.isError && <Failure error={audit.error} onRetry={() => void audit.refetch()} />}
        {audit.isSuccess && entries.length === 0 && (
          <Empty icon="audit" title="Nothing has happened yet">
            Every act of an operator and every outcome of a verification will be listed here.
          </Empty>
        )}
        {entries.length > 0 && <AuditTable entries={entries} />}
      </Card>
      <LoadOlder list={audit} />
    </Page>
  );
}

function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <WideTable label="Audit" minWidth={560}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={130}>When</Table.Th>
            <Table.Th>Who did what</Table.Th>
            <Table.Th>On what</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const nameOf = useOperatorNames();
  return (
    <Table.Tr>
      <Table.Td c="dimmed">
        <Moment at={entry.at} />
      </Table.Td>
      <Table.Td>
        <b>{nameOf(entry.actor)}</b> {describeAct(entry.action)}
        <Text fz={12} c="dimmed" className="mono long">
          {factsOf(entry)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Box className="long">
          <Subject entry={entry} />
        </Box>
      </Table.Td>
    </Table.Tr>
  );
}

function Subject({ entry }: { entry: AuditEntry }) {
  const nameOf = useOperatorNames();
  const applications = useApplications();
  const mayRead = useMay('verifications.read');
  const application = applications.find(({ id }) => id === entry.applicationId);
  const isVerification = /^(challenge|verification)\./.test(entry.action) && entry.subject !== null;
  return (
    <>
      {isVerification && application && mayRead ? (
        <Anchor
          component={Link}
          to={`/a/${application.id}/verifications/${entry.subject}`}
          className="mono"
          fz={13}
        >
          {entry.subject?.slice(0, 18)}…
        </Anchor>
      ) : (
        entry.subject && <Text fz={14}>{nameOf(entry.subject)}</Text>
      )}
      {application && (
        <Text fz={13} c="dimmed">
          {application.name}
        </Text>
      )}
    </>
  );
}
