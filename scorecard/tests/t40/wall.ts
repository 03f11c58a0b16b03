/**
 * The two walls between applications, one at a time. With row-level security taken down, the statements'
 * own application ids have to hold; with it up, PostgreSQL has to hold whatever a statement says.
 */
import pg from 'pg';
import type { Findings } from '../../contract.ts';
import type { HttpClient } from '../../rig/http.ts';
import { asTenant, type Belongings } from './belongings.ts';
import { callOf, type Tenant } from './matrix.ts';
import type { KnownRoute } from './routes.ts';

/** Of the embedded database's user. */
const role = 'countersign_tenant';

/** Answers how to put it up again. */
export async function takeDownWall(db: pg.Pool): Promise<() => Promise<void>> {
  const tables = await walledTables(db);
  const set = async (word: 'disable' | 'enable') => {
    for (const table of tables) await db.query(`alter table ${table} ${word} row level security`);
  };
  await set('disable');
  return () => set('enable');
}

async function walledTables(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    'select oid::regclass::text as name from pg_class where relrowsecurity order by 1',
  );
  return rows.map(({ name }) => name);
}

/** Tables whose rows are somebody's, with how a row says whose. */
async function ownedTables(db: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ name: string }>(`
    select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'application_id'
    where c.relkind in ('r', 'p', 'v') and not c.relispartition
      and c.relnamespace = 'public'::regnamespace order by 1`);
  const owned = new Map(rows.map(({ name }) => [name, 'application_id']));
  return owned
    .set('applications', 'id')
    .set(
      'campaign_templates',
      '(select c.application_id from campaigns c where c.id = campaign_id)',
    );
}

/** As the role applications' statements run under: of another one's rows there are none. */
export async function tryRows(
  db: pg.Pool,
  ids: { readonly owner: number; readonly stranger: number },
  findings: Findings,
): Promise<void> {
  let shown = 0;
  let barred = 0;
  for (const [table, key] of await ownedTables(db)) {
    const rowsWhere = (condition: string) =>
      `select count(*)::int from ${table} where ${condition}`;
    const owned = await count(db, rowsWhere(`${key} = ${ids.owner}`));
    const own = await countAs(db, ids.owner, rowsWhere(`${key} = ${ids.owner}`));
    if (own === undefined) barred += 1;
    else if (own > 0) shown += 1;
    const isMissing = own === 0 && owned > 0;
    findings.expect(!isMissing, `${table} shows its application nothing`);
    const notTheirs = rowsWhere(`${key} is distinct from ${ids.stranger}`);
    const foreign = await countAs(db, ids.stranger, notTheirs);
    findings.equal(foreign ?? 0, 0, `rows of others in ${table}`);
    const nobodys = await countAs(db, '', rowsWhere('true'));
    findings.equal(nobodys ?? 0, 0, `rows in ${table} when nobody said whose`);
  }
  findings.expect(shown > 12, `only ${shown} tables had rows of the owner`);
  findings.figure(
    `row-level security: 0 foreign rows in ${shown} tables, ${barred} not to be asked`,
  );
}

async function count(db: pg.Pool | pg.PoolClient, text: string): Promise<number> {
  const { rows } = await db.query({ text, rowMode: 'array' });
  return Number(rows[0]?.[0]);
}

/** Undefined where the role may not even ask. */
async function countAs(
  db: pg.Pool,
  applicationId: number | '',
  text: string,
): Promise<number | undefined> {
  const client = await db.connect();
  try {
    await client.query(`begin; set local role ${role};
      select set_config('countersign.application_id', '${applicationId}', true)`);
    return await count(client, text);
  } catch (error) {
    const insufficientPrivilege = '42501';
    if (error instanceof pg.DatabaseError && error.code === insufficientPrivilege) return undefined;
    throw error;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/**
 * Reads of an application that are not behind the wall (docs/security.md): the handset's, on which a
 * sandbox shows codes, runs on the batched statements' connections.
 */
const outside = new Set(['/v1/sandbox/messages']);

/** The server goes through the wall: bricked up for everybody, no read shows anything any more. */
export async function tryBrickedUp(
  scene: {
    readonly db: pg.Pool;
    readonly http: HttpClient;
    readonly routes: readonly KnownRoute[];
    readonly owner: Tenant;
  },
  { ids, canaries }: Belongings,
  findings: Findings,
): Promise<void> {
  const { db, http, owner } = scene;
  const tables = await walledTables(db);
  const reads = scene.routes.filter(
    ({ dialect, method, path, operation }) =>
      dialect !== 'admin' &&
      method === 'GET' &&
      !operation?.mediaType?.startsWith('text/event') &&
      !outside.has(path),
  );
  const tell = async () => {
    const telling = new Set<string>();
    for (const route of reads) {
      const call = callOf(route, ids, owner);
      const { text } = await http.send(call);
      const sent = `${call.path} ${call.body ?? ''}`;
      if (canaries.some((word) => text.includes(word) && !sent.includes(word))) {
        telling.add(`${route.dialect} ${route.path}`);
      }
    }
    return telling;
  };
  const before = await tell();
  for (const table of tables) {
    await db.query(`create policy bricked_up on ${table} as restrictive to ${role} using (false)`);
  }
  const after = await tell();
  for (const table of tables) await db.query(`drop policy bricked_up on ${table}`);
  for (const route of after) findings.expect(false, `${route} goes around the wall`);
  findings.expect(before.size > 12, `only ${before.size} reads told anything to begin with`);
  findings.figure(`${before.size} reads go through the wall`);
  // It is as it was.
  const { status } = await asTenant(http, owner)('GET', `/verifications/${ids.verification}`);
  findings.equal(status, 200, 'the owner reads again');
}
