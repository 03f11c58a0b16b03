/**
 * T20, classic form (the native one is in t20/): when a webhook is tried again, what the receiver's answer changes of that, and
 * what an operator sees and does when nobody answered. The sandbox clock lets days pass.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Findings, InvalidRun, type ScorecardTest } from '../contract.ts';
import type { Api } from '../rig/api.ts';
import { type Console, openConsole } from '../rig/console.ts';
import { eventually, inParallel } from '../rig/parallel.ts';
import { openRig, type Rig, type RunningServer } from '../rig/rig.ts';
import { openWebhookEndpoint, type Told, type WebhookEndpoint } from '../rig/webhook-endpoint.ts';
import { tellEventsOnSchedule } from './t20/native-schedule.ts';

/** Seconds after each try: 5 s, doubling to 15 minutes. */
const schedule = [5, 10, 20, 40, 80, 160, 320, 640, 900, 900];
const jitter = 0.1;
const events = 20;
const keptHours = 72;
/** The handset's earlier receipts are acknowledged at once and looked at no further. */
const finalStatus = 'delivered';
const secondsToLookInto = 80;
/** Several beats of the loop. */
const momentMilliseconds = 600;

interface Scene {
  readonly rig: Rig;
  readonly api: Api;
  readonly console: Console;
  readonly applicationPath: string;
  readonly endpoint: WebhookEndpoint;
}

export const webhookSchedule: ScorecardTest = {
  id: 'T20',
  isPatient: true,
  name: 'webhooks are tried again as promised, given up in sight, and replayed under their id',
  async run(_setup, findings) {
    const rig = await openRig({ servers: 1 });
    const [server] = rig.servers as [RunningServer];
    const later = new Set<string>();
    const isWell = new Set<string>();
    const endpoint = await openWebhookEndpoint(
      () => server.sandbox.signatureSecret,
      ({ path, fields }) => {
        if (isWell.has(path) || fields.status !== finalStatus) return { status: 200 };
        if (path === '/gone') return { status: 410 };
        if (path === '/later' && !later.has(fields.messageId ?? '')) {
          later.add(fields.messageId ?? '');
          return { status: 503, headers: { 'retry-after': '600' } };
        }
        return { status: path === '/later' ? 200 : 500 };
      },
    );
    try {
      const scene = await openScene(rig, endpoint);
      await followSchedule(scene, findings);
      await giveUp(scene, findings);
      isWell.add('/down');
      await replay(scene, findings);
      await askForPatience(scene, findings);
      await renounce(scene, findings, () => isWell.add('/gone'));
      await tellEventsOnSchedule(rig, findings);
    } finally {
      await endpoint.close();
      await rig.stop();
    }
  },
};

async function openScene(rig: Rig, endpoint: WebhookEndpoint): Promise<Scene> {
  const console = await openConsole(rig.servers[0] as RunningServer);
  const { json } = await console.send('GET', '/applications');
  const applicationPath = `/applications/${json.items?.[0]?.id}`;
  const settings = { receipts: { url: endpoint.url, method: 'POST', signature: 'sha256' } };
  const changed = await console.send('PATCH', applicationPath, { settings });
  if (changed.status !== 200) throw new InvalidRun(`The settings were refused: ${changed.text}`);
  return { rig, api: rig.apis[0] as Api, console, applicationPath, endpoint };
}

async function send({ api, rig, endpoint }: Scene, path: string, messages = 1): Promise<void> {
  const callback = `${endpoint.url}${path}`;
  const sent = await inParallel(messages, 8, () =>
    api.twoFactor({ to: rig.nextNumber(), pin: '1234', callback }),
  );
  const refused = sent.find(({ json }) => json.messages?.[0]?.status !== '0');
  if (refused) throw new InvalidRun(`A message was not sent: ${refused.text}`);
}

function toldAt({ endpoint }: Scene, path: string): Told[] {
  return endpoint.told.filter((told) => told.path === path && told.fields.status === finalStatus);
}

/** True when so many calls have come to a path. */
function comes(scene: Scene, path: string, calls: number): Promise<boolean> {
  return eventually(5, async () => toldAt(scene, path).length >= calls, 20);
}

async function followSchedule(scene: Scene, findings: Findings): Promise<void> {
  await send(scene, '/down', events);
  const seen = new Set<number>();
  for (const [index, seconds] of schedule.entries()) {
    const tries = index + 1;
    const expected = tries * events;
    findings.expect(await comes(scene, '/down', expected), `try ${tries} did not come in time`);
    for (const delay of await delaysAfter(scene, tries)) {
      seen.add(Math.round((delay / seconds) * 1_000));
      const isRight = Math.abs(delay / seconds - 1) <= jitter + 0.005;
      findings.expect(isRight, `after try ${tries} the next is due in ${delay.toFixed(1)} s`);
    }
    await letPass(scene, { seconds, expected }, findings);
  }
  await comes(scene, '/down', (schedule.length + 1) * events);
  findings.expect(seen.size > schedule.length, 'the waits do not differ: there is no jitter');
  findings.figure(`${schedule.length} waits of ${events} webhooks as promised`);
}

/**
 * Waits that a slow machine itself spends a good part of are let pass in one go: a clock put forward
 * between an attempt and the next would shorten the wait after it.
 */
async function letPass(
  scene: Scene,
  { seconds, expected }: { seconds: number; expected: number },
  findings: Findings,
): Promise<void> {
  if (seconds >= secondsToLookInto) {
    await scene.api.advance(Math.floor(seconds * 0.8));
    await sleep(momentMilliseconds);
    const early = toldAt(scene, '/down').length - expected;
    findings.expect(early === 0, `${early} came long before their wait of ${seconds} s was over`);
    await scene.api.advance(Math.ceil(seconds * 0.35));
  } else {
    await scene.api.advance(Math.ceil(seconds * 1.15));
  }
}

/** As the database has them, once the attempt of every one is recorded. */
async function delaysAfter({ rig }: Scene, tries: number): Promise<number[]> {
  let delays: number[] = [];
  await eventually(5, async () => {
    const { rows } = await rig.db.query(
      `select extract(epoch from w.due_at - a.at)::float8 as delay from webhook_deliveries w
       join webhook_attempts a on a.delivery_id = w.id and a.number = w.tries
       where w.tries = $1 and w.leased_until is null and w.data->>'status' = $2`,
      [tries, finalStatus],
    );
    delays = rows.map(({ delay }) => delay);
    return delays.length === events;
  });
  if (delays.length !== events) throw new InvalidRun(`${delays.length} of try ${tries} recorded.`);
  return delays;
}

async function giveUp(scene: Scene, findings: Findings): Promise<void> {
  const { rig, api, console, applicationPath } = scene;
  await api.advance(12 * 3_600);
  await sleep(momentMilliseconds);
  const listed = async (): Promise<number> =>
    (await console.send('GET', `${applicationPath}/webhooks?state=gave_up&limit=200`)).json.items
      .length;
  findings.equal(await listed(), 0, 'webhooks given up long before 72 h');
  for (let hours = 12; hours <= keptHours; hours += 12) await api.advance(12 * 3_600);
  await eventually(10, async () => (await listed()) === events);
  findings.equal(await listed(), events, 'webhooks the console shows as given up after 72 h');
  const counted = await api.metric('webhook_deliveries_given_up_total');
  findings.equal(counted, events, 'webhooks the metric shows as given up');
  const lines = (rig.servers[0] as RunningServer).logs().split('"webhook given up"').length - 1;
  findings.equal(lines, events, 'lines of the log to be alerted by');
}

async function replay(scene: Scene, findings: Findings): Promise<void> {
  const { console, applicationPath } = scene;
  const list = `${applicationPath}/webhooks?state=gave_up&limit=200`;
  const [first] = (await console.send('GET', list)).json.items;
  const before = toldAt(scene, '/down').length;
  const again = await console.send('POST', `${applicationPath}/webhooks/${first.id}/replay`);
  findings.equal(again.status, 200, 'status of a replay');
  await comes(scene, '/down', before + 1);
  const isTold = await eventually(5, async () => {
    const { json } = await console.send('GET', `${applicationPath}/webhooks/${first.id}`);
    return json.state === 'delivered' && json.attempts.length === json.tries;
  });
  findings.expect(isTold, 'a replayed webhook is not shown as delivered with all its attempts');
  const minute = 60_000;
  const range = {
    since: new Date(Date.now() - 60 * minute).toISOString(),
    until: new Date(Date.now() + minute).toISOString(),
  };
  const all = await console.send('POST', `${applicationPath}/webhooks/replay`, range);
  findings.equal(all.json.count, events - 1, 'webhooks replayed as a range');
  await comes(scene, '/down', before + events);
  judgeReplayed(toldAt(scene, '/down'), before, findings);
}

function judgeReplayed(told: readonly Told[], before: number, findings: Findings): void {
  const [earlier, replayed] = [told.slice(0, before), told.slice(before)];
  const ids = (calls: readonly Told[]) => [...new Set(calls.map(({ fields }) => fields.messageId))];
  findings.equal(replayed.length, events, 'replayed webhooks that came');
  findings.equal(ids(replayed).sort(), ids(earlier).sort(), 'ids of what was replayed');
  const nonces = new Set(told.map(({ fields }) => fields.nonce));
  findings.equal(nonces.size, told.length, 'nonces');
  const wrong = told.filter(({ isSigned }) => !isSigned).length;
  findings.equal(wrong, 0, 'calls whose signature is wrong');
  const old = replayed.filter(
    ({ fields, unixMilliseconds }) => unixMilliseconds / 1_000 - Number(fields.timestamp) > 5,
  );
  findings.equal(old.length, 0, 'replayed calls with an old timestamp');
}

async function askForPatience(scene: Scene, findings: Findings): Promise<void> {
  await send(scene, '/later');
  await comes(scene, '/later', 1);
  await sleep(momentMilliseconds);
  await scene.api.advance(580);
  await sleep(momentMilliseconds);
  findings.equal(toldAt(scene, '/later').length, 1, 'calls before Retry-After was over');
  await scene.api.advance(30);
  findings.expect(await comes(scene, '/later', 2), 'nothing came after Retry-After was over');
}

async function renounce(scene: Scene, findings: Findings, enable: () => void): Promise<void> {
  const { console, applicationPath } = scene;
  const endpoints = async (): Promise<{ id: string; url: string; disabledAt: string | null }[]> =>
    (await console.send('GET', `${applicationPath}/endpoints`)).json.items;
  const find = async () => (await endpoints()).find(({ url }) => url.endsWith('/gone'));
  await send(scene, '/gone');
  await eventually(5, async () => (await find())?.disabledAt != null);
  const disabled = await find();
  findings.expect(disabled?.disabledAt != null, 'the console does not show that 410 disabled it');
  await send(scene, '/gone', 3);
  await scene.api.advance(3_600);
  await sleep(momentMilliseconds);
  findings.equal(toldAt(scene, '/gone').length, 1, 'calls to an endpoint that answered 410');
  const enabled = await console.send('POST', `${applicationPath}/endpoints/${disabled?.id}/enable`);
  findings.equal(enabled.status, 200, 'status of enabling an endpoint');
  enable();
  await send(scene, '/gone');
  findings.expect(await comes(scene, '/gone', 2), 'an enabled endpoint is told nothing');
}
