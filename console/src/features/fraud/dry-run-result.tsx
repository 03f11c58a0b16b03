import { Table, Text, Title } from '@mantine/core';
import type { FraudDryRun, FraudRuleOutcome } from 'countersign/admin';
import { exactTime } from '../../parts/time.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import classes from './fraud.module.css';
import { causeWords, count, sum } from './words.ts';

/** What the limits as typed would have done, beside those in force. */
export function DryRunResult({ run, currency }: { run: FraudDryRun; currency: string }) {
  return (
    <section aria-label="Dry run" style={{ minWidth: 0 }}>
      <Title order={3} mb={4}>
        On the last seven days
      </Title>
      <Text c="dimmed" mb="sm">
        {summary(run, currency)}
      </Text>
      {run.isPartial && (
        <Text c="dimmed" fz={14} mb="sm">
          There were more messages than are replayed: it ends at {exactTime(run.to)}.
        </Text>
      )}
      {run.messages > 0 && <Outcomes run={run} currency={currency} />}
    </section>
  );
}

function summary({ messages, verified, proposed }: FraudDryRun, currency: string): string {
  if (messages === 0) return 'Nothing was sent in that time, so there is nothing to try them on.';
  const total = totalOf(proposed);
  return (
    `Of ${count(messages)} messages that were sent (${count(verified)} verified) these limits would have stopped ` +
    `${count(total.stopped)}, saved ${sum(String(total.saved))} ${currency}, and turned away ` +
    `${total.honest === 0 ? 'nobody' : count(total.honest)} who verified.`
  );
}

function totalOf(outcomes: readonly FraudRuleOutcome[]) {
  return {
    stopped: outcomes.reduce((total, one) => total + one.stopped, 0),
    honest: outcomes.reduce((total, one) => total + one.honest, 0),
    saved: outcomes.reduce((total, one) => total + Number(one.saved), 0),
  };
}

function Outcomes({ run, currency }: { run: FraudDryRun; currency: string }) {
  return (
    <WideTable label="What the limits would have done" minWidth={640}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Rule</Table.Th>
            <Table.Th ta="right">Stopped</Table.Th>
            <Table.Th ta="right">With today’s limits</Table.Th>
            <Table.Th ta="right">People turned away</Table.Th>
            <Table.Th ta="right">Only recorded</Table.Th>
            <Table.Th ta="right">Saved</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.proposed.map((outcome) => {
            const now = run.inForce.find(({ rule }) => rule === outcome.rule);
            return (
              <Table.Tr key={outcome.rule}>
                <Table.Td>{causeWords[outcome.rule].label}</Table.Td>
                <Table.Td ta="right" className="tabular">
                  {count(outcome.stopped)}
                </Table.Td>
                <Table.Td ta="right" c="dimmed" className="tabular">
                  {count(now?.stopped ?? 0)}
                </Table.Td>
                <Table.Td ta="right" className="tabular">
                  <span className={outcome.honest > 0 ? classes.people : ''}>
                    {count(outcome.honest)}
                  </span>
                </Table.Td>
                <Table.Td ta="right" className="tabular">
                  {count(outcome.recorded)}
                </Table.Td>
                <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
                  {sum(outcome.saved)} {currency}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
