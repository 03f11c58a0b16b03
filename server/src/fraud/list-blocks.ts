/** Blocks in force and those that ended within a week, with what they kept back. */
import type { Database } from '../db/client.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { listBlocks as findBlocks } from './store.ts';
import type { TrafficKey } from './traffic.ts';

export interface BlockView {
  readonly scope: TrafficKey['scope'];
  readonly key: string;
  readonly rule: string;
  readonly openedAt: Date;
  readonly until: Date;
  readonly isActive: boolean;
  readonly times: number;
  readonly liftedAt: Date | null;
  /** Over all blocks of the key. */
  readonly refused: number;
  readonly saved: string;
}

const blocksMost = 200;

export async function listBlocks(
  deps: { db: Database },
  applicationId: number,
): Promise<readonly BlockView[]> {
  const rows = await findBlocks(deps.db, applicationId, blocksMost);
  return rows.map((row) => ({
    scope: row.scope,
    key: row.key,
    rule: row.rule,
    openedAt: row.opened_at,
    until: row.until,
    isActive: row.is_active,
    times: row.times,
    liftedAt: row.lifted_at,
    refused: row.refused,
    saved: formatAmount(parseAmount(row.saved)),
  }));
}
