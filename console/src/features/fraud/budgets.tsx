import { Group, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import type {
  Application,
  FraudBudget,
  FraudBudgets,
  FraudScope,
  FraudSpending,
} from 'countersign/admin';
import type { ReactNode } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty, Failure, Waiting } from '../../parts/states.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import classes from './fraud.module.css';
import { useBudgets } from './queries.ts';
import { count, keyName, scopeWords, sum } from './words.ts';

const scopes: readonly FraudScope[] = ['country', 'prefix', 'client'];

/** How full each budget is, the fullest first. */
export function Budgets({ application }: { application: Application }) {
  const budgets = useBudgets(application.id);
  if (budgets.isPending) {
    return (
      <Card p={0}>
        <Waiting />
      </Card>
    );
  }
  if (budgets.isError) {
    return (
      <Card p={0}>
        <Failure error={budgets.error} onRetry={() => void budgets.refetch()} />
      </Card>
    );
  }
  const { lines } = budgets.data;
  return (
    <>
      <Totals budgets={budgets.data} currency={application.currency} />
      {lines.length === 0 ? (
        <Card p={0}>
          <Empty icon="fraud" title="Nothing to count yet">
            As soon as this application sends codes, each country, prefix and client appears here
            with what it may still have unverified.
          </Empty>
        </Card>
      ) : (
        scopes.map((scope) => (
          <Scope key={scope} scope={scope} lines={lines.filter((line) => line.scope === scope)} />
        ))
      )}
    </>
  );
}

function Totals({ budgets, currency }: { budgets: FraudBudgets; currency: string }) {
  const of = (...actions: readonly string[]) => {
    const rows = budgets.decided.filter(({ action }) => actions.includes(action));
    return {
      count: rows.reduce((total, row) => total + row.count, 0),
      saved: String(rows.reduce((total, row) => total + Number(row.saved), 0)),
    };
  };
  const stopped = of('refuse', 'challenge', 'other-channel');
  const recorded = of('record');
  return (
    <div className={classes.totals}>
      <Total name="Saved in 7 days" note={`${count(stopped.count)} messages kept back`}>
        {sum(stopped.saved)} {currency}
      </Total>
      <Total name="Only recorded" note={`would have saved ${sum(recorded.saved)} ${currency}`}>
        {count(recorded.count)}
      </Total>
      {budgets.spending.map((line) => (
        <Spending key={line.window} line={line} currency={currency} />
      ))}
    </div>
  );
}

function Total(props: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <Card p="md">
      <Text fz={13} c="dimmed">
        {props.name}
      </Text>
      <div className={classes.value}>{props.children}</div>
      <Text fz={13} c="dimmed" component="div">
        {props.note}
      </Text>
    </Card>
  );
}

function Spending({ line, currency }: { line: FraudSpending; currency: string }) {
  const { window, spent, cap, endsAt } = line;
  const share = cap === null || Number(cap) === 0 ? undefined : Number(spent) / Number(cap);
  return (
    <Total
      name={window === 'hour' ? 'Spent this hour' : 'Spent today'}
      note={
        <>
          {cap === null ? 'no cap set' : `of ${sum(cap)} ${currency}`}
          {endsAt && (
            <>
              , anew <Moment at={endsAt} />
            </>
          )}
          {share !== undefined && <Bar share={share} />}
        </>
      }
    >
      {sum(spent)} {currency}
    </Total>
  );
}

/** Decoration: the figures beside it say the same. */
function Bar({ share }: { share: number }) {
  const tone = share >= 1 ? 'bad' : share >= 0.7 ? 'warn' : 'plain';
  return (
    <div className={classes.track} aria-hidden="true">
      <div
        className={classes.fill}
        data-tone={tone}
        style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }}
      />
    </div>
  );
}

function Scope({ scope, lines }: { scope: FraudScope; lines: readonly FraudBudget[] }) {
  if (lines.length === 0) return null;
  const words = scopeWords[scope];
  return (
    <Card p={0} mb="md">
      <div className={classes.group}>
        <Title order={2}>{words.many}</Title>
        <Text fz={14} c="dimmed">
          {words.lead}
        </Text>
      </div>
      <WideTable label={words.many} minWidth={660}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.one}</Table.Th>
              <Table.Th>Unverified this hour</Table.Th>
              <Table.Th>Unverified in 24 h</Table.Th>
              <Table.Th ta="right">Sent in 24 h</Table.Th>
              <Table.Th ta="right">Verified</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Row key={line.key} line={line} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Card>
  );
}

function Row({ line }: { line: FraudBudget }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <span className={classes.key}>{keyName(line.scope, line.key)}</span>
          {line.isBlocked && <Badge tone="bad">Blocked</Badge>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Meter used={line.unverifiedHour} allowed={line.allowedHour} />
      </Table.Td>
      <Table.Td>
        <Meter used={line.unverifiedDay} allowed={line.allowedDay} />
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {count(line.sentDay)}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {count(line.verifiedDay)}
      </Table.Td>
    </Table.Tr>
  );
}

function Meter({ used, allowed }: { used: number; allowed: number }) {
  const share = used / Math.max(1, allowed);
  return (
    <div className={classes.meter}>
      <Text fz={13} className="tabular">
        {count(used)}{' '}
        <Text span c="dimmed" fz={13}>
          of {count(allowed)}
        </Text>
        {share >= 1 && <VisuallyHidden>, over the budget</VisuallyHidden>}
      </Text>
      <Bar share={share} />
    </div>
  );
}
