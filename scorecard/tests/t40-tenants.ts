/**
 * T40: no tenant reaches another one's things. Every route of every dialect, taken from the dialects
 * themselves, is asked by tenant B with an id of A's and with one of nobody's: both answers are the
 * same, say nothing of A, and change nothing of A's. The admin API is asked by every role. Statements
 * and row-level security are tried one without the other. A route that the matrix does not know fails.
 */
import type pg from 'pg';
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import type { Call, HttpClient } from '../rig/http.ts';
import { eventually } from '../rig/parallel.ts';
import { openRig, type Rig, type RunningServer, runCommand } from '../rig/rig.ts';
import { whatAdminMisses } from './t40/admin-samples.ts';
import { acquire, type Belongings, nothing } from './t40/belongings.ts';
import { likeness } from './t40/likeness.ts';
import { callOf, type Ids, type Tenant, whatIsMissing } from './t40/matrix.ts';
import { assembleAskers, tryRoles } from './t40/roles.ts';
import { type KnownRoute, listRoutes } from './t40/routes.ts';
import { takeDownWall, tryBrickedUp, tryRows } from './t40/wall.ts';

export const tenants: ScorecardTest = {
  id: 'T40',
  name: 'no tenant reaches another one’s things',
  async run(_setup, findings) {
    const routes = listRoutes();
    for (const route of routes) {
      const missing = route.admin ? whatAdminMisses(route.admin) : whatIsMissing(route);
      findings.expect(!missing, `${route.method} ${route.path} is not in the matrix: ${missing}`);
    }
    if (!findings.isHeld) return;
    const rig = await openRig({ servers: 1 });
    try {
      await tryAll(rig, routes, findings);
    } finally {
      await rig.stop();
    }
  },
};

/** The sandbox application of the first run. */
const ownerId = 1;

async function tryAll(rig: Rig, routes: readonly KnownRoute[], findings: Findings): Promise<void> {
  const [server] = rig.servers as [RunningServer];
  const [{ http }] = rig.apis as [Rig['apis'][number]];
  const stranger = runCommand<Tenant & { readonly id: number }>(
    ...([server, 'applications', 'create', 'Stranger'] as const),
  );
  const { db, credentials: owner } = rig;
  const owned = await acquire(http, owner);
  await assertOwn(http, routes, owned.ids, owner);
  await tryRows(db, { owner: ownerId, stranger: stranger.id }, findings);
  await tryBrickedUp({ db, http, routes, owner }, owned, findings);
  // From here on the first wall stands alone: what it lets through, the second one would hide.
  const putUpWall = await takeDownWall(db);
  const scene = { server, http, db, owner, stranger, ids: owned.ids };
  const askers = await assembleAskers(scene);
  const before = await rowsOf(db);
  for (const route of routes) {
    if (route.dialect !== 'admin') await tryRoute(http, route, owned, stranger, findings);
  }
  await tryRoles(scene, askers, findings);
  const after = await rowsOf(db);
  await putUpWall();
  for (const [table, rows] of before) {
    findings.equal(after.get(table), rows, `rows of the owner in ${table}`);
  }
  findings.figure(`${routes.length} routes, ${before.size} tables of the owner unchanged`);
}

/** The ids are right: with them the owner itself reads what it has. */
async function assertOwn(
  http: HttpClient,
  routes: readonly KnownRoute[],
  ids: Ids,
  owner: Tenant,
): Promise<void> {
  const reads = routes.filter(
    ({ method, operation }) => method === 'GET' && operation?.params !== undefined,
  );
  for (const route of reads) {
    const { status, text } = await http.send(callOf(route, ids, owner));
    if (status !== 200) throw new InvalidRun(`the owner's ${route.path}: ${status} ${text}`);
  }
}

async function tryRoute(
  http: HttpClient,
  route: KnownRoute,
  { ids, canaries }: Belongings,
  stranger: Tenant,
  findings: Findings,
): Promise<void> {
  const what = `${route.method} ${route.path}`;
  const foreign = callOf(route, ids, stranger);
  const unknown = callOf(route, nothing, stranger);
  if (route.operation?.mediaType?.startsWith('text/event-stream')) {
    const text = await listen(http.baseUrl, foreign);
    findings.expect(!canaries.some((word) => text.includes(word)), `${what} tells of the owner`);
    return;
  }
  const told = await http.send(foreign);
  findings.expect(told.status > 0 && told.status < 500, `${what}: ${told.status}`);
  if (JSON.stringify(foreign) !== JSON.stringify(unknown)) {
    let said = likeness(told, ids);
    let none = likeness(await http.send(unknown), nothing);
    // The stranger's own messages are on their way: reads are compared when they have come to rest.
    const isRead = route.operation !== undefined && route.method === 'GET';
    if (said !== none && isRead) {
      await eventually(10, async () => {
        said = likeness(await http.send(foreign), ids);
        none = likeness(await http.send(unknown), nothing);
        return said === none;
      });
    }
    findings.equal(said, none, `${what}, a foreign id`);
  }
  const sent = `${foreign.path} ${foreign.body ?? ''}`;
  for (const word of canaries) {
    const isSaid = told.text.includes(word) && !sent.includes(word);
    findings.expect(!isSaid, `${what} tells of the owner: ${word}`);
  }
}

const listenMilliseconds = 1_000;

/** Reads a stream for a moment. */
async function listen(baseUrl: string, { path, headers }: Call): Promise<string> {
  const signal = AbortSignal.timeout(listenMilliseconds);
  let text = '';
  try {
    const answer = await fetch(baseUrl + path, { headers: { ...headers }, signal });
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk as Uint8Array);
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
  }
  return text;
}

/** Counts, and a digest where nothing changes by itself. */
async function rowsOf(db: pg.Pool): Promise<Map<string, string>> {
  let events = -1;
  await eventually(
    10,
    async () => {
      const { rows } = await db.query(`select count(*)::int as n from verification_events`);
      const isStill = rows[0].n === events;
      events = rows[0].n;
      return isStill;
    },
    500,
  );
  const tables = await db.query<{ name: string; is_quiet: boolean }>(
    `
    select c.relname as name, c.relname = any($1) as is_quiet
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'application_id'
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      and c.relname <> all($2) order by 1`,
    [quiet, restless],
  );
  const rows = new Map<string, string>();
  for (const { name, is_quiet: isQuiet } of tables.rows) {
    const digest = isQuiet ? `md5(string_agg(t::text, ',' order by t::text))` : `''`;
    const {
      rows: [found],
    } = await db.query(
      `select count(*)::int as n, coalesce(${digest}, '') as d from ${name} t
       where application_id = 1`,
    );
    rows.set(name, `${found.n} ${found.d}`);
  }
  return rows;
}

/** Rows that only their application changes. */
const quiet = [
  'verifications',
  'application_secrets',
  'saved_workflows',
  'templates',
  'template_fragments',
  'opt_outs',
  'consent_entries',
  'conversions',
];
/** What counts, or is owed and paid by itself. */
const restless = [
  'rate_windows',
  'traffic_counts',
  'fraud_decisions',
  'webhook_deliveries',
  'webhook_attempts',
  'quality_counts',
  'api_calls',
];
