import type { AuditEntry } from 'countersign/admin';

/** What an entry holds beside who and when, on one line. */
export function factsOf(entry: AuditEntry): string {
  return Object.entries(entry.data)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
