/** Reads the audit, newest first, page by page. */
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import { listAuditEntries } from './store.ts';

export interface AuditPage {
  readonly items: readonly {
    readonly id: number;
    readonly at: Date;
    readonly applicationId: number | null;
    readonly actor: string;
    readonly action: string;
    readonly subject: string | null;
    readonly data: Readonly<Record<string, unknown>> | null;
  }[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** @throws PlatformError `invalid_parameter` when `before` is no cursor of ours. */
export async function listAudit(
  deps: { db: Database },
  request: { before?: string; limit: number },
): Promise<AuditPage> {
  if (request.before !== undefined && !/^\d{1,15}$/.test(request.before)) {
    throw new PlatformError('invalid_parameter', { parameter: 'before' });
  }
  const before = request.before === undefined ? null : Number(request.before);
  const rows = await listAuditEntries(deps.db, before, request.limit + 1);
  const items = rows.slice(0, request.limit).map((row) => ({
    id: row.id,
    at: row.at,
    applicationId: row.application_id,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    data: row.data,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > request.limit && last ? String(last.id) : null };
}
