/**
 * T26: PostgreSQL is frozen (silence, no reset), then killed, then full of other people's slow queries
 * and locks. Each request ends within two seconds, no code is ever taken for right, and the server
 * comes back by itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Findings, InvalidRun, type ScorecardTest, sized } from '../contract.ts';
import type { Answer } from '../rig/http.ts';
import { countBy, eventually, inParallel, tally } from '../rig/parallel.ts';
import { signalPostgres } from '../rig/postgres.ts';
import { openRig, type Rig, type RunningServer } from '../rig/rig.ts';

const answerMillisecondsMax = 2_000;
const recoverySecondsMax = 10;
const callers = 24;
const slowQueries = 200;
const code = '135790';

export const databaseAway: ScorecardTest = {
  id: 'T26',
  name: 'with the database away every answer is a quick 503, and it comes back',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1 });
    try {
      const live = await openVerifications(rig, 40);
      await freeze(rig, live, sized(setup, { short: 3, usual: 30, full: 60 }), findings);
      await kill(rig, live, findings);
      await crowd(rig, live, sized(setup, { short: 4, usual: 12, full: 30 }), findings);
      findings.expect(rig.isAlive(), 'the server process ended');
      await finishAll(rig, findings);
    } finally {
      await rig.stop();
    }
  },
};

/** Verifications whose right code is known: while the database is away none may be accepted. */
async function openVerifications(rig: Rig, many: number): Promise<string[]> {
  const answers = await inParallel(many, 8, () =>
    only(rig).start({ number: rig.nextNumber(), pin_code: code, pin_expiry: 3600 }),
  );
  const ids = answers.map(({ json }) => json.request_id as string);
  if (ids.some((id) => !id)) throw new InvalidRun('The verifications did not start.');
  return ids;
}

function only(rig: Rig): Rig['apis'][number] {
  return rig.apis[0] as Rig['apis'][number];
}

/** Requests of every kind, until `isOver`. */
async function ask(rig: Rig, live: readonly string[], isOver: () => boolean): Promise<Answer[]> {
  const api = only(rig);
  const answers: Answer[] = [];
  await inParallel(callers, callers, async (caller) => {
    for (let turn = caller; !isOver(); turn += 1) {
      const id = live[turn % live.length] as string;
      const calls = [
        () => api.start({ number: rig.nextNumber() }),
        () => api.check(id, code),
        () => api.search(id),
        () => api.control(id, 'trigger_next_event'),
        () => api.twoFactor({ to: rig.nextNumber(), pin: 1234 }),
        () => api.http.send({ path: '/readyz' }),
      ];
      answers.push(await (calls[turn % calls.length] as () => Promise<Answer>)());
      await sleep(20);
    }
  });
  return answers;
}

function judge(answers: readonly Answer[], when: string, findings: Findings): void {
  if (answers.length === 0)
    throw new InvalidRun(`Nothing was asked while the database was ${when}.`);
  const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
  findings.expect(
    slowest < answerMillisecondsMax,
    `${when}: an answer took ${slowest.toFixed(0)} ms, at most ${answerMillisecondsMax} are allowed`,
  );
  for (const { status } of answers)
    findings.expect(status !== 0, `${when}: a request got no answer`);
  findings.figure(
    `${when}: ${tally(countBy(answers, ({ status }) => String(status)))}, slowest ${slowest.toFixed(0)} ms`,
  );
}

function judgeAway(answers: readonly Answer[], when: string, findings: Findings): void {
  judge(answers, when, findings);
  for (const { status, json } of answers) {
    // Locked tables are no reason for a node to call itself down.
    if (when === 'locked out' && json.status === 'ready') continue;
    findings.expect(status === 503, `${when}: an answer ${status} (status ${json.status})`);
  }
}

async function freeze(
  rig: Rig,
  live: readonly string[],
  seconds: number,
  findings: Findings,
): Promise<void> {
  const [server] = rig.servers as [RunningServer];
  if (signalPostgres(server, 'SIGSTOP') === 0) throw new InvalidRun('PostgreSQL was not up.');
  try {
    const end = performance.now() + seconds * 1_000;
    judgeAway(await ask(rig, live, () => performance.now() >= end), 'frozen', findings);
  } finally {
    signalPostgres(server, 'SIGCONT');
  }
  await recover(rig, 'after the freeze', findings);
}

async function kill(rig: Rig, live: readonly string[], findings: Findings): Promise<void> {
  const [server] = rig.servers as [RunningServer];
  signalPostgres(server, 'SIGKILL');
  const end = performance.now() + 1_000;
  const answers = await ask(rig, live, () => performance.now() >= end);
  // It may be back within that second: what was answered meanwhile is 503 or right.
  judge(answers, 'killed', findings);
  for (const { status, json } of answers) {
    findings.expect(status === 503 || status === 200, `killed: an answer ${status} ${json.status}`);
  }
  await recover(rig, 'after the kill', findings);
}

async function recover(rig: Rig, when: string, findings: Findings): Promise<void> {
  const startedAt = performance.now();
  const isBack = await eventually(recoverySecondsMax, async () => {
    const started = await only(rig).start({ number: rig.nextNumber(), pin_code: code });
    if (started.json.status !== '0') return false;
    return (await only(rig).check(started.json.request_id, code)).json.status === '0';
  });
  findings.expect(isBack, `${when}: no whole flow within ${recoverySecondsMax} s`);
  findings.figure(`${when}: back in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

/** Other sessions take every connection there is with slow queries, and one locks the hot table. */
async function crowd(
  rig: Rig,
  live: readonly string[],
  seconds: number,
  findings: Findings,
): Promise<void> {
  const connectionString = (rig.servers[0] as RunningServer).sandbox.databaseUrl;
  const clients = Array.from({ length: slowQueries }, () => new pg.Client({ connectionString }));
  for (const client of clients) client.on('error', () => undefined);
  const opened = await Promise.allSettled(clients.map((client) => client.connect()));
  const open = clients.filter((_client, index) => opened[index]?.status === 'fulfilled');
  if (open.length < 20) throw new InvalidRun(`Only ${open.length} slow queries could be opened.`);
  const [locker, ...sleepers] = open as [pg.Client, ...pg.Client[]];
  for (const client of sleepers) {
    client.query(`select pg_sleep(${seconds})`).catch(() => undefined);
  }
  try {
    const half = (seconds * 1_000) / 2;
    const end = performance.now() + half;
    judge(await ask(rig, live, () => performance.now() >= end), 'crowded', findings);
    await locker.query('begin');
    await locker.query('lock table live_addresses, applications in access exclusive mode');
    await sleep(1_200); // what the server remembers of its applications is a second old at most
    const lockEnd = performance.now() + half;
    judgeAway(await ask(rig, live, () => performance.now() >= lockEnd), 'locked out', findings);
    await locker.query('rollback');
    findings.figure(`${open.length} slow queries held`);
  } finally {
    await Promise.allSettled(open.map((client) => client.end()));
  }
  await recover(rig, 'after the crowd', findings);
}

/** What was opened before the trouble was neither used up nor lost by it. */
async function finishAll(rig: Rig, findings: Findings): Promise<void> {
  const started = await only(rig).start({ number: rig.nextNumber(), pin_code: code });
  const checked = await only(rig).check(started.json.request_id, code);
  findings.equal(checked.json.status, '0', 'a flow at the end');
}
