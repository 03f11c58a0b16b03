/** Reads what was booked on an application's balance, newest first, page by page. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type LedgerRow, listLedger as listRows } from './store.ts';

export interface LedgerEntry {
  readonly id: number;
  readonly at: Date;
  /** `message`, `verification`, `top-up`, `correction`, … */
  readonly kind: string;
  /** Things booked together. */
  readonly count: number;
  /** Decimal with eight places, below zero for what was spent. */
  readonly amount: string;
}

export interface LedgerPage {
  readonly items: readonly LedgerEntry[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listLedger(
  deps: { db: Database },
  request: { applicationId: number; kind?: string; before?: string; limit: number },
): Promise<LedgerPage> {
  const rows = await listRows(deps.db, {
    applicationId: request.applicationId,
    kind: request.kind ?? null,
    before: request.before === undefined ? null : readCursor(request.before),
    limit: request.limit + 1,
  });
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ exact_at: _cursor, ...entry }) => entry),
    next: rows.length > request.limit && last ? cursorOf(last) : null,
  };
}

function cursorOf({ exact_at, id }: LedgerRow): string {
  return `${exact_at}~${id}`;
}

const cursorPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~(\d{1,15})$/;

function readCursor(text: string): { at: string; id: number } {
  const [, at = '', id = ''] = cursorPattern.exec(text) ?? [];
  const moment = new Date(at);
  // A moment that is none, such as the 31st of February, would be the database's error.
  const isMoment =
    !Number.isNaN(moment.getTime()) && at.startsWith(moment.toISOString().slice(0, 19));
  if (!isMoment) throw new PlatformError('invalid_parameter', { parameter: 'before' });
  return { at, id: Number(id) };
}
