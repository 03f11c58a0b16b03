/**
 * Appends one operator's act to the audit, in the transaction of the act itself: what is not
 * recorded did not happen. Outcomes of challenges are appended by the statements that decide them.
 */
import type { Queryable } from '../db/client.ts';
import { insertAuditEntry } from './store.ts';

export interface AuditEntry {
  /** `operator:<id>`, `system` or `application`. */
  readonly actor: string;
  /** Subject and verb, e.g. `application.retired`. */
  readonly action: string;
  readonly applicationId?: number;
  /** Id of what was acted on; never an address or a secret. */
  readonly subject?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export async function recordAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await insertAuditEntry(tx, {
    applicationId: entry.applicationId ?? null,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject ?? null,
    data: entry.data ? JSON.stringify(entry.data) : null,
  });
}
