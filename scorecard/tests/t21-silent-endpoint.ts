/**
 * T21: the endpoint of one application hangs while thousands of its webhooks wait. The others' are
 * told as quickly as ever, and the server does not grow.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { createOwnApplication, type OwnApplication } from '../rig/applications.ts';
import { eventually } from '../rig/parallel.ts';
import { count, openRig, type Rig, type RunningServer } from '../rig/rig.ts';
import { percentile } from '../rig/statistics.ts';
import { openWebhookEndpoint, type Told, type WebhookEndpoint } from '../rig/webhook-endpoint.ts';

const queued = 5_000;
const others = 3;
const secondsMax = 2;
const megabytesMax = 50;
const pauseMilliseconds = 50;

interface Scene {
  readonly rig: Rig;
  readonly endpoint: WebhookEndpoint;
  readonly silent: OwnApplication;
  readonly others: readonly OwnApplication[];
}

export const silentEndpoint: ScorecardTest = {
  id: 'T21',
  isPatient: true,
  name: 'a silent endpoint delays nobody else’s webhooks',
  async run(setup, findings) {
    const rig = await openRig({ servers: 1 });
    const endpoint = await openWebhookEndpoint(
      () => '',
      ({ path }) => (path === '/silent' ? { waitMilliseconds: 30_000 } : { status: 200 }),
    );
    try {
      const [server] = rig.servers as [RunningServer];
      const made = Array.from({ length: others + 1 }, (_, index) =>
        createOwnApplication(server, `Application ${index}`),
      );
      const [silent, ...rest] = made as [OwnApplication, ...OwnApplication[]];
      await play({ rig, endpoint, silent, others: rest }, setup, findings);
      for (const { api } of made) api.http.close();
    } finally {
      await endpoint.close();
      await rig.stop();
    }
  },
};

async function play(scene: Scene, setup: Setup, findings: Findings): Promise<void> {
  const { rig, endpoint } = scene;
  const seconds = sized(setup, { short: 6, usual: 20, full: 60 });
  // The same load first: what is measured afterwards is the silence alone.
  await talk(scene, '/before', seconds / 2);
  const before = megabytes(rig);
  await queue(scene);
  const isSilent = () => endpoint.told.some(({ path }) => path === '/silent');
  if (!(await eventually(10, async () => isSilent()))) throw new InvalidRun('Nothing hangs.');
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, megabytes(rig));
  }, 250);
  await talk(scene, '/during', seconds);
  clearInterval(watch);
  await judge(scene, highest - before, findings);
}

/** Messages of the others, one after another, at a pace that a quiet server keeps easily. */
async function talk({ rig, others: talkers, endpoint }: Scene, path: string, seconds: number) {
  const until = performance.now() + seconds * 1_000;
  const callback = `${endpoint.url}${path}`;
  let turn = 0;
  while (performance.now() < until) {
    const { api } = talkers[turn % talkers.length] as OwnApplication;
    turn += 1;
    const { json, text } = await api.twoFactor({ to: rig.nextNumber(), pin: '1234', callback });
    if (json.messages?.[0]?.status !== '0') throw new InvalidRun(`Not sent: ${text}`);
    await sleep(pauseMilliseconds);
  }
}

/** One message is sent as always; the rest of the queue are copies of what it owes. */
async function queue({ rig, silent, endpoint }: Scene): Promise<void> {
  const callback = `${endpoint.url}/silent`;
  await silent.api.twoFactor({ to: rig.nextNumber(), pin: '1234', callback });
  const owed = () =>
    count(rig.db, 'select count(*) from webhook_deliveries where application_id = $1', [silent.id]);
  if (!(await eventually(5, async () => (await owed()) > 0))) throw new InvalidRun('Nothing owed.');
  await rig.db.query(
    `insert into webhook_deliveries
       (application_id, id, kind, verification_id, dispatch_id, data, give_up_at)
     select application_id, overlay(id::text placing lpad(to_hex(n), 8, '0') from 29)::uuid, kind,
       verification_id, dispatch_id, data, give_up_at
     from (select * from webhook_deliveries where application_id = $1 limit 1) one,
       generate_series(1, $2::int) n`,
    [silent.id, queued],
  );
}

async function judge(scene: Scene, grown: number, findings: Findings): Promise<void> {
  const { rig, endpoint, silent } = scene;
  const { rows } = await rig.db.query<{ key: string; created: number }>(
    `select dispatch_id || ':' || (data->>'status') as key,
       extract(epoch from created_at)::float8 as created
     from webhook_deliveries where application_id <> $1`,
    [silent.id],
  );
  const created = new Map(rows.map(({ key, created }) => [key, created]));
  const waitOf = ({ fields, unixMilliseconds }: Told): number =>
    unixMilliseconds / 1_000 - (created.get(`${fields.messageId}:${fields.status}`) ?? Number.NaN);
  const waits = endpoint.told.filter(({ path }) => path === '/during').map(waitOf);
  // What was not told yet has waited at least until now.
  const untold = await rig.db.query<{ waited: number }>(
    `select extract(epoch from now() - created_at)::float8 as waited from webhook_deliveries
     where application_id <> $1 and tries = 0`,
    [silent.id],
  );
  const all = [...waits, ...untold.rows.map(({ waited }) => waited)];
  if (all.length < 50 || all.some(Number.isNaN)) throw new InvalidRun(`Only ${all.length} told.`);
  const p99 = percentile(all, 99);
  findings.expect(p99 < secondsMax, `the others waited ${p99.toFixed(2)} s (p99), at most 2 s`);
  findings.expect(grown < megabytesMax, `memory grew by ${grown.toFixed(0)} MB, at most 50 MB`);
  const waiting = await count(
    rig.db,
    `select count(*) from webhook_deliveries where application_id = $1 and state = 'due'`,
    [silent.id],
  );
  findings.expect(waiting >= queued, `the silent endpoint has lost ${queued - waiting} webhooks`);
  findings.figure(
    `${all.length} others’ webhooks, p99 ${(p99 * 1_000).toFixed(0)} ms, ` +
      `${grown.toFixed(0)} MB more`,
  );
}

/** Resident memory of the server. */
function megabytes(rig: Rig): number {
  const { pid } = (rig.servers[0] as RunningServer).process;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}
