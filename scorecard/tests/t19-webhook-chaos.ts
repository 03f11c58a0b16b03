/**
 * T19, classic form (the native one is in t19/): receivers that fail in every way and a server that is killed while it tells
 * them. Every event is acknowledged in the end, under one id, signed at each attempt anew, and seldom
 * twice. The first call of each event is refused, so that many are due at once when the server is
 * killed; the sandbox clock brings their retries closer.
 */
import pg from 'pg';
import { type Findings, InvalidRun, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { createOwnApplication, type OwnApplication, signWebhooks } from '../rig/applications.ts';
import { type Chance, chanceFrom } from '../rig/chance.ts';
import { type Node, openNodes } from '../rig/nodes.ts';
import { countBy, eventually, inParallel, tally } from '../rig/parallel.ts';
import { count } from '../rig/rig.ts';
import {
  isAcknowledgement,
  openWebhookEndpoint,
  type Reaction,
  type Told,
  type WebhookEndpoint,
} from '../rig/webhook-endpoint.ts';
import { tellEventsInChaos } from './t19/native-events.ts';

const applications = 4;
const failing = 0.3;
const ageSecondsMax = 5;
/** Deliveries of one application that a server has under way at once: what a kill may repeat. */
const underWayPerApplication = 20;
const leaseSeconds = 30;

interface Scene {
  readonly db: pg.Pool;
  readonly endpoint: WebhookEndpoint;
  readonly owners: readonly OwnApplication[];
}

export const webhookChaos: ScorecardTest = {
  id: 'T19',
  isPatient: true,
  name: 'every webhook is acknowledged once, whoever fails meanwhile',
  async run(setup, findings) {
    const nodes = await openNodes([{}, {}]);
    const [first, victim] = nodes.nodes as [Node, Node];
    const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 3 });
    db.on('error', () => undefined);
    const owners = Array.from({ length: applications }, (_, index) =>
      createOwnApplication(first.server, `Application ${index}`),
    );
    const secrets = new Map(owners.map(({ apiKey, signatureSecret }) => [apiKey, signatureSecret]));
    const chance = chanceFrom(setup.seed);
    const hangs = sized(setup, { short: 2_000, usual: 5_000, full: 30_000 });
    const seen = new Set<string>();
    const endpoint = await openWebhookEndpoint(
      (fields) => secrets.get(fields['api-key'] ?? '') ?? '',
      ({ fields }) => {
        const event = `${fields.messageId}:${fields.status}`;
        if (seen.has(event)) return misbehave(chance, hangs);
        seen.add(event);
        return { status: 503 };
      },
    );
    try {
      for (const { id } of owners) signWebhooks(first.server, id);
      await play({ db, endpoint, owners }, victim, setup, findings);
    } finally {
      await endpoint.close();
      for (const { api } of owners) api.http.close();
      await db.end();
      await nodes.stop();
    }
    await tellEventsInChaos(setup, findings);
  },
};

function misbehave(chance: Chance, hangs: number): Reaction {
  if (chance.fraction() >= failing) return { status: 200 };
  return chance.pick<Reaction>([
    { status: 500 },
    {},
    { waitMilliseconds: hangs },
    { status: 200, isReset: true },
  ]);
}

async function play(scene: Scene, victim: Node, setup: Setup, findings: Findings): Promise<void> {
  const { db } = scene;
  const messages = sized(setup, { short: 200, usual: 2_000, full: 5_000 });
  const kills = sized(setup, { short: 1, usual: 5, full: 10 });
  for (let kill = 0; kill < kills; kill += 1) {
    await send(scene, kill * messages, Math.ceil(messages / kills));
    const untold = () => count(db, 'select count(*) from webhook_deliveries where tries = 0');
    await eventually(30, async () => (await untold()) + (await owedByHandset(db)) === 0, 50);
    await advance(scene);
    await eventually(3, async () => (await underWay(db)) > 0, 10);
    await victim.killAndRestart();
  }
  const waiting = () => count(db, `select count(*) from webhook_deliveries where state = 'due'`);
  const isDone = await eventually(
    leaseSeconds * 2 + messages / 20,
    async () => {
      await advance(scene);
      return (await waiting()) + (await owedByHandset(db)) === 0;
    },
    300,
  );
  findings.expect(isDone, `${await waiting()} webhooks still wait`);
  await judge(scene, { messages, kills }, findings);
}

/** Every retry is due now. */
async function advance({ owners }: Scene): Promise<void> {
  await Promise.all(owners.map(({ api }) => api.advance(60)));
}

function owedByHandset(db: pg.Pool): Promise<number> {
  return count(db, 'select count(*) from handset_messages where receipt_due_at is not null');
}

/** Rows some node has in its hands. */
function underWay(db: pg.Pool): Promise<number> {
  return count(db, 'select count(*) from webhook_deliveries where leased_until > now()');
}

async function send({ owners, endpoint }: Scene, from: number, messages: number): Promise<void> {
  const callback = `${endpoint.url}/receipts`;
  const sent = await inParallel(messages, 8, (index) => {
    const { api } = owners[index % owners.length] as OwnApplication;
    return api.twoFactor({ to: String(447_400_000_000 + from + index), pin: '1234', callback });
  });
  const refused = sent.find(({ json }) => json.messages?.[0]?.status !== '0');
  if (refused) throw new InvalidRun(`A message was not sent: ${refused.text}`);
}

async function judge(
  { db, endpoint }: Scene,
  made: { messages: number; kills: number },
  findings: Findings,
): Promise<void> {
  const messages = await count(db, 'select count(distinct dispatch_id) from webhook_deliveries');
  findings.equal(messages, made.messages, 'messages somebody is owed word of');
  const { rows } = await db.query<{ event: string }>(
    `select dispatch_id || ':' || (data->>'status') as event from webhook_deliveries`,
  );
  const owed = new Set(rows.map(({ event }) => event));
  const eventOf = ({ fields }: Told): string => `${fields.messageId}:${fields.status}`;
  const { told } = endpoint;
  const acknowledged = countBy(told.filter(isAcknowledgement), eventOf);
  findings.equal(owed.size, rows.length, 'events with an id of their own');
  const lost = [...owed].filter((event) => !acknowledged.has(event)).length;
  findings.equal(lost, 0, 'events without a 2xx');
  findings.equal(told.filter((call) => !owed.has(eventOf(call))).length, 0, 'unknown events');
  findings.equal(
    told.filter(({ isSigned }) => !isSigned).length,
    0,
    'calls with a wrong signature',
  );
  const old = told.filter(
    ({ fields, unixMilliseconds }) =>
      Math.abs(unixMilliseconds / 1_000 - Number(fields.timestamp)) > ageSecondsMax,
  );
  findings.equal(old.length, 0, `calls with a timestamp more than ${ageSecondsMax} s away`);
  const nonces = new Set(told.map(({ fields }) => fields.nonce));
  findings.equal(nonces.size, told.length, 'nonces');
  const twice = [...acknowledged.values()].filter((times) => times > 1).length;
  const allowed = owed.size / 100 + made.kills * underWayPerApplication * applications;
  findings.expect(twice <= allowed, `${twice} events acknowledged twice, at most ${allowed}`);
  const reactions = countBy(
    told,
    ({ reaction: { status = 'reset', isReset, waitMilliseconds } }) =>
      isReset ? `${status} then reset` : waitMilliseconds ? 'hang' : String(status),
  );
  findings.figure(
    `${owed.size} events, ${told.length} calls (${tally(reactions)}), ${made.kills} kills, ` +
      `${twice} twice`,
  );
}
