/**
 * What the figures mean. Decides which messages a share is of: receipts count only where they come
 * from phones, conversions only of messages whose end can be known.
 */
import { formatAmount, parseAmount } from '../kernel/money.ts';
import type { SummedRow } from './store.ts';

/** Each period with the counts it is read from and the slots of its chart, hours. */
export const periods = {
  '24h': { hours: 24, spanHours: 1, slotHours: 1 },
  '7d': { hours: 168, spanHours: 24, slotHours: 24 },
  '30d': { hours: 720, spanHours: 24, slotHours: 24 },
} as const;
export type Period = keyof typeof periods;
export const periodNames = ['24h', '7d', '30d'] as const satisfies readonly Period[];

export const dimensions = ['country', 'carrier', 'channel'] as const;
export type Dimension = (typeof dimensions)[number];

export interface Figures {
  /** Messages handed to a carrier. */
  readonly sent: number;
  /** Of those, reported as delivered by the phone. */
  readonly delivered: number;
  /** Of those, whose receipts can come from the phone: `delivered` is a share of these. */
  readonly deliverable: number;
  /** Led to a verified person, here or as the application reported. */
  readonly converted: number;
  /** Of those, whose end can be known: `converted` is a share of these. */
  readonly convertible: number;
  /** Between the request and the right code; null when nobody was verified. Within a tenth. */
  readonly medianSeconds: number | null;
  /** Messages and verifications together, decimal text. */
  readonly cost: string;
  readonly costPerConverted: string | null;
}

/** Whether the application reports conversions at all: then its silence means "not converted". */
export function isReporting(rows: readonly SummedRow[]): boolean {
  return rows.some(({ told }) => told > 0);
}

export function figuresOf(rows: readonly SummedRow[], isReportingAtAll: boolean): Figures {
  const sum = (value: (row: SummedRow) => number) =>
    rows.reduce((total, row) => total + value(row), 0);
  const converted = sum((row) => row.converted);
  const cost = sum((row) => parseAmount(row.cost));
  return {
    sent: sum((row) => row.sent),
    delivered: sum((row) => (row.is_carrier_only ? 0 : row.delivered)),
    deliverable: sum((row) => (row.is_carrier_only ? 0 : row.sent)),
    converted,
    convertible: sum((row) => row.checked + (isReportingAtAll ? ownEnds(row) : 0)),
    medianSeconds: medianOf(rows),
    cost: formatAmount(cost),
    costPerConverted: converted === 0 ? null : formatAmount(Math.round(cost / converted)),
  };
}

/** Codes of the caller's own, and the messages without a code of which the end was told. */
function ownEnds({ own_codes, told }: SummedRow): number {
  return Math.max(own_codes, told);
}

/** Times lie in classes whose borders are a fifth of an e-fold apart. */
function classSeconds(wait: number): number {
  return Math.exp(wait / 5);
}

/** Places the median inside its class by how many lie before it. */
function medianOf(rows: readonly SummedRow[]): number | null {
  const byWait = new Map<number, number>();
  for (const { wait, converted } of rows) {
    if (wait >= 0) byWait.set(wait, (byWait.get(wait) ?? 0) + converted);
  }
  const classes = [...byWait].sort(([one], [other]) => one - other);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  for (const [wait, count] of classes) {
    if (passed + count >= total / 2) {
      return classSeconds(wait - 0.5 + (total / 2 - passed) / count);
    }
    passed += count;
  }
  return null;
}

/** The value a row of the table stands for; '' is not known. */
export function keyOf(row: SummedRow, dimension: Dimension): string {
  return { country: row.country, carrier: row.network, channel: row.channel }[dimension];
}
