import { Anchor, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Dispatch, Verification } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { Card } from '../../parts/card.tsx';
import { clockTime } from '../../parts/time.ts';
import { WideTable } from '../../parts/wide-table.tsx';
import { describeState } from '../messages/words.ts';
import { channelWord } from './words.ts';

/** Each try to hand a message to a carrier, with what the carrier said. */
export function Dispatches({ verification }: { verification: Verification }) {
  const { dispatches, currency } = verification;
  if (dispatches.length === 0) return null;
  return (
    <Card p={0} mt="lg">
      <Title order={2} p="lg" pb="xs">
        Messages
      </Title>
      <WideTable label="Messages" minWidth={620}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Way</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>From</Table.Th>
              <Table.Th ta="right">Parts</Table.Th>
              <Table.Th ta="right">Cost</Table.Th>
              <Table.Th ta="right">Sent</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {dispatches.map((dispatch) => (
              <Row
                key={dispatch.id}
                dispatch={dispatch}
                currency={currency}
                to={`/a/${verification.applicationId}/messages/${dispatch.id}`}
              />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Card>
  );
}

function Row(props: { dispatch: Dispatch; currency: string; to: string }) {
  const { dispatch, currency, to } = props;
  const { channel, transport, state, from, segments, cost, errorCode, endedAt, error, sentAt } =
    dispatch;
  const { label, tone } = describeState(state);
  const hasError = errorCode !== null && errorCode !== '0';
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={to}>
          {channelWord(channel)}
        </Anchor>
        <Text fz={13} c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {transport ?? (endedAt ? 'no carrier' : 'no carrier yet')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge tone={tone}>{label}</Badge>
        {(hasError || error) && (
          <Text fz={13} c="dimmed" className="long">
            {[hasError ? `code ${errorCode}` : '', error].filter(Boolean).join(', ')}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="mono" fz={13} style={{ whiteSpace: 'nowrap' }}>
        {from}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {segments}
      </Table.Td>
      <Table.Td ta="right" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {cost !== null && `${Number(cost).toFixed(4)} ${currency}`}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {sentAt && clockTime(sentAt)}
      </Table.Td>
    </Table.Tr>
  );
}
