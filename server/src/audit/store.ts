/** All SQL of the audit. Entries are appended; the database refuses to change one. */
import { type Queryable, sql } from '../db/client.ts';

export interface AuditRow {
  at: Date;
  id: number;
  application_id: number | null;
  actor: string;
  action: string;
  subject: string | null;
  data: Record<string, unknown> | null;
}

export function insertAuditEntry(
  db: Queryable,
  entry: {
    applicationId: number | null;
    actor: string;
    action: string;
    subject: string | null;
    data: string | null;
  },
): Promise<unknown[]> {
  return db.query(sql`
    insert into audit_entries (application_id, actor, action, subject, data)
    values (${entry.applicationId}, ${entry.actor}, ${entry.action}, ${entry.subject},
      ${entry.data}::jsonb)`);
}

/** Newest first, before the entry with id `before`. */
export function listAuditEntries(
  db: Queryable,
  before: number | null,
  limit: number,
): Promise<AuditRow[]> {
  return db.query(sql`
    select at, id, application_id, actor, action, subject, data from audit_entries
    where ${before}::bigint is null or id < ${before}::bigint
    order by at desc, id desc limit ${limit}`);
}
