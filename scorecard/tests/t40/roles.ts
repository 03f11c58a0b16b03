/**
 * The admin API asked by everybody who is not meant: by nobody, by a key of an application, by a
 * session without its CSRF value, by each role what it may not, and by the console of one application
 * for what is another one's.
 */

import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { AdminOperation } from '../../../server/src/apis/admin/operation.ts';
import { adminOperations } from '../../../server/src/apis/admin/operations.ts';
import { type Findings, InvalidRun } from '../../contract.ts';
import { basicOf } from '../../rig/api.ts';
import { openConsole, signInBy } from '../../rig/console.ts';
import type { HttpClient } from '../../rig/http.ts';
import { inParallel } from '../../rig/parallel.ts';
import type { RunningServer } from '../../rig/rig.ts';
import { type AdminIds, adminCall } from './admin-samples.ts';
import { nothing } from './belongings.ts';
import { likeness } from './likeness.ts';
import type { Ids, Tenant } from './matrix.ts';

/** As docs/security.md says it, in the test's own words: what is not here is refused. */
const may: Readonly<Record<string, readonly string[]>> = {
  developer: [
    ...['applications.read', 'applications.manage-sandbox', 'secrets.read', 'handset.read'],
    ...['handset.use', 'verifications.read', 'operators.read', 'consent.read', 'blocks.lift'],
  ],
  support: [
    ...['applications.read', 'verifications.read', 'consent.read', 'consent.manage'],
    'blocks.lift',
  ],
  reviewer: [
    ...['applications.read', 'verifications.read', 'audit.read', 'campaigns.review'],
    'consent.read',
  ],
  viewer: ['applications.read', 'handset.read', 'verifications.read'],
};

/** They send something and change nothing: who may read may ask. */
const questions = ['lintTemplate', 'inspectFragment', 'explainSignature', 'dryRunBudgets'];

interface Target {
  readonly id: number;
  readonly kind: 'sandbox' | 'live';
}

export interface AdminScene {
  readonly server: RunningServer;
  readonly http: HttpClient;
  readonly db: pg.Pool;
  readonly owner: Tenant;
  readonly stranger: Tenant & { readonly id: number };
  readonly ids: Ids;
}

const sandbox: Target = { id: 1, kind: 'sandbox' };
const nobody: Target = { id: 999_999, kind: 'sandbox' };
/** Of nobody's, where the console counts, and a number that nobody has been written to. */
const unknownRows = {
  ...{ senderNumber: '999999', brand: '999999', call: '999999', publicKey: '999999' },
  number: '447401000008',
};

/** Who asks, and what there is to ask for. */
export interface Askers {
  readonly session: Readonly<Record<string, string>>;
  readonly sessions: ReadonlyMap<string, Record<string, string>>;
  readonly live: Target;
  readonly ids: AdminIds;
}

export async function assembleAskers(scene: AdminScene): Promise<Askers> {
  const { send, session } = await openConsole(scene.server);
  const made = await send('POST', '/applications', { name: 'Live', kind: 'sandbox' });
  if (made.status !== 200) throw new InvalidRun(`the console makes no application: ${made.text}`);
  const { id } = made.json.application;
  await scene.db.query(`update applications set kind = 'live' where id = $1`, [id]);
  return {
    session,
    sessions: await openSessions(send, scene.server),
    live: { id, kind: 'live' },
    // A number that only the owner has written to.
    ids: { ...scene.ids, ...(await acquireByConsole(send)), number: '447401000002' },
  };
}

export async function tryRoles(
  scene: AdminScene,
  { session, sessions, live, ids }: Askers,
  findings: Findings,
): Promise<void> {
  const before = await digest(scene.db);
  let tried = await tryStrangers(scene, ids, session, findings);
  for (const [role, own] of sessions) {
    for (const target of [sandbox, live]) {
      tried += await tryRole(scene, { role, session: own, target, ids }, findings);
    }
  }
  findings.equal(await digest(scene.db), before, 'what was refused changed nothing');
  const unknown = { ...nothing, ...unknownRows };
  tried += await tryForeign(scene, { ids, unknown, session }, findings);
  findings.figure(`${tried} refusals of the admin API to ${sessions.size} roles and to strangers`);
}

type Send = Awaited<ReturnType<typeof openConsole>>['send'];

/** What only the console makes or counts. */
async function acquireByConsole(send: Send): Promise<Omit<AdminIds, keyof Ids>> {
  const brand = { legalName: 'canary', displayName: 'canary', entity: 'non-profit', country: 'US' };
  const { json } = await send('POST', '/applications/1/brands', brand);
  const first = async (path: string) => {
    const { status, json: page, text } = await send('GET', `/applications/1/${path}`);
    if (status !== 200) throw new InvalidRun(`${path}: ${status} ${text}`);
    return String((page.items ?? [])[0]?.id ?? unknownRows.call);
  };
  return {
    brand: String(json.id),
    senderNumber: await first('numbers'),
    call: await first('api-calls'),
    publicKey: await first('public-keys'),
  };
}

async function openSessions(
  send: Send,
  server: RunningServer,
): Promise<ReadonlyMap<string, Record<string, string>>> {
  const sessions = new Map<string, Record<string, string>>();
  for (const role of Object.keys(may)) {
    const invited = { email: `${role}@example.com`, name: role, role };
    const { status, json, text } = await send('POST', '/operators', invited);
    if (status !== 200) throw new InvalidRun(`nobody can be invited: ${text}`);
    sessions.set(role, await signInBy(server.baseUrl, json.url));
  }
  return sessions;
}

const closed = adminOperations.filter(({ access }) => access !== 'anyone');

/** A few at once: what is refused, or read, does not depend on what else is. */
async function ofEach(
  operations: readonly AdminOperation[],
  work: (operation: AdminOperation) => Promise<void>,
): Promise<void> {
  await inParallel(operations.length, 4, (index) => work(operations[index] as AdminOperation));
}

async function tryStrangers(
  { http, owner }: AdminScene,
  ids: AdminIds,
  session: Readonly<Record<string, string>>,
  findings: Findings,
): Promise<number> {
  const { cookie = '' } = session;
  let tried = 0;
  const refused = async (operation: AdminOperation, by: string, headers: object, is: number) => {
    tried += 1;
    const call = adminCall(operation, sandbox, ids, { ...headers });
    const { status } = await http.send(call);
    findings.equal(status, is, `${operation.method} ${operation.path} by ${by}`);
  };
  await ofEach(closed, async (operation) => {
    await refused(operation, 'nobody', {}, 401);
    await refused(operation, 'an application', { authorization: basicOf(owner) }, 401);
    await refused(operation, 'no session of ours', { cookie: forged(cookie) }, 401);
    if (operation.method !== 'GET') await refused(operation, 'another page', { cookie }, 403);
  });
  return tried;
}

/** As long as a real one, and of the same letters. */
function forged(cookie: string): string {
  const [name, value = ''] = cookie.split('=');
  return `${name}=${createHash('sha256').update(value).digest('base64url').slice(0, value.length)}`;
}

async function tryRole(
  { http, owner }: AdminScene,
  who: {
    role: string;
    session: Record<string, string>;
    target: Target;
    ids: AdminIds;
  },
  findings: Findings,
): Promise<number> {
  const { role, session, target, ids } = who;
  let tried = 0;
  await ofEach(closed, async (operation) => {
    const { access, method, path } = operation;
    if (access === 'signed-in') return;
    const isAllowed = isMeant(role, operation, target);
    // What a role may change is the console's own business; what it may read shows the call is right.
    if (isAllowed && (method !== 'GET' || operation.isStream)) return;
    if (isAllowed && target.kind === 'live') return;
    const { status, text } = await http.send(adminCall(operation, target, ids, session));
    const what = `${method} ${path} by a ${role}, ${target.kind}`;
    if (isAllowed) {
      findings.expect(status === 200 || status === 404, `${what}: ${status}`);
      const isTold = text.includes(owner.apiSecret) && !may[role]?.includes('secrets.read');
      findings.expect(!isTold, `${what} tells the secret`);
    } else {
      tried += 1;
      findings.equal(status, 403, what);
    }
  });
  return tried;
}

function isMeant(role: string, operation: AdminOperation, { kind }: Target): boolean {
  const has = (permission: string) => may[role]?.includes(permission) === true;
  if (!has(operation.access)) return false;
  const isChange =
    operation.method !== 'GET' && /^(applications|verifications)\.read$/.test(operation.access);
  if (!isChange || questions.includes(operation.name)) return true;
  if (operation.name === 'runOptInCheck' && has('campaigns.review')) return true;
  return has(`applications.manage-${kind}`);
}

/** In the console of one application, what is another's is as what nobody has. */
async function tryForeign(
  { http, stranger }: AdminScene,
  asked: Pick<Askers, 'ids' | 'session'> & { readonly unknown: AdminIds },
  findings: Findings,
): Promise<number> {
  const { ids, unknown, session } = asked;
  const own: Target = { id: stranger.id, kind: 'sandbox' };
  let tried = 0;
  for (const operation of adminOperations) {
    if (!operation.path.includes(':applicationId') || operation.isStream) continue;
    const foreign = adminCall(operation, own, ids, session);
    const none = adminCall(operation, own, unknown, session);
    const what = `${operation.method} ${operation.path} in another's console`;
    if (JSON.stringify(foreign) !== JSON.stringify(none)) {
      tried += 1;
      const [told, expected] = [await http.send(foreign), await http.send(none)];
      findings.equal(likeness(told, ids), likeness(expected, unknown), what);
    }
    // Nobody's application is nobody's, whatever is asked of it.
    const { status } = await http.send(adminCall(operation, nobody, ids, session));
    findings.equal(status, 404, `${operation.method} ${operation.path} of no application`);
  }
  return tried;
}

const watched = [
  ...['applications', 'application_secrets', 'application_public_keys', 'numbers', 'brands'],
  ...['campaigns', 'campaign_templates', 'shared_short_codes', 'prices', 'balances', 'top_ups'],
  ...['ledger_entries', 'opt_outs', 'consent_entries', 'templates', 'template_fragments'],
  ...['saved_workflows', 'disabled_endpoints', 'fraud_blocks', 'operators', 'operator_links'],
  'audit_entries',
];
/** Their rows change by themselves, their number does not. */
const counted = ['verifications', 'messages', 'inbound_messages', 'webhook_endpoints'];

async function digest(db: pg.Pool): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of [...watched, ...counted]) {
    const rows = `md5(coalesce(string_agg(t::text, ',' order by t::text), ''))`;
    const what = watched.includes(table) ? rows : 'count(*)::text';
    const answer = await db.query(`select ${what} as d from ${table} t`);
    digests[table] = answer.rows[0].d;
  }
  return digests;
}
