/**
 * The part of T22 that comes by HTTP: receipts for somebody else's messages, with wrong credentials,
 * for messages nobody sent and of no known form move nothing; the carrier's own, many times at once
 * and in a wrong order, move each message once.
 */
import { randomUUID } from 'node:crypto';
import { type Findings, InvalidRun, type Setup, sized } from '../contract.ts';
import { type Api, basicOf } from '../rig/api.ts';
import { createOwnApplication } from '../rig/applications.ts';
import { chanceFrom } from '../rig/chance.ts';
import type { Answer } from '../rig/http.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { count, type Rig, type RunningServer } from '../rig/rig.ts';

/** The handset says no more than `accepted` about it: the rest is the test's to say. */
const silentNumber = '12025550103';
const finals = ['delivered', 'failed', 'expired', 'rejected'] as const;
const width = 16;

export async function forgeReceipts(setup: Setup, findings: Findings): Promise<void> {
  const rig = await setup.shared.open();
  const [server] = rig.servers as [RunningServer];
  const [own, other] = ['Own', 'Other'].map((name) => createOwnApplication(server, name).api) as [
    Api,
    Api,
  ];
  try {
    const messages = await send(rig, own, sized(setup, { short: 40, usual: 200, full: 1_000 }));
    const chance = chanceFrom(setup.seed + 22);
    const final = new Map(messages.map((id) => [id, chance.pick(finals)]));
    const forged = messages.flatMap((id) => forgeriesOf(id, own, other));
    const refused = await inParallel(forged.length, width, async (index) => {
      const { status } = await (forged[index] as () => Promise<Answer>)();
      return status >= 400 && status < 500;
    });
    findings.equal(refused.filter((is) => !is).length, 0, 'forged receipts that were accepted');
    const moved = await count(
      rig.db,
      `select count(*) from dispatches where id = any($1::uuid[]) and state <> 'accepted'`,
      [messages],
    );
    findings.equal(moved, 0, 'messages a forged receipt has moved');
    const genuine = chance.shuffle(
      messages.flatMap((id) => receiptsOf(id, final.get(id) as string)),
    );
    await inParallel(genuine.length, width, (index) => say(own, genuine[index] as Receipt));
    await judge(rig, final, findings);
    findings.figure(`${forged.length} forged, 0 accepted`);
  } finally {
    own.http.close();
    other.http.close();
  }
}

async function send(rig: Rig, api: Api, messages: number): Promise<string[]> {
  const { apiKey, apiSecret } = api.credentials;
  const fields = { from: 'ACME', to: silentNumber, text: 'Your parcel is on its way.' };
  const body = new URLSearchParams({ api_key: apiKey, api_secret: apiSecret, ...fields });
  const sent = await inParallel(messages, 8, () =>
    api.http.send({
      method: 'POST',
      path: '/sms/json',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    }),
  );
  const ids = sent.map(({ json }) => json.messages?.[0]?.['message-id'] as string);
  const accepted = () =>
    count(
      rig.db,
      `select count(*) from dispatches where id = any($1::uuid[]) and state = 'accepted'`,
      [ids],
    );
  const isReady = await eventually(20, async () => (await accepted()) === messages);
  if (!isReady) throw new InvalidRun(`${await accepted()} of ${messages} messages are accepted.`);
  return ids;
}

interface Receipt {
  readonly messageId: string;
  readonly status: string;
}

function say({ http, credentials }: Api, body: object): Promise<Answer> {
  const authorization = basicOf(credentials);
  return http.send({
    method: 'POST',
    path: '/v1/sandbox/carrier/receipts',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function forgeriesOf(messageId: string, own: Api, other: Api): (() => Promise<Answer>)[] {
  const receipt = { messageId, status: 'delivered' };
  const wrong = { ...own.credentials, apiSecret: 'wrong' };
  return [
    () => say(other, receipt),
    () => say(own.as(wrong), receipt),
    () => say(own.as({ apiKey: '', apiSecret: '' }), receipt),
    () => say(own, { ...receipt, messageId: randomUUID() }),
    () => say(own, { ...receipt, messageId: `${messageId}' or '1'='1` }),
    () => say(own, { ...receipt, status: 'verified' }),
    () => say(own, { ...receipt, errorCode: 'none' }),
    () => say(own, { ...receipt, raw: 'x'.repeat(10_000_000) }),
  ];
}

/** Twice each, and what is not the end twice more: mixed with the others', also after the end. */
function receiptsOf(messageId: string, final: string): Receipt[] {
  const statuses = ['accepted', 'buffered', 'accepted', 'buffered', final, final];
  return statuses.map((status) => ({ messageId, status }));
}

async function judge(
  { db }: Rig,
  final: ReadonlyMap<string, string>,
  findings: Findings,
): Promise<void> {
  const { rows } = await db.query<{ id: string; state: string; ends: number }>(
    `select d.id, d.state, (select count(*)::int from verification_events e
       where e.verification_id = d.verification_id and e.kind = 'message.' || d.state) as ends
     from dispatches d where d.id = any($1::uuid[])`,
    [[...final.keys()]],
  );
  const wrong = rows.filter(({ id, state }) => state !== final.get(id)).length;
  findings.equal(wrong, 0, 'messages in a wrong state after the carrier’s own receipts');
  findings.equal(rows.filter(({ ends }) => ends !== 1).length, 0, 'ends told more than once');
}
