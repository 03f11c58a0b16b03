/**
 * Puts up the second wall between applications: the role their statements run under, which sees one
 * application's rows only. Where the database's user may not make it, the program runs without, by the
 * application id in each statement alone, and says so at every start.
 */
import pg from 'pg';
import type { Database } from './client.ts';

export interface WallOptions {
  readonly url: string;
  readonly warn: (sentence: string) => void;
}

/** The database to work with: calls of applications go behind the wall, where it could be put up. */
export async function openBehindWall(
  db: Database,
  options: WallOptions,
): Promise<{ db: Database; isWallUp: boolean }> {
  const reason = await raiseTenantWall(options.url);
  if (reason === null) return { db, isWallUp: true };
  options.warn(
    `The second wall between applications is off: ${reason}. Every statement still names its ` +
      'application. What to ask of a DBA: docs/operating.md, "The role of applications".',
  );
  return { db: withoutWall(db), isWallUp: false };
}

/**
 * Answers why the wall is not up, or null. On a connection of its own: the first time, granting may
 * take longer than a statement has.
 */
export async function raiseTenantWall(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, application_name: 'countersign-wall' });
  await client.connect();
  try {
    const { rows } = await client.query('select raise_tenant_wall() as reason');
    return rows[0].reason;
  } finally {
    await client.end();
  }
}

function withoutWall(db: Database): Database {
  const open: Database = { ...db, forApplication: () => open };
  return open;
}
