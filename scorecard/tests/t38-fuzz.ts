/**
 * T38, attacks A18 and A24: thousands of bent requests at every door, with a key and without. No 5xx,
 * no stack trace, nothing polluted; what was refused has stored nothing.
 */
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { type Chance, chanceFrom } from '../rig/chance.ts';
import { signIn } from '../rig/console.ts';
import { countRows } from '../rig/dump.ts';
import type { Answer, Call } from '../rig/http.ts';
import { countBy, eventually, inParallel, tally } from '../rig/parallel.ts';
import { openRig, type Rig, type RunningServer } from '../rig/rig.ts';
import {
  applicationEndpoints,
  bend,
  type Caller,
  type Endpoint,
  operatorEndpoints,
  signInEndpoints,
} from './t38-calls.ts';
import { facadeEndpoints } from './t38-facades.ts';
import { nativeEndpoints } from './t38-native.ts';
import { sendRaw } from './t38-raw.ts';
import { judgeShares } from './t38-shares.ts';
import { acquire, nothing } from './t40/belongings.ts';

const connections = 32;

/** Rows a refused call may leave on purpose: what throttles strangers, and their challenges. */
const guards = new Set(['operator_sign_in_throttles', 'operator_challenges', 'rate_windows']);

export const fuzz: ScorecardTest = {
  id: 'T38',
  name: 'bent requests break nothing and store nothing',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1 });
    try {
      const chance = chanceFrom(setup.seed);
      const total = sized(setup, { short: 2_000, usual: 10_000, full: 50_000 });
      await strangers(rig, chance, total * 0.4, findings);
      await owners(rig, chance, total * 0.4, { findings, setup });
      await operators(rig, chance, total * 0.2, findings);
      await sendRaw((rig.servers[0] as RunningServer).baseUrl, findings);
      await stillRight(rig, findings);
      if (!findings.isHeld) tellWhy(rig, setup);
    } finally {
      await rig.stop();
    }
  },
};

/** What the server itself wrote of answers with 5xx, each kind once. */
function tellWhy({ servers }: Rig, { log }: Setup): void {
  const lines = servers.flatMap((server) => server.logs().split('\n'));
  const causes = lines
    .filter((line) => /request failed|handler failed|did not answer/.test(line))
    .map((line) => line.replaceAll(/"(time|id|node)":("[^"]*"|\d+),?/g, '').slice(0, 900));
  for (const [cause, times] of countBy(causes, (one) => one)) log(`${times}× ${cause}`);
}

interface Barrage {
  readonly who: string;
  readonly endpoints: readonly Endpoint[];
  readonly caller: Caller;
  readonly many: number;
}

interface Sent {
  readonly endpoint: Endpoint;
  readonly call: Call;
  readonly answer: Answer;
}

async function barrage(
  rig: Rig,
  chance: Chance,
  { who, endpoints, caller, many }: Barrage,
  findings: Findings,
): Promise<Sent[]> {
  const [api] = rig.apis as [Api];
  const calls = Array.from({ length: many }, () => {
    const endpoint = chance.pick(endpoints);
    return { endpoint, call: bend(endpoint, chance, caller) };
  });
  const sent = await inParallel(many, connections, async (index) => {
    const { endpoint, call } = calls[index] as (typeof calls)[number];
    const answer = await api.http.send(call);
    // A kept connection may have been closed after the bent request before: that is no answer to us.
    return { endpoint, call, answer: answer.status === 0 ? await api.http.send(call) : answer };
  });
  for (const { call, answer } of sent) judge(call, answer, findings);
  const statuses = countBy(sent, ({ answer }) => String(answer.status));
  findings.figure(`${many} by ${who}: ${tally(statuses)}`);
  return sent;
}

const stackTrace = /\bat [^\n]*\.(ts|js|mjs):\d+|node:internal|node_modules|\/server\/src\//;

function judge({ method, path, body }: Call, answer: Answer, findings: Findings): void {
  const what = `${method} ${path.slice(0, 160)} ${body?.slice(0, 160) ?? ''}`;
  findings.expect(answer.status < 500, `${answer.status} for ${what}`);
  findings.expect(answer.status !== 0, `no answer for ${what}`);
  findings.expect(!stackTrace.test(answer.text), `a stack trace for ${what}`);
  findings.expect(answer.json.polluted === undefined, `an answer is polluted after ${what}`);
}

/** Nobody's calls: every one is refused, so no table has grown. */
async function strangers(
  rig: Rig,
  chance: Chance,
  many: number,
  findings: Findings,
): Promise<void> {
  const before = await countRows(rig.db);
  const endpoints = [
    ...applicationEndpoints,
    ...facadeEndpoints(nothing),
    ...nativeEndpoints(nothing, nothing),
    ...operatorEndpoints,
    ...signInEndpoints,
  ];
  await barrage(rig, chance, { who: 'nobody', endpoints, caller: {}, many }, findings);
  compareRows(before, await countRows(rig.db), findings);
}

function compareRows(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  findings: Findings,
): void {
  for (const [table, rows] of after) {
    if (!guards.has(table)) findings.equal(rows, before.get(table), `rows of ${table}`);
  }
}

/** The application's own calls: as many verifications as were answered for, not one more. */
async function owners(
  rig: Rig,
  chance: Chance,
  many: number,
  { findings, setup }: { findings: Findings; setup: Setup },
): Promise<void> {
  const [{ http }] = rig.apis as [Api];
  // Its key stays: whoever gives it back is nobody from then on.
  const owned = { ...(await acquire(http, rig.credentials)).ids, key: nothing.key };
  const before = await countRows(rig.db);
  const caller = rig.credentials;
  const natives = nativeEndpoints(owned, nothing);
  const facades = [...applicationEndpoints, ...facadeEndpoints(nothing)];
  const half = many / 2;
  const sent = [
    ...(await barrage(
      rig,
      chance,
      { who: 'an application', endpoints: facades, caller, many: half },
      findings,
    )),
    ...(await barrage(
      rig,
      chance,
      { who: 'one of the native API', endpoints: natives, caller, many: half },
      findings,
    )),
  ];
  judgeShares(sent, setup, findings);
  const started = sent.filter(({ call, answer }) => isStarted(call, answer)).length;
  const replies = sent.filter(({ call, answer }) => isReply(call, answer)).length;
  if (started === 0) throw new InvalidRun('No request at all was accepted: the key does not work.');
  await eventually(30, async () => {
    const { rowCount } = await rig.db.query(`select 1 from dispatches where state = 'due' limit 1`);
    return rowCount === 0;
  });
  const after = await countRows(rig.db);
  const grown = (table: string) => (after.get(table) ?? 0) - (before.get(table) ?? 0);
  findings.equal(grown('verifications'), started, 'verifications stored for accepted starts');
  findings.equal(grown('applications'), 0, 'applications made');
  findings.equal(grown('operators'), 0, 'operators made');
  findings.expect(grown('handset_messages') >= replies, 'an accepted reply was not stored');
  findings.figure(`${started} accepted starts`);
}

/** Somebody who is signed in to the console: whatever he sends, it is answered. */
async function operators(
  rig: Rig,
  chance: Chance,
  many: number,
  findings: Findings,
): Promise<void> {
  const session = await signIn(rig.servers[0] as RunningServer);
  const load = { who: 'an operator', endpoints: operatorEndpoints, caller: { session }, many };
  const sent = await barrage(rig, chance, load, findings);
  const admitted = sent.filter(({ answer }) => answer.status === 200).length;
  if (admitted < many / 50) throw new InvalidRun('The operator was not signed in.');
}

/** HEAD and other methods have no body, so only what says so counts as accepted. */
function isStarted({ path }: Call, { status, text, json }: Answer): boolean {
  if (/^\/+v1\/+(verifications|challenges)\/*$/.test(path)) return status === 201;
  if (/^\/+v2\/+verify\/*$/.test(path)) return status === 202;
  if (/^\/+(verification\/.*)?send/.test(path)) {
    // A plain message is answered in the same form, without a verification.
    return json.data?.responseCode === '200' && json.data.verificationId !== null;
  }
  if (/^\/(sc|sms)\//.test(path)) {
    return json.messages?.[0]?.status === '0' || /<status>0<\/status>/.test(text);
  }
  if (!/^\/+verify\/+(psd2\/+)?(json|xml)/.test(path)) return false;
  return json.status === '0' || /<status>0<\/status>/.test(text);
}

function isReply({ path }: Call, { status }: Answer): boolean {
  return status === 201 && path.includes('/replies');
}

async function stillRight(rig: Rig, findings: Findings): Promise<void> {
  const [api] = rig.apis as [Api];
  findings.expect(rig.isAlive(), 'the server process ended');
  const started = await api.start({ number: '447400999999', pin_code: '135790' });
  findings.equal(Object.keys(started.json).sort(), ['request_id', 'status'], 'fields of a start');
  const wrong = await api.check(started.json.request_id, '135791');
  findings.equal(wrong.json.status, '16', 'a wrong code afterwards');
  const right = await api.check(started.json.request_id, '135790');
  findings.equal(right.json.status, '0', 'a right code afterwards');
}
