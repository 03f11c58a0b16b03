import { Button, Group, Table, Text, Title } from '@mantine/core';
import type { Quality, QualitySlot } from 'countersign/admin';
import { useState } from 'react';
import { Card } from '../../parts/card.tsx';
import { WideTable } from '../../parts/wide-table.tsx';
import classes from './quality.module.css';
import { count } from './words.ts';

/** Is it getting more or less, and does the part that leads to a verified person keep up? */
export function Chart({ quality }: { quality: Quality }) {
  const [isTable, setTable] = useState(false);
  const slots = fillSlots(quality);
  return (
    <Card mb="lg">
      <Group justify="space-between" align="flex-start" mb="md" wrap="nowrap">
        <div>
          <Title order={2}>Messages over time</Title>
          <Group gap="md" mt={4}>
            <Legend kind="sent" label="Sent" />
            <Legend kind="converted" label="Of those, converted" />
          </Group>
        </div>
        <Button variant="default" size="xs" flex="none" onClick={() => setTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </Group>
      {isTable ? <SlotTable slots={slots} /> : <Bars slots={slots} />}
    </Card>
  );
}

function Legend({ kind, label }: { kind: 'sent' | 'converted'; label: string }) {
  return (
    <Text span fz={13} c="dimmed" className={classes.legend}>
      <span className={classes.swatch} data-kind={kind} />
      {label}
    </Text>
  );
}

export interface Slot extends QualitySlot {
  readonly label: string;
}

/** Every slot of the period in order: one without messages is zero, not missing. */
function fillSlots({ slots, since, until, slotHours }: Quality): Slot[] {
  const known = new Map(slots.map((slot) => [new Date(slot.at).getTime(), slot]));
  const filled: Slot[] = [];
  const step = slotHours * 3_600_000;
  // Days are counted by UTC; an hour is the same everywhere.
  const format = new Intl.DateTimeFormat(
    'en-GB',
    slotHours >= 24
      ? { day: 'numeric', month: 'short', timeZone: 'UTC' }
      : { hour: '2-digit', minute: '2-digit' },
  );
  for (let at = new Date(since).getTime(); at < new Date(until).getTime(); at += step) {
    const slot = known.get(at) ?? {
      at: new Date(at).toISOString(),
      sent: 0,
      delivered: 0,
      converted: 0,
    };
    filled.push({ ...slot, label: format.format(at) });
  }
  return filled;
}

const height = 150;
const gap = 0.22;

function Bars({ slots }: { slots: readonly Slot[] }) {
  const [pointed, setPointed] = useState<Slot>();
  const top = niceTop(Math.max(...slots.map(({ sent }) => sent), 1));
  const labelled = labelsOf(slots);
  return (
    <figure className={classes.chart} onPointerLeave={() => setPointed(undefined)}>
      <div className={classes.scale} aria-hidden="true">
        <span>{count(top)}</span>
        <span>{count(top / 2)}</span>
        <span>0</span>
      </div>
      <svg
        viewBox={`0 0 ${slots.length} ${height}`}
        preserveAspectRatio="none"
        className={classes.plot}
        role="img"
        aria-label={summaryOf(slots)}
      >
        {[0, 0.5, 1].map((part) => (
          <line
            key={part}
            x1={0}
            x2={slots.length}
            y1={height * part}
            y2={height * part}
            className={classes.grid}
          />
        ))}
        {slots.map((slot, index) => (
          <g key={slot.at} onPointerEnter={() => setPointed(slot)}>
            <rect x={index} y={0} width={1} height={height} fill="transparent" />
            <Bar kind="sent" index={index} size={(slot.sent / top) * height} />
            <Bar kind="converted" index={index} size={(slot.converted / top) * height} />
          </g>
        ))}
      </svg>
      <div className={classes.axis} aria-hidden="true">
        {labelled.map(({ slot, slots: spanned }) => (
          <span key={slot.at} style={{ flexGrow: spanned }}>
            {slot.label}
          </span>
        ))}
      </div>
      <figcaption className={classes.caption} aria-live="polite">
        {pointed
          ? `${pointed.label}: ${count(pointed.sent)} sent, ${count(pointed.delivered)} reported as delivered, ${count(pointed.converted)} converted`
          : 'Point at a bar for its numbers.'}
      </figcaption>
    </figure>
  );
}

function Bar(props: { kind: 'sent' | 'converted'; index: number; size: number }) {
  return (
    <rect
      x={props.index + gap / 2}
      width={1 - gap}
      y={height - props.size}
      height={props.size}
      className={classes.bar}
      data-kind={props.kind}
      pointerEvents="none"
    />
  );
}

/** 1, 2 or 5 times a power of ten, even so that its half is whole. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 4, 6, 10].find((step) => step * power >= value) ?? 10;
  return Math.max(2, top * power);
}

const labelsMax = 7;

/** Each as wide as the slots up to the next one, so that it begins under its own. */
function labelsOf(slots: readonly Slot[]): readonly { slot: Slot; slots: number }[] {
  const step = Math.max(1, Math.ceil(slots.length / labelsMax));
  return slots
    .filter((_, index) => index % step === 0)
    .map((slot, index) => ({ slot, slots: Math.min(step, slots.length - index * step) }));
}

function summaryOf(slots: readonly Slot[]): string {
  const busiest = slots.reduce((best, slot) => (slot.sent > best.sent ? slot : best));
  const total = slots.reduce((sum, { sent }) => sum + sent, 0);
  return `Bar chart: ${count(total)} messages, most at ${busiest.label} (${count(busiest.sent)}). The same as a table by the button above.`;
}

function SlotTable({ slots }: { slots: readonly Slot[] }) {
  return (
    <WideTable label="Messages over time" minWidth={270}>
      <Table verticalSpacing={6} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>From</Table.Th>
            <Table.Th ta="right">Sent</Table.Th>
            <Table.Th ta="right">Delivered</Table.Th>
            <Table.Th ta="right">Converted</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="tabular">
          {slots.map((slot) => (
            <Table.Tr key={slot.at}>
              <Table.Td>{slot.label}</Table.Td>
              <Table.Td ta="right">{count(slot.sent)}</Table.Td>
              <Table.Td ta="right">{count(slot.delivered)}</Table.Td>
              <Table.Td ta="right">{count(slot.converted)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
