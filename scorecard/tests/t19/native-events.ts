/**
 * T19, native form: events told to endpoints that fail in every way, while the servers that relay and
 * tell them are killed. Each is acknowledged in the end, under one id, signed at each attempt anew;
 * those of a verification are numbered without gaps, and the stream has the same ones.
 */
import pg from 'pg';
import { type Findings, type Setup, sized } from '../../contract.ts';
import { createOwnApplication, type OwnApplication } from '../../rig/applications.ts';
import { type Chance, chanceFrom } from '../../rig/chance.ts';
import { type NativeApi, openNative } from '../../rig/native-api.ts';
import { type Node, openNodes } from '../../rig/nodes.ts';
import { countBy, eventually, inParallel } from '../../rig/parallel.ts';
import { count } from '../../rig/rig.ts';
import {
  isAcknowledgement,
  openEventEndpoint,
  type Reaction,
  type Told,
  type WebhookEndpoint,
} from '../../rig/webhook-endpoint.ts';

const applications = 4;
const failing = 0.3;
/** Of one event: an endpoint that went on failing would have it given up. */
const failuresMax = 4;
const ageSecondsMax = 5;
const underWayPerApplication = 20;
const leaseSeconds = 30;

interface Owner extends OwnApplication {
  readonly native: NativeApi;
}

interface Scene {
  readonly db: pg.Pool;
  readonly endpoint: WebhookEndpoint;
  readonly owners: readonly Owner[];
}

export async function tellEventsInChaos(setup: Setup, findings: Findings): Promise<void> {
  const nodes = await openNodes([{}, {}]);
  const [first, victim] = nodes.nodes as [Node, Node];
  const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 3 });
  db.on('error', () => undefined);
  const owners = Array.from({ length: applications }, (_, index) => {
    const own = createOwnApplication(first.server, `Native ${index}`);
    return { ...own, native: openNative(own.api) };
  });
  const secrets = new Map<string, string>();
  const endpoint = await openEventEndpoint(
    (path) => secrets.get(path) ?? '',
    reactor(chanceFrom(setup.seed), sized(setup, { short: 2_000, usual: 5_000, full: 30_000 })),
  );
  try {
    for (const { id, native } of owners) {
      const path = `/events/${id}`;
      secrets.set(path, (await native.tell(`${endpoint.url}${path}`)).secret);
    }
    await play({ db, endpoint, owners }, victim, setup, findings);
  } finally {
    await endpoint.close();
    for (const { api } of owners) api.http.close();
    await db.end();
    await nodes.stop();
  }
}

/** The first call of each event is refused, so that many are due at once when the server is killed. */
function reactor(chance: Chance, hangs: number): (told: Omit<Told, 'reaction'>) => Reaction {
  const calls = new Map<string, number>();
  return ({ fields }) => {
    const id = fields.id ?? '';
    const before = calls.get(id) ?? 0;
    calls.set(id, before + 1);
    if (before === 0) return { status: 503 };
    if (before >= failuresMax || chance.fraction() >= failing) return { status: 200 };
    return chance.pick<Reaction>([
      { status: 500 },
      {},
      { waitMilliseconds: hangs },
      { status: 200, isReset: true },
    ]);
  };
}

async function play(scene: Scene, victim: Node, setup: Setup, findings: Findings): Promise<void> {
  const { db, owners } = scene;
  const verifications = sized(setup, { short: 80, usual: 700, full: 1_700 });
  const kills = sized(setup, { short: 1, usual: 5, full: 10 });
  const owed = () => count(db, 'select count(*) from verification_events where is_owed');
  const started: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const from = started.length;
    const some = Math.ceil(verifications / kills);
    const beginning = inParallel(some, 8, (index) => {
      const { native } = owners[index % owners.length] as Owner;
      return native.begin(`+${447_500_000_000 + from + index}`);
    });
    // One of two kills comes while events wait to be relayed, the other while they are told.
    if (kill % 2 === 1) await eventually(3, async () => (await owed()) > 0, 5);
    else {
      await beginning;
      const untold = () => count(db, 'select count(*) from webhook_deliveries where tries = 0');
      await eventually(20, async () => (await owed()) + (await untold()) === 0, 50);
      await advance(scene, 10);
      await eventually(3, async () => (await underWay(db)) > 0, 10);
    }
    await victim.killAndRestart();
    started.push(...(await beginning));
  }
  const waiting = async () =>
    (await owed()) +
    (await count(db, `select count(*) from webhook_deliveries where state = 'due'`));
  const isDone = await eventually(
    leaseSeconds * 2 + verifications / 5,
    async () => {
      // Little by little: what a killed node holds for 30 s must not be three days old by then.
      await advance(scene, 20 * 60);
      return (await waiting()) === 0 && (await living(db)) === 0;
    },
    300,
  );
  findings.expect(isDone, `${await waiting()} events still wait`);
  await judge(scene, { started, kills }, findings);
}

async function advance({ owners }: Scene, seconds: number): Promise<void> {
  await Promise.all(owners.map(({ api }) => api.advance(seconds)));
}

/** Verifications that may still have something to tell. */
function living(db: pg.Pool): Promise<number> {
  return count(
    db,
    `select (select count(*) from verifications where status = 'in_progress')
      + (select count(*) from handset_messages where receipt_due_at is not null) as count`,
  );
}

/** Rows some node has in its hands. */
function underWay(db: pg.Pool): Promise<number> {
  return count(db, 'select count(*) from webhook_deliveries where leased_until > now()');
}

async function judge(
  { db, endpoint, owners }: Scene,
  made: { started: readonly string[]; kills: number },
  findings: Findings,
): Promise<void> {
  const { rows } = await db.query<{ id: string; sequence: number; subject: string }>(
    `select 'evt_' || replace(e.verification_id::text, '-', '') || '_' || e.sequence as id,
       e.sequence, e.verification_id::text as subject
     from verification_events e join verifications v on v.id = e.verification_id
     where v.wants_events`,
  );
  const owed = new Set(rows.map(({ id }) => id));
  findings.equal(owed.size, rows.length, 'events with an id of their own');
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  const silent = made.started.filter((id) => !bySubject.has(id)).length;
  findings.equal(silent, 0, 'verifications nobody was told of');
  const gaps = [...bySubject.values()].filter(
    (events) => Math.max(...events.map(({ sequence }) => sequence)) !== events.length,
  ).length;
  findings.equal(gaps, 0, 'verifications whose events are not numbered from 1 without gaps');
  const { told } = endpoint;
  const acknowledged = countBy(told.filter(isAcknowledgement), ({ fields }) => fields.id ?? '');
  const lost = [...owed].filter((id) => !acknowledged.has(id)).length;
  findings.equal(lost, 0, 'events without a 2xx');
  const unknown = told.filter(({ fields }) => !owed.has(fields.id ?? '')).length;
  findings.equal(unknown, 0, 'unknown events');
  const wrong = told.filter(({ isSigned }) => !isSigned).length;
  findings.equal(wrong, 0, 'event calls with a wrong signature');
  const old = told.filter(
    ({ fields, unixMilliseconds }) =>
      Math.abs(unixMilliseconds / 1_000 - Number(fields.timestamp)) > ageSecondsMax,
  );
  findings.equal(old.length, 0, `event calls with a timestamp more than ${ageSecondsMax} s away`);
  const twice = [...acknowledged.values()].filter((times) => times > 1).length;
  const allowed = owed.size / 100 + made.kills * underWayPerApplication * applications;
  findings.expect(twice <= allowed, `${twice} events acknowledged twice, at most ${allowed}`);
  const read = await Promise.all(owners.map(({ native }) => readAll(native)));
  findings.equal(read.flat().sort(), [...owed].sort(), 'events the streams have');
  findings.figure(`native: ${owed.size} events, ${told.length} calls, ${twice} twice`);
}

/** Page by page, as one who comes back with the id it read last. */
async function readAll(native: NativeApi): Promise<string[]> {
  const ids: string[] = [];
  for (let hasMore = true, after = ''; hasMore; ) {
    const { json } = await native.call('GET', `/events?limit=200${after && `&after=${after}`}`);
    ids.push(...json.items.map(({ id }: { id: string }) => id));
    ({ has_more: hasMore, next_cursor: after } = json);
  }
  return ids;
}
