/**
 * T16: every process of PostgreSQL is killed again and again under load; what was answered for is
 * there afterwards. A kill cannot show a missing fsync (the page cache survives it), so the settings
 * are read as well, and a server must refuse a database that has them off.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { dashed } from '../rig/api.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { signalPostgres } from '../rig/postgres.ts';
import { openRig, peerOf, type Rig, type RunningServer, startServer } from '../rig/rig.ts';
import { withSettingOff } from '../rig/unsafe-postgres.ts';

const connections = 64;
const recoverySecondsMax = 60;

interface Ledger {
  readonly started: string[];
  readonly verified: string[];
  /** Answers that told neither success nor refusal. */
  unknown: number;
}

export const databaseKilled: ScorecardTest = {
  id: 'T16',
  name: 'nothing acknowledged is lost when PostgreSQL is killed',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1 });
    try {
      await readSettings(rig, findings);
      await loadAndKill(rig, setup, findings);
      await refuseUnsafe(rig, setup, findings);
    } finally {
      await rig.stop();
    }
  },
};

async function readSettings(rig: Rig, findings: Findings): Promise<void> {
  const expected = {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_sync_retry: 'off',
  };
  for (const [name, value] of Object.entries(expected)) {
    const { rows } = await rig.db.query(`show ${name}`);
    findings.equal(rows[0]?.[name], value, `setting ${name}`);
  }
}

async function loadAndKill(rig: Rig, setup: Setup, findings: Findings): Promise<void> {
  const writes = sized(setup, { short: 3_000, usual: 20_000, full: 60_000 });
  const kills = sized(setup, { short: 3, usual: 8, full: 12 });
  const ledger: Ledger = { started: [], verified: [], unknown: 0 };
  const acknowledged = () => ledger.started.length + ledger.verified.length;
  let done = 0;
  const killer = async (): Promise<void> => {
    for (let kill = 1; kill <= kills; kill += 1) {
      const mark = (kill * writes) / (kills + 1);
      await untilReached(acknowledged, mark);
      if (signalPostgres(rig.servers[0] as RunningServer, 'SIGKILL') === 0) {
        throw new InvalidRun('There was no PostgreSQL to kill.');
      }
      done = kill;
    }
  };
  const load = inParallel(connections, connections, async () => {
    while (acknowledged() < writes || done < kills) await oneFlow(rig, ledger);
  });
  await Promise.all([killer(), load]);
  await compare(rig, ledger, findings);
  findings.figure(
    `${done} kills under ${acknowledged()} acknowledged writes (${ledger.unknown} unknown)`,
  );
}

/** A stalled load must end the test, not hang it. */
async function untilReached(acknowledged: () => number, mark: number): Promise<void> {
  let last = acknowledged();
  let movedAt = performance.now();
  while (acknowledged() < mark) {
    await sleep(10);
    if (acknowledged() > last) {
      last = acknowledged();
      movedAt = performance.now();
    }
    if (performance.now() - movedAt > recoverySecondsMax * 1_000) {
      throw new InvalidRun(`The server did not recover within ${recoverySecondsMax} s of a kill.`);
    }
  }
}

async function oneFlow(rig: Rig, ledger: Ledger): Promise<void> {
  const [api] = rig.apis as [Rig['apis'][number]];
  const code = '24680';
  const started = await api.start({ number: rig.nextNumber(), workflow_id: 6, pin_code: code });
  if (started.json.status !== '0') return away(ledger);
  const id = started.json.request_id as string;
  ledger.started.push(id);
  const checked = await api.check(id, code);
  if (checked.json.status === '0') ledger.verified.push(id);
  else await away(ledger);
}

/** The database is away: no use in asking a thousand times a second. */
async function away(ledger: Ledger): Promise<void> {
  ledger.unknown += 1;
  await sleep(50);
}

async function compare(rig: Rig, ledger: Ledger, findings: Findings): Promise<void> {
  const isBack = await eventually(recoverySecondsMax, async () => {
    const answer = await rig.db.query('select 1').catch(() => undefined);
    return answer !== undefined;
  });
  if (!isBack) throw new InvalidRun('PostgreSQL was not up when counting.');
  const found = await rig.db.query<{ id: string; status: string }>(
    'select id, status from verifications',
  );
  const statuses = new Map(found.rows.map(({ id, status }) => [id, status]));
  const lostStarts = ledger.started.filter((id) => !statuses.has(dashed(id)));
  const lostChecks = ledger.verified.filter((id) => statuses.get(dashed(id)) !== 'verified');
  findings.equal(lostStarts.length, 0, 'acknowledged starts lost');
  findings.equal(lostChecks.length, 0, 'acknowledged successes lost');
  findings.figure(`lost: ${lostStarts.length} starts, ${lostChecks.length} successes`);
}

/** A database with a durability setting off is refused at start, whichever way it is set. */
async function refuseUnsafe(rig: Rig, setup: Setup, findings: Findings): Promise<void> {
  const [server] = rig.servers as [RunningServer];
  await rig.db.query('create database lazy');
  await rig.db.query('alter database lazy set synchronous_commit = off');
  const url = new URL(server.sandbox.databaseUrl);
  url.pathname = '/lazy';
  await expectRefusal(server, url.href, 'synchronous_commit', findings);
  await rig.db.query('drop database lazy with (force)');
  const settings = setup.size === 'short' ? ['fsync'] : ['fsync', 'full_page_writes'];
  for (const setting of settings) {
    await withSettingOff(server, setting, (url) => expectRefusal(server, url, setting, findings));
  }
}

async function expectRefusal(
  server: RunningServer,
  url: string,
  setting: string,
  findings: Findings,
): Promise<void> {
  try {
    const started = await startServer({ ...peerOf(server), databaseUrl: url, readySeconds: 20 });
    await started.stop();
    findings.expect(false, `a server started although ${setting} is off`);
  } catch (error) {
    const { message } = error as Error;
    findings.expect(
      message.includes('ended before it was ready') && message.includes(`${setting} is "off"`),
      `refused for another reason than ${setting}: ${message.slice(0, 300)}`,
    );
  }
}
