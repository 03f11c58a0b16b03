/**
 * T25: a request with an idempotency key takes effect once, however often it is sent: five times at
 * once to two nodes, while one of them is killed, and after a node has died between effect and answer.
 * Half of the requests start verifications, half send messages, which no rule about addresses protects.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Findings, type ScorecardTest, type Setup, sized } from '../contract.ts';
import { basicOf, type Credentials } from '../rig/api.ts';
import { type Chance, chanceFrom } from '../rig/chance.ts';
import type { Answer, HttpClient } from '../rig/http.ts';
import { type Nodes, openNodes } from '../rig/nodes.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { runCommand } from '../rig/rig.ts';

const duplicates = 5;
const connections = 40;
/** Given to a node just before it is killed. */
const caughtAtOnce = 24;
/** Of a claim, and some more: then it may be taken over. */
const answerSecondsMax = 60;

interface Intent {
  readonly key: string;
  readonly path: string;
  readonly body: string;
}

export const idempotency: ScorecardTest = {
  id: 'T25',
  name: 'a request with an idempotency key takes effect once',
  async run(setup, findings) {
    const nodes = await openNodes([{}, {}]);
    const db = new pg.Pool({ connectionString: nodes.databaseUrl, max: 2 });
    db.on('error', () => undefined);
    try {
      const chance = chanceFrom(setup.seed);
      const total = sized(setup, { short: 80, usual: 1_000, full: 1_000 });
      const intents = Array.from({ length: total }, (_none, index) => intentOf(index));
      const told = await sendAll(nodes, intents, chance, findings);
      const caught = await underKills(setup, nodes, { db, chance, from: total }, findings);
      await judgeEffects(db, total + caught, findings);
      await afterDeath(nodes, db, intents, told, findings);
      await otherBodies(nodes, intents, findings);
      await otherTenant(nodes, intents[0] as Intent, told[0] as string, findings);
      await aDayLater(nodes, db, intents[0] as Intent, told[0] as string, findings);
    } finally {
      await db.end();
      await nodes.stop();
    }
  },
};

function intentOf(index: number): Intent {
  const to = `+${447_400_000_000 + index}`;
  const isStart = index % 2 === 0;
  return {
    key: `intent-${index}`,
    path: isStart ? '/v1/verifications' : '/v1/messages',
    body: JSON.stringify(isStart ? { to, brand: 'Acme' } : { to, text: 'Hello' }),
  };
}

function post(
  { http, credentials }: { http: HttpClient; credentials: Credentials },
  { key, path, body }: Intent,
): Promise<Answer> {
  return http.send({
    method: 'POST',
    path,
    headers: {
      authorization: basicOf(credentials),
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body,
  });
}

/** Asks again while nothing is known: no answer, away for a moment, or being answered. */
async function settle(nodes: Nodes, first: number, intent: Intent): Promise<Answer> {
  let turn = first;
  let answer: Answer = { status: 0, text: '', headers: [], milliseconds: 0, json: {} };
  await eventually(
    answerSecondsMax,
    async () => {
      const node = nodes.nodes[turn % nodes.nodes.length] as Nodes['nodes'][number];
      turn += 1;
      answer = await post(node.api, intent);
      const isWaiting = answer.status === 409 && answer.json.parameter === 'Idempotency-Key';
      return answer.status !== 0 && answer.status !== 503 && !isWaiting;
    },
    50,
  );
  return answer;
}

/** Answers the text that all duplicates of each intent were told. */
async function sendAll(
  nodes: Nodes,
  intents: readonly Intent[],
  chance: Chance,
  findings: Findings,
): Promise<string[]> {
  const sends = chance.shuffle(
    intents.flatMap((_intent, index) => Array.from({ length: duplicates }, () => index)),
  );
  // Duplicates of one intent lie close together, so that they meet.
  sends.sort((left, right) => Math.floor(left / 8) - Math.floor(right / 8));
  const answers = new Map<number, Answer[]>();
  await inParallel(sends.length, connections, async (place) => {
    const index = sends[place] as number;
    const answer = await settle(nodes, place, intents[index] as Intent);
    answers.set(index, [...(answers.get(index) ?? []), answer]);
  });
  findings.figure(`${intents.length} keys, ${sends.length} requests`);
  return intents.map((intent, index) => judgeAnswers(intent, answers.get(index), findings));
}

/** Kills a node that has just been given requests; the other one is asked for their answers. */
async function underKills(
  setup: Setup,
  nodes: Nodes,
  { db, chance, from }: { db: pg.Pool; chance: Chance; from: number },
  findings: Findings,
): Promise<number> {
  const rounds = sized(setup, { short: 1, usual: 5, full: 20 });
  // The second one: the first holds the database.
  const victim = nodes.nodes[1] as Nodes['nodes'][number];
  for (let round = 0; round < rounds; round += 1) {
    const own = Array.from({ length: caughtAtOnce }, (_none, index) =>
      intentOf(from + round * caughtAtOnce + index),
    );
    const given = Promise.all(own.map((intent) => post(victim.api, intent)));
    await sleep(chance.below(60));
    if (round < rounds - 1) await victim.killAndRestart();
    else await victim.kill();
    await given;
    // A short run does not wait for the leases of the dead; nobody else has any now.
    if (setup.size === 'short') {
      await db.query(`update idempotency_keys set leased_until = now() where answered_at is null`);
      await db.query(`update dispatches set leased_until = now() where state = 'due'`);
    }
    await inParallel(own.length, connections, async (index) => {
      const intent = own[index] as Intent;
      judgeAnswers(intent, [await settle(nodes, 0, intent)], findings, 1);
    });
  }
  return rounds * caughtAtOnce;
}

function judgeAnswers(
  { key }: Intent,
  answers: readonly Answer[] | undefined,
  findings: Findings,
  count = duplicates,
): string {
  const [first] = answers ?? [];
  findings.expect(answers?.length === count, `${key} was not answered every time`);
  for (const { status, text } of answers ?? []) {
    findings.equal(status, 201, `status of a duplicate`);
    findings.expect(text === first?.text, 'duplicates were told different things');
  }
  return first?.text ?? '';
}

async function judgeEffects(db: pg.Pool, total: number, findings: Findings): Promise<void> {
  const { rows } = await db.query(`select
    (select count(*) from verifications)::int as verifications,
    (select count(*) from messages)::int as messages,
    (select count(*) from dispatches)::int as dispatches,
    (select count(*) from idempotency_keys where claims > 1)::int as "takenOver"`);
  const { takenOver, ...counts } = rows[0] as Record<string, number>;
  const [starts, sent] = [Math.ceil(total / 2), Math.floor(total / 2)];
  findings.equal(counts, { verifications: starts, messages: sent, dispatches: total }, 'effects');
  const isShown = await eventually(45, async () => (await shown(db)) >= total);
  findings.expect(isShown, 'a message was not handed over');
  findings.equal(await shown(db), total, 'messages on the handset');
  findings.figure(`${takenOver} taken over from the dead node`);
}

async function shown(db: pg.Pool): Promise<number> {
  const { rows } = await db.query(`select count(*)::int as n from handset_messages`);
  return (rows[0] as { n: number }).n;
}

/** Every answer is lost after its effect: the repetition finds the effect and tells the same thing. */
async function afterDeath(
  nodes: Nodes,
  db: pg.Pool,
  intents: readonly Intent[],
  told: readonly string[],
  findings: Findings,
): Promise<void> {
  await db.query(`update idempotency_keys set answered_at = null, status = null,
    answer_sealed = null, leased_until = now() - interval '1 second'`);
  const before = await effects(db);
  await inParallel(intents.length, connections, async (index) => {
    const answer = await settle(nodes, index, intents[index] as Intent);
    const id = JSON.parse(told[index] || '{}').id as string;
    findings.equal([answer.status, answer.json.id === id], [201, true], 'told after a death');
  });
  findings.equal(await effects(db), before, 'effects after a death');
}

async function effects(db: pg.Pool): Promise<number> {
  const { rows } = await db.query(`select ((select count(*) from verifications)
    + (select count(*) from messages) + (select count(*) from dispatches))::int as n`);
  return (rows[0] as { n: number }).n;
}

async function otherBodies(
  nodes: Nodes,
  intents: readonly Intent[],
  findings: Findings,
): Promise<void> {
  await inParallel(Math.min(intents.length, 50), connections, async (index) => {
    const intent = intents[index] as Intent;
    const body = intent.body.replace('}', ',"reference":"other"}');
    const { status, json } = await settle(nodes, index, { ...intent, body });
    findings.equal([status, json.code], [422, 'invalid_parameter'], 'another body with the key');
  });
}

async function otherTenant(
  nodes: Nodes,
  intent: Intent,
  told: string,
  findings: Findings,
): Promise<void> {
  const [node] = nodes.nodes as [Nodes['nodes'][number]];
  const made = runCommand<{ apiKey: string; apiSecret: string }>(
    ...([node.server, 'applications', 'create', 'Other'] as const),
  );
  const answer = await post(node.api.as(made), intent);
  findings.equal(answer.status, 201, "another application's request with the same key");
  findings.expect(answer.json.id !== JSON.parse(told || '{}').id, 'a key crossed applications');
}

async function aDayLater(
  nodes: Nodes,
  db: pg.Pool,
  intent: Intent,
  told: string,
  findings: Findings,
): Promise<void> {
  const [node] = nodes.nodes as [Nodes['nodes'][number]];
  const { id } = JSON.parse(told || '{}') as { id?: string };
  const path = `/v1/verifications/${id}/cancel`;
  await post(node.api, { key: 'cancel', path, body: '{}' });
  await db.query(`update idempotency_keys set created_at = created_at - interval '25 hours'`);
  const answer = await post(node.api, intent);
  findings.equal(answer.status, 201, 'the same request a day later');
  findings.expect(answer.json.id !== id, 'a key outlived its day');
}
