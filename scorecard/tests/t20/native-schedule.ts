/**
 * T20, native form: the schedule of events, what Retry-After and 410 change of it, giving up in sight,
 * and replaying one or those of a type. The sandbox clock lets days pass.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from '../../contract.ts';
import type { Api } from '../../rig/api.ts';
import { type NativeApi, openNative } from '../../rig/native-api.ts';
import { eventually, inParallel } from '../../rig/parallel.ts';
import type { Rig } from '../../rig/rig.ts';
import { openEventEndpoint, type Told, type WebhookEndpoint } from '../../rig/webhook-endpoint.ts';

const [minute, hour] = [60, 3_600];
/** Seconds after each attempt but the last. */
const schedule = [
  ...[5, 5 * minute, 30 * minute, 2 * hour, 5 * hour],
  ...[10 * hour, 14 * hour, 20 * hour, 24 * hour],
];
const jitter = 0.1;
const events = 12;
const type = 'verification.started';
const momentMilliseconds = 600;

interface Scene {
  readonly rig: Rig;
  readonly api: Api;
  readonly native: NativeApi;
  readonly endpoint: WebhookEndpoint;
}

export async function tellEventsOnSchedule(rig: Rig, findings: Findings): Promise<void> {
  const secrets = new Map<string, string>();
  const state = { isUp: false, isPatient: false };
  const endpoint = await openEventEndpoint(
    (path) => secrets.get(path) ?? '',
    ({ path }) => {
      if (path === '/gone') return { status: 410 };
      if (state.isUp) return { status: 200 };
      return state.isPatient
        ? { status: 429, headers: { 'retry-after': '1200' } }
        : { status: 500 };
    },
  );
  const api = rig.apis[0] as Api;
  const scene = { rig, api, native: openNative(api), endpoint };
  const add = async (path: string) => {
    const made = await scene.native.tell(`${endpoint.url}${path}`, [type]);
    secrets.set(path, made.secret);
    return made.id;
  };
  try {
    const id = await add('/down');
    await followSchedule(scene, findings);
    state.isUp = true;
    await replay(scene, id, findings);
    Object.assign(state, { isUp: false, isPatient: true });
    await askForPatience(scene, findings);
    await scene.native.call('DELETE', `/webhooks/${id}`);
    await renounce(scene, await add('/gone'), findings);
  } finally {
    await endpoint.close();
  }
}

function calls({ endpoint }: Scene, path: string): Told[] {
  return endpoint.told.filter((told) => told.path === path);
}

const comes = (scene: Scene, path: string, times: number) =>
  eventually(5, async () => calls(scene, path).length >= times, 20);

function begin({ rig, native }: Scene, times: number): Promise<string[]> {
  return inParallel(times, 8, () => native.begin(rig.nextNumber()));
}

async function followSchedule(scene: Scene, findings: Findings): Promise<void> {
  await begin(scene, events);
  for (const [index, seconds] of schedule.entries()) {
    const tries = index + 1;
    findings.expect(await comes(scene, '/down', tries * events), `native try ${tries} is missing`);
    for (const delay of await delaysAfter(scene, tries)) {
      const isRight = Math.abs(delay / seconds - 1) <= jitter + 0.005;
      findings.expect(
        isRight,
        `after native try ${tries} the next is due in ${delay.toFixed(1)} s`,
      );
    }
    await scene.api.advance(Math.ceil(seconds * 1.15));
  }
  const attempts = schedule.length + 1;
  findings.expect(await comes(scene, '/down', attempts * events), 'the tenth try is missing');
  await eventually(5, async () => (await givenUp(scene)).length === events);
  const ended = await givenUp(scene);
  findings.equal(ended.length, events, 'events shown as given up after the tenth try');
  findings.equal(
    ended.filter(({ tries }) => tries !== attempts).length,
    0,
    `given up otherwise than after ${attempts} tries`,
  );
  const told = calls(scene, '/down');
  findings.equal(told.length, attempts * events, 'calls to an endpoint that never answers well');
  findings.equal(new Set(told.map(({ fields }) => fields.id)).size, events, 'ids of events');
  findings.equal(told.filter(({ isSigned }) => !isSigned).length, 0, 'events signed wrongly');
  findings.figure(`native: ${schedule.length} waits of ${events} events as promised`);
}

/** As the database has them, once the attempt of every one is recorded. */
async function delaysAfter({ rig }: Scene, tries: number): Promise<number[]> {
  let delays: number[] = [];
  await eventually(5, async () => {
    const { rows } = await rig.db.query(
      `select extract(epoch from w.due_at - a.at)::float8 as delay from webhook_deliveries w
       join webhook_attempts a on a.delivery_id = w.id and a.number = w.tries
       where w.tries = $1 and w.leased_until is null and w.kind = 'event'`,
      [tries],
    );
    delays = rows.map(({ delay }) => delay);
    return delays.length === events;
  });
  return delays;
}

interface Ended {
  readonly id: string;
  readonly tries: number;
}

async function givenUp({ native }: Scene): Promise<readonly Ended[]> {
  return (await native.call('GET', '/webhook-deliveries?kind=event&state=gave_up')).json.items;
}

async function replay(scene: Scene, webhookId: string, findings: Findings): Promise<void> {
  const { native } = scene;
  const before = calls(scene, '/down');
  const [first] = (await givenUp(scene)) as [Ended];
  const one = await native.call('POST', `/webhook-deliveries/${first.id}/replay`);
  findings.equal(one.status, 202, 'status of replaying an event');
  await comes(scene, '/down', before.length + 1);
  const range = {
    since: new Date(Date.now() - hour * 1_000).toISOString(),
    until: new Date(Date.now() + hour * 1_000).toISOString(),
  };
  const other = { ...range, event_type: 'message.delivered' };
  const none = await native.call('POST', '/webhook-deliveries/replay', other);
  findings.equal(none.json.count, 0, 'events replayed of a type there were none of');
  const all = await native.call('POST', '/webhook-deliveries/replay', {
    ...{ ...range, event_type: type, webhook_id: webhookId },
  });
  findings.equal(all.json.count, events - 1, 'events replayed as a range');
  await comes(scene, '/down', before.length + events);
  const idsOf = (told: readonly Told[]) => [...new Set(told.map(({ fields }) => fields.id))].sort();
  const replayed = calls(scene, '/down').slice(before.length);
  findings.equal(idsOf(replayed), idsOf(before), 'ids of replayed events');
  findings.equal(replayed.filter(({ isSigned }) => !isSigned).length, 0, 'replays signed wrongly');
}

async function askForPatience(scene: Scene, findings: Findings): Promise<void> {
  const before = calls(scene, '/down').length;
  await begin(scene, 1);
  await comes(scene, '/down', before + 1);
  await sleep(momentMilliseconds);
  await scene.api.advance(1_150);
  await sleep(momentMilliseconds);
  findings.equal(calls(scene, '/down').length, before + 1, 'events before Retry-After was over');
  await scene.api.advance(60);
  findings.expect(await comes(scene, '/down', before + 2), 'no event after Retry-After was over');
}

async function renounce(scene: Scene, webhookId: string, findings: Findings): Promise<void> {
  const { native } = scene;
  const reason = async () =>
    (await native.call('GET', `/webhooks/${webhookId}`)).json.disabled_reason;
  await begin(scene, 1);
  await eventually(5, async () => (await reason()) === 'gone');
  findings.equal(await reason(), 'gone', 'why an endpoint that answered 410 is disabled');
  await begin(scene, 3);
  await scene.api.advance(hour);
  await sleep(momentMilliseconds);
  findings.equal(calls(scene, '/gone').length, 1, 'events told to an endpoint that is disabled');
  await native.call('PATCH', `/webhooks/${webhookId}`, { is_enabled: true });
  await begin(scene, 1);
  findings.expect(await comes(scene, '/gone', 2), 'an enabled endpoint is told no event');
}
