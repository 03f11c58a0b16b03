import { Table, Text } from '@mantine/core';
import type { PriceChange, PriceImportResult, PriceProblem } from 'countersign/admin';
import { Badge } from '../../parts/badge.tsx';
import { Notice } from '../../parts/states.tsx';
import { channelWord } from '../verifications/words.ts';
import classes from './billing.module.css';
import { sayPlace, sayPrice } from './words.ts';

/** A page draws no more; the counts above the table are of all. */
const shownMax = 200;

export function Problems({ problems }: { problems: readonly PriceProblem[] }) {
  return (
    <>
      <Notice tone="warn">
        Nothing was changed: correct {problems.length === 1 ? 'this cell' : 'these cells'} and
        choose the file again.
      </Notice>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard */}
      <section className={classes.changes} tabIndex={0} aria-label="What is wrong in the file">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={64}>Row</Table.Th>
              <Table.Th w={120}>Column</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map(({ row, column, reason }) => (
              <Table.Tr key={`${row} ${column}`}>
                <Table.Td className="tabular">{row}</Table.Td>
                <Table.Td className="mono long">{column}</Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}

export function Changes({ result }: { result: PriceImportResult }) {
  const { changes, unchanged } = result;
  const count = (isSuch: (change: PriceChange) => boolean) =>
    changes.filter(isSuch).length.toLocaleString('en');
  if (changes.length === 0) {
    return <Notice tone="good">The list says all of this already: nothing changes.</Notice>;
  }
  return (
    <>
      <Text>
        <b>{count(({ before }) => before === null)}</b> new,{' '}
        <b>{count(({ before, after }) => before !== null && after !== null)}</b> changed,{' '}
        <b>{count(({ after }) => after === null)}</b> removed, {unchanged.toLocaleString('en')} as
        they are.
      </Text>
      {changes.some((change) => change.after !== null && sayPlace(change) !== '') && (
        <Notice tone="warn">
          Lines with a network or a carrier are kept, but nothing is charged by them yet: give each
          country a line without both.
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard */}
      <section className={classes.changes} tabIndex={0} aria-label="What would change">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th className={classes.money}>Before</Table.Th>
              <Table.Th className={classes.money}>After</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changes.slice(0, shownMax).map((change) => (
              <ChangeRow key={placeOf(change)} change={change} />
            ))}
          </Table.Tbody>
        </Table>
      </section>
      {changes.length > shownMax && (
        <Text fz={14} c="dimmed">
          The first {shownMax} of {changes.length.toLocaleString('en')} are shown.
        </Text>
      )}
    </>
  );
}

function ChangeRow({ change }: { change: PriceChange }) {
  const { before, after } = change;
  return (
    <Table.Tr>
      <Table.Td>
        {change.countryName}, {channelWord(change.channel)}
        <Text fz={13} c="dimmed">
          {sayPlace(change)}
        </Text>
      </Table.Td>
      <Table.Td className={`${classes.money} tabular`}>
        {before === null ? (
          <Badge tone="good">New</Badge>
        ) : (
          <span className={after === null ? undefined : classes.old}>{sayPrice(before)}</span>
        )}
      </Table.Td>
      <Table.Td className={`${classes.money} tabular`}>
        {after === null ? <Badge tone="warn">Removed</Badge> : sayPrice(after)}
      </Table.Td>
    </Table.Tr>
  );
}

function placeOf({ channel, country, network, transport }: PriceChange): string {
  return [channel, country, network, transport].join();
}
