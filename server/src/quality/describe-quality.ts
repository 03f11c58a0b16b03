/**
 * What messages were worth over a period, against the period before: as a whole, by country, carrier
 * or channel, and over time. Read from counted hours, so that it takes the same time whatever was
 * sent.
 */
import type { Database } from '../db/client.ts';
import { assert } from '../kernel/assert.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type CountHoursDeps, countFreshHours } from './count-hours.ts';
import {
  type Dimension,
  type Figures,
  figuresOf,
  isReporting,
  keyOf,
  type Period,
  periods,
} from './quality.ts';
import {
  type CellFilter,
  listNetworkNames,
  readClock,
  type SlotRow,
  type SummedRow,
  sumCells,
  sumSlots,
} from './store.ts';

export interface QualityQuery {
  readonly applicationId: number;
  readonly period: Period;
  readonly by: Dimension;
  readonly country?: string;
  readonly network?: string;
  readonly channel?: string;
}

export interface QualityGroup {
  /** Country (ISO alpha-2), carrier (MCCMNC) or channel; '' when it is not known. */
  readonly key: string;
  /** A carrier's name from the price list; null when there is none. */
  readonly name: string | null;
  readonly figures: Figures;
  readonly before: Figures;
}

export interface Quality {
  readonly since: Date;
  readonly until: Date;
  /** When the newest hours were counted; null before the first time. */
  readonly asOf: Date | null;
  readonly currency: 'EUR';
  readonly slotHours: number;
  readonly total: Figures;
  readonly before: Figures;
  /** The busiest first. */
  readonly groups: readonly QualityGroup[];
  readonly slots: readonly Pick<SlotRow, 'at' | 'sent' | 'delivered' | 'converted'>[];
}

const groupsMax = 300;
const hourMilliseconds = 3_600_000;

export async function describeQuality(deps: CountHoursDeps, query: QualityQuery): Promise<Quality> {
  await countFreshHours(deps).catch(orWithoutThem);
  const { slotHours, spanHours } = periods[query.period];
  const [clock] = await readClock(deps.db, spanHours);
  assert(clock, 'a select without a table answers one row');
  const filter = filterOf(query, clock.start);
  const [rows, slots] = await Promise.all([
    sumCells(deps.db, filter),
    sumSlots(deps.db, filter, slotHours),
  ]);
  const isReportingAtAll = isReporting(rows);
  const figures = (some: readonly SummedRow[]) => figuresOf(some, isReportingAtAll);
  const { current, before } = split(rows);
  return {
    since: filter.since,
    until: filter.until,
    asOf: clock.as_of,
    currency: 'EUR',
    slotHours,
    total: figures(current),
    before: figures(before),
    groups: await groupsOf(deps.db, query.by, { rows, figures }),
    slots: slots.map(({ at, sent, delivered, converted }) => ({ at, sent, delivered, converted })),
  };
}

/** A database that is too busy to count the last hours may still have the figures of the others. */
function orWithoutThem(error: unknown): void {
  if (!(error instanceof PlatformError && error.code === 'unavailable')) throw error;
}

/** The running hour (or day) is the last of the period. */
function filterOf(query: QualityQuery, running: Date): CellFilter {
  const { hours, spanHours } = periods[query.period];
  const until = running.getTime() + spanHours * hourMilliseconds;
  return {
    applicationId: query.applicationId,
    spanHours,
    beforeSince: new Date(until - 2 * hours * hourMilliseconds),
    since: new Date(until - hours * hourMilliseconds),
    until: new Date(until),
    country: query.country ?? null,
    network: query.network ?? null,
    channel: query.channel ?? null,
  };
}

function split(rows: readonly SummedRow[]): { current: SummedRow[]; before: SummedRow[] } {
  return {
    current: rows.filter((row) => !row.is_before),
    before: rows.filter((row) => row.is_before),
  };
}

async function groupsOf(
  db: Database,
  by: Dimension,
  counted: {
    rows: readonly SummedRow[];
    figures: (rows: readonly SummedRow[]) => Figures;
  },
): Promise<readonly QualityGroup[]> {
  const groups = [...Map.groupBy(counted.rows, (row) => keyOf(row, by))].map(([key, rows]) => {
    const { current, before } = split(rows);
    return { key, figures: counted.figures(current), before: counted.figures(before) };
  });
  const busiest = groups
    .filter(({ figures }) => figures.sent > 0)
    .sort((one, other) => other.figures.sent - one.figures.sent)
    .slice(0, groupsMax);
  const names = by === 'carrier' ? await namesOf(db, busiest) : new Map<string, string>();
  return busiest.map((group) => ({ ...group, name: names.get(group.key) ?? null }));
}

async function namesOf(
  db: Database,
  groups: readonly { readonly key: string }[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await listNetworkNames(db, groups.map(({ key }) => key).filter(Boolean));
  return new Map(rows.map(({ network, name }) => [network, name]));
}
