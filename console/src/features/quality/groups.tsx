import { Anchor, Table, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Quality, QualityDimension, QualityGroup, QualityPeriod } from 'countersign/admin';
import { WideTable } from '../../parts/wide-table.tsx';
import type { MessageSearch } from '../messages/search.ts';
import classes from './quality.module.css';
import { TrendMark } from './totals.tsx';
import {
  count,
  dimensionWords,
  groupName,
  money,
  percent,
  seconds,
  sharesOf,
  trendOfMoney,
  trendOfSeconds,
  trendOfShare,
} from './words.ts';

interface GroupsProps {
  readonly applicationId: number;
  readonly quality: Quality;
  readonly by: QualityDimension;
  readonly period: QualityPeriod;
}

/** The parts of the whole, the busiest first; each name leads to its messages. */
export function Groups(props: GroupsProps) {
  const { quality, by } = props;
  return (
    <WideTable label="Figures of each part" minWidth={760}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{dimensionWords[by]}</Table.Th>
            <Table.Th ta="right">Sent</Table.Th>
            <Table.Th ta="right">Delivered</Table.Th>
            <Table.Th ta="right">Converted</Table.Th>
            <Table.Th ta="right">Median time</Table.Th>
            <Table.Th ta="right">Per verified person</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="tabular">
          {quality.groups.map((group) => (
            <Row key={group.key} group={group} {...props} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Row({ group, ...props }: GroupsProps & { group: QualityGroup }) {
  const { figures, before } = group;
  const [now, past] = [sharesOf(figures), sharesOf(before)];
  const { currency } = props.quality;
  return (
    <Table.Tr>
      <Table.Td>
        <Name group={group} {...props} />
      </Table.Td>
      <Table.Td ta="right">{count(figures.sent)}</Table.Td>
      <Table.Td ta="right">
        <Delivered group={group} />
      </Table.Td>
      <Figure text={percent(now.converted)} trend={trendOfShare(now.converted, past.converted)} />
      <Figure
        text={seconds(figures.medianSeconds)}
        trend={trendOfSeconds(figures.medianSeconds, before.medianSeconds)}
      />
      <Figure
        text={money(figures.costPerConverted, currency)}
        trend={trendOfMoney(figures.costPerConverted, before.costPerConverted)}
      />
    </Table.Tr>
  );
}

function Figure({
  text,
  trend,
}: {
  text: string;
  trend: Parameters<typeof TrendMark>[0]['trend'] | undefined;
}) {
  return (
    <Table.Td ta="right">
      <span className={classes.figure}>
        {text}
        {trend && <TrendMark trend={trend} />}
      </span>
    </Table.Td>
  );
}

const hiddenReason =
  'Carriers of the USA and Canada report on short codes as far as their own network, not from phones: no quality can be told from receipts. Conversions say what arrived.';

/** Short codes of the USA and Canada have no figure from receipts; what most have comes first. */
function Delivered({ group }: { group: QualityGroup }) {
  const { figures, before } = group;
  const share = sharesOf(figures).delivered;
  const hidden = figures.sent - figures.deliverable;
  const isMostlyHidden = share === null || hidden > figures.deliverable;
  if (isMostlyHidden) {
    return (
      <>
        <NotTold text="not told" />
        {share !== null && (
          <Text fz={13} c="dimmed">
            {percent(share)} of {count(figures.deliverable)} others
          </Text>
        )}
      </>
    );
  }
  const trend = trendOfShare(share, sharesOf(before).delivered);
  return (
    <>
      <span className={classes.figure}>
        {percent(share)}
        {trend && <TrendMark trend={trend} />}
      </span>
      {hidden > 0 && <NotTold text={`${count(hidden)} not told`} />}
    </>
  );
}

function NotTold({ text }: { text: string }) {
  return (
    <Tooltip
      label={hiddenReason}
      multiline
      w={280}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Text component="span" fz={13} c="dimmed" tabIndex={0} className={classes.why}>
        {text}
      </Text>
    </Tooltip>
  );
}

function Name({ group, by, applicationId, period }: GroupsProps & { group: QualityGroup }) {
  const name = groupName(by, group.key, group.name);
  if (group.key === '') return <Text span>{name}</Text>;
  const filter: MessageSearch = {
    age: period,
    ...(by === 'country' && { country: group.key }),
    ...(by === 'carrier' && { network: group.key }),
    ...(by === 'channel' && { channel: group.key }),
  };
  return (
    <Anchor
      component={Link}
      to={`/a/${applicationId}/messages`}
      search={filter as never} // the room's own search
      aria-label={`Messages: ${name}`}
    >
      {name}
    </Anchor>
  );
}
