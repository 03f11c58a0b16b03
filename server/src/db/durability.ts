/**
 * Decides whether a database may hold verifications: a code that was accepted, counted or sent must
 * survive a power cut, so a database that answers before its disk does is refused.
 */
import { type Queryable, sql } from './client.ts';

export interface DurabilityOptions {
  /** For managed services that keep durability elsewhere. Logged at every start. */
  readonly allowUnsafeDatabase: boolean;
  readonly log: (text: string) => void;
}

interface Setting {
  readonly name: string;
  readonly setting: string;
}

/** What each setting may be, and what is lost otherwise. */
const demands: Readonly<Record<string, { allowed: readonly string[]; otherwise: string }>> = {
  fsync: { allowed: ['on'], otherwise: 'a power cut can destroy the whole database' },
  full_page_writes: { allowed: ['on'], otherwise: 'a power cut can leave half-written pages' },
  synchronous_commit: {
    allowed: ['on', 'remote_apply', 'remote_write', 'local'],
    otherwise: 'rows that were already answered for can vanish',
  },
  data_sync_retry: { allowed: ['off'], otherwise: 'a failed write can pass for a good one' },
};

/** @throws Error whose text says which setting to change, unless the override is on. */
export async function requireDurableDatabase(
  db: Queryable,
  options: DurabilityOptions,
): Promise<void> {
  const settings = await db.query<Setting>(sql`
    select name, setting from pg_settings where name = any(${Object.keys(demands)})
  `);
  const faults = settings.filter((row) => !demands[row.name]?.allowed.includes(row.setting));
  if (faults.length === 0) return;
  const text = describeFaults(faults);
  if (!options.allowUnsafeDatabase) throw new Error(text);
  options.log(`${text}\nStarting all the same, because COUNTERSIGN_ALLOW_UNSAFE_DATABASE is on.`);
}

function describeFaults(faults: readonly Setting[]): string {
  const lines = faults.map(({ name, setting }) => {
    const demand = demands[name];
    return `  ${name} is "${setting}": ${demand?.otherwise}. Set ${name} = ${demand?.allowed[0]}`;
  });
  return [
    'This database is not durable, so verifications are not safe in it:',
    ...lines,
    'Change postgresql.conf (or ALTER SYSTEM, ALTER ROLE, ALTER DATABASE) and reload. If a managed ' +
      'service keeps durability elsewhere, set COUNTERSIGN_ALLOW_UNSAFE_DATABASE=true.',
  ].join('\n');
}
