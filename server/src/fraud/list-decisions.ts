/** Decisions other than to let pass, newest first, page by page. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { listDecisions as findDecisions } from './store.ts';
import type { TrafficKey } from './traffic.ts';

export interface DecisionView {
  readonly id: number;
  readonly at: Date;
  readonly rule: string;
  readonly scope: TrafficKey['scope'];
  readonly key: string;
  readonly country: string | null;
  readonly action: string;
  readonly isBlocked: boolean;
  readonly counted: number;
  readonly allowed: number;
  readonly count: number;
  readonly saved: string;
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listDecisions(
  deps: { db: Database },
  request: { applicationId: number; action?: string; before?: string; limit: number },
): Promise<{ items: readonly DecisionView[]; next: string | null }> {
  const { applicationId, action, before, limit } = request;
  if (before !== undefined && !/^\d{1,15}$/.test(before)) {
    throw new PlatformError('invalid_parameter', { parameter: 'before' });
  }
  const rows = await findDecisions(deps.db, {
    applicationId,
    action: action ?? null,
    before: before === undefined ? null : Number(before),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit).map(({ is_blocked, ...row }) => ({
    ...row,
    isBlocked: is_blocked,
    counted: Number(row.counted),
    allowed: Number(row.allowed),
    saved: formatAmount(parseAmount(row.saved)),
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? String(last.id) : null };
}
