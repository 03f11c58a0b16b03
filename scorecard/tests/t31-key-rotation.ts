/**
 * T31: the sealing key and a webhook's secret are exchanged while codes are started and checked at a
 * steady rate and thousands of older ones wait. The steps are those of docs/operating.md, by the
 * command; the nodes are restarted one after the other, and the work of sealing anew is killed in the
 * middle. No right code is refused, every webhook of the overlap carries two right signatures, at the
 * end nothing is under the old key, and all of before can be read without it.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/db/embedded-postgres.ts';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { openNative } from '../rig/native-api.ts';
import { type Node, openNodes } from '../rig/nodes.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { openReceiver, type Receiver } from '../rig/receiver.ts';
import { acquire, type Belongings } from './t31/belongings.ts';
import { type Client, openClient } from './t31/client.ts';
import { runFlows } from './t31/flows.ts';
import { refusalOf, runKeys, spawnKeys } from './t31/keys.ts';
import { placesUnder, sealedColumns, sumOf } from './t31/sealed-values.ts';
import { judgeSignatures } from './t31/signatures.ts';

interface Scene {
  readonly nodes: readonly [Node, Node];
  readonly db: pg.Pool;
  readonly receiver: Receiver;
  readonly client: Client;
  readonly belongings: Belongings;
  readonly setup: Setup;
  readonly findings: Findings;
}

const seedLifeSeconds = 3_600;
const firstNumber = 447_400_000_000;

export const keyRotation: ScorecardTest = {
  id: 'T31',
  isPatient: true,
  name: 'keys and secrets are exchanged under load, and no right code is refused',
  async run(setup, findings) {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-rotation-'));
    chmodSync(folder, 0o711); // PostgreSQL's own user passes through.
    const log = (): void => undefined;
    // Of its own: the nodes are restarted, and the database is not.
    const postgres = await startEmbeddedPostgres({ dataDirectory: folder, log });
    const keyRing = ringOf(setup.size === 'short' ? 2 : 1);
    const rig = await openNodes([{ databaseUrl: postgres.url, keyRing }, {}]);
    const db = new pg.Pool({ connectionString: postgres.url, max: 4 });
    db.on('error', log);
    const receiver = await openReceiver((_n, url) => (url.startsWith('/gone') ? 410 : 200));
    try {
      const nodes = rig.nodes as [Node, Node];
      const [first] = nodes;
      const belongings = await acquire(first.server, first.api, receiver);
      // Ends what has begun so far: from here on only what the test itself starts is live.
      await first.api.advance(2 * seedLifeSeconds);
      const client = openClient(nodes.map(({ api }) => api));
      await play({ nodes, db, receiver, client, belongings, setup, findings });
    } finally {
      await receiver.close();
      await db.end();
      await rig.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A short run begins where every node has the new key already. */
function ringOf(keys: number): string {
  const key = (): string => randomBytes(32).toString('base64');
  return JSON.stringify({ version: 1, sealing: Array.from({ length: keys }, key), lookup: key() });
}

async function play(scene: Scene): Promise<void> {
  const { client, setup, findings } = scene;
  const seeds = await startSeeds(client, sized(setup, { short: 200, usual: 2_000, full: 10_000 }));
  const flows = runFlows(client, sized(setup, { short: 10, usual: 25, full: 50 }));
  try {
    const exchanged = await exchange(scene, seeds);
    const tally = await flows.stop();
    findings.equal(tally.refusedStarts, 0, `starts refused (${client.refusal()})`);
    findings.equal(tally.refusedChecks, 0, `right codes refused (${client.refusal()})`);
    findings.figure(
      `${seeds.length} codes of before, ${tally.flows} flows at ` +
        `${((2 * tally.flows) / tally.seconds).toFixed(0)} requests/s for ` +
        `${tally.seconds.toFixed(0)} s, ${client.retried()} asked again of the other node`,
    );
    await judgeWebhooks(scene, exchanged);
    await judgeRows(scene, exchanged);
    await scene.belongings.stillReadable(findings);
    judgeRing(scene.nodes[0], exchanged.old, findings);
  } finally {
    await flows.stop();
  }
}

interface Exchanged {
  /** Fingerprint of the key that has gone. */
  readonly old: string;
  /** Of the endpoint: the one before, and the one in force. */
  readonly secrets: readonly [string, string];
  /** What had been received when the second came into force. */
  readonly mark: number;
  /** Rows and places that were under the old key. */
  readonly values: number;
}

/** Codes of before are checked by quarters: while nodes differ, before, within and after the work. */
async function exchange(scene: Scene, seeds: readonly Seed[]): Promise<Exchanged> {
  const { client, db, nodes, receiver, belongings, setup, findings } = scene;
  let refused = 0;
  const checkQuarter = async (quarter: number): Promise<void> => {
    const some = seeds.filter((_, index) => index % 4 === quarter);
    const accepted = await inParallel(some.length, 16, (index) => check(client, some[index]));
    refused += accepted.filter((isAccepted) => !isAccepted).length;
  };
  const secrets = await rotateSecret(scene, belongings.endpoint.secret, seedLifeSeconds);
  const mark = receiver.received.length;
  const { old, fresh } = await promote(scene, () => checkQuarter(0));
  await checkQuarter(1);
  const before = await placesUnder(db, old);
  const untried = (await sealedColumns(db)).filter((column) => !before.has(column));
  if (untried.length > 0) throw new InvalidRun(`Nothing is in ${untried.join(', ')}.`);
  await killInTheMiddle(scene, { old, fresh });
  await checkQuarter(2);
  findings.equal((await runKeys(nodes[0], 'reseal')).left, 0, 'rows the work itself says are left');
  if (setup.size !== 'short') {
    const refusal = await refusalOf(nodes[0], 'retire');
    findings.expect(
      refusal?.includes('still live') === true,
      `a key was let go with codes of before still live: ${refusal}`,
    );
  }
  await checkQuarter(3);
  findings.equal(refused, 0, `right codes of before refused (${client.refusal()})`);
  await runKeys(nodes[0], 'retire');
  await nodes[0].restart();
  if (setup.size !== 'short') await nodes[1].restart();
  return { old, secrets, mark, values: sumOf(before) };
}

interface Seed {
  readonly id: string;
  readonly code: string;
}

async function startSeeds(client: Client, many: number): Promise<Seed[]> {
  return inParallel(many, 16, async (index) => {
    const code = String(200_000 + (index % 700_000));
    const id = await client.start(String(firstNumber + index), code, seedLifeSeconds);
    if (id === undefined) throw new InvalidRun(`A code did not start: ${client.refusal()}`);
    return { id, code };
  });
}

function check(client: Client, seed: Seed | undefined): Promise<boolean> {
  return seed ? client.check(seed.id, seed.code) : Promise.resolve(true);
}

/** A new key first, with a restart of each node after each step. */
async function promote(
  scene: Scene,
  whileMixed: () => Promise<void>,
): Promise<{ old: string; fresh: string }> {
  const [first, second] = scene.nodes;
  if (scene.setup.size !== 'short') {
    await runKeys(first, 'add');
    const refusal = await refusalOf(first, 'promote');
    scene.findings.expect(
      refusal?.includes('do not have') === true,
      `a key was put first before the nodes had it: ${refusal}`,
    );
    await first.restart();
    await second.restart();
  }
  const [old, fresh] = (await runKeys<{ keys: { key: string }[] }>(first, 'list')).keys;
  if (!old || !fresh) throw new InvalidRun('There are no two keys.');
  await runKeys(first, 'promote');
  await first.restart();
  await whileMixed();
  await second.restart();
  return { old: old.key, fresh: fresh.key };
}

/**
 * The work stands still at a table that somebody else has locked; there it is killed. Nothing is
 * asked of that table by a check.
 */
async function killInTheMiddle(
  { db, nodes, findings }: Scene,
  { old, fresh }: { old: string; fresh: string },
): Promise<void> {
  const holder = await db.connect();
  await holder.query('begin; lock table rejections in access exclusive mode');
  const work = spawnKeys(nodes[0], 'reseal');
  const isWaiting = await eventually(120, async () => {
    const { rows } = await db.query(`
      select count(*)::int as n from pg_locks
      where not granted and relation = 'rejections'::regclass`);
    return rows[0].n > 0;
  });
  work.kill('SIGKILL');
  await new Promise((resolve) => work.once('exit', resolve));
  await holder.query('rollback');
  holder.release();
  if (!isWaiting) throw new InvalidRun('The work never came to the table it was to be killed at.');
  const [left, done] = [await placesUnder(db, old), await placesUnder(db, fresh)];
  findings.expect(left.has('idempotency_keys.answer_sealed'), 'nothing was left to be resumed');
  findings.expect(done.has('verifications.address_sealed'), 'nothing was sealed anew by then');
}

/** A new secret with the old one beside it: both, the old one first. */
async function rotateSecret(
  { nodes, belongings }: Scene,
  before: string,
  overlapSeconds: number,
): Promise<[string, string]> {
  const { status, json, text } = await openNative(nodes[1].api).call(
    'POST',
    `/webhooks/${belongings.endpoint.id}/rotate-secret`,
    { overlap_seconds: overlapSeconds },
  );
  if (status !== 200) throw new InvalidRun(`The secret was not rotated: ${text}`);
  return [before, String(json.secret)];
}

/** From the first second of the overlap to its end, which a second rotation makes. */
async function judgeWebhooks(scene: Scene, { mark, secrets }: Exchanged): Promise<void> {
  const { receiver, findings, db, client, setup } = scene;
  const patienceSeconds = sized(setup, { short: 30, usual: 60, full: 180 });
  const isTold = () =>
    eventually(patienceSeconds, async () => (await db.query(untold)).rowCount === 0);
  findings.expect(await isTold(), 'webhooks still wait');
  const overlap = receiver.received.slice(mark + underWayMax);
  const before = receiver.received.length;
  const many = judgeSignatures(overlap, secrets, 'in the overlap', findings);
  const [, last] = await rotateSecret(scene, secrets[1], 0);
  const id = await client.start('447401900001', '161803', 60);
  if (id !== undefined) await client.check(id, '161803');
  await eventually(10, async () => receiver.received.length > before, 50);
  judgeSignatures(receiver.received.slice(before), [last], 'after the overlap', findings);
  findings.figure(`${many} webhooks with two right signatures`);
}

/** Also what is not a webhook yet: receipts that are owed become events, events become webhooks. */
const untold = `select 1 where exists (select from webhook_deliveries where state = 'due')
  or exists (select from verification_events where is_owed)
  or exists (select from handset_messages where receipt_due_at is not null)`;
/** Webhooks that were composed before the secret was rotated, and came after. */
const underWayMax = 20;

async function judgeRows({ db, findings }: Scene, { old, values }: Exchanged): Promise<void> {
  const left = await placesUnder(db, old);
  for (const [place, rows] of left) findings.expect(false, `${rows} rows of ${place} are left`);
  findings.figure(`${values} values sealed anew, ${sumOf(left)} left on the old key`);
}

function judgeRing(node: Node, old: string, findings: Findings): void {
  const file = path.join(node.server.dataDirectory, 'keyring.json');
  const ring = JSON.parse(readFileSync(file, 'utf8')) as { sealing: unknown[] };
  findings.equal(ring.sealing.length, 1, `keys in the ring, without ${old}`);
  findings.equal((statSync(file).mode & 0o777).toString(8), '600', 'the mode of keyring.json');
}
