/** Events told to an application's own endpoints: what they say, how they are signed, tried, given up. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReceivedCall } from '../../test-support/receiver.ts';
import {
  createWebhookRig,
  pusher,
  type WebhookRig,
  type WebhookScene,
} from '../../test-support/webhook-scene.ts';
import { clock, freshNumber } from '../../test-support/workbench.ts';
import { sql } from '../db/client.ts';
import { createEndpointDesk, type EndpointDesk } from './endpoints/endpoint-desk.ts';
import { nativeEvent } from './native-event.ts';
import { createRelayEvents } from './relay-events.ts';
import { tellEndpoints } from './tell-endpoints.ts';
import { plannedDelaySeconds } from './webhook.ts';

let rig: WebhookRig;
beforeAll(async () => {
  rig = await createWebhookRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.reset());

const actor = 'operator:1';
const secretOf = (text: string) => Buffer.from(text.replace('whsec_', ''), 'base64');
const signed = (secret: string, call: ReceivedCall) => {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = call.headers;
  const text = `${id}.${timestamp}.${call.body}`;
  return `v1,${createHmac('sha256', secretOf(secret)).update(text).digest('base64')}`;
};
const documents = () => rig.receiver.calls.map(({ body }) => JSON.parse(body));
const lines = (at = 0) =>
  documents()
    .slice(at)
    .map(({ sequence, type }) => `${sequence} ${type}`);
/** The schedule's waits are days: the tests bring them closer. */
const skipWait = () =>
  rig.database.db.query(sql`update webhook_deliveries set due_at = now() where state = 'due'`);

interface Scene extends WebhookScene {
  readonly desk: EndpointDesk;
  readonly act: { application: WebhookScene['bench']['application']; actor: string };
  relay(): Promise<number>;
  /** Relays, then sends what is due. */
  tell(): Promise<void>;
  endpoint(changes?: { eventTypes?: string[]; path?: string }): Promise<{
    id: string;
    secret: string;
  }>;
}

function withScene(work: (scene: Scene) => Promise<void>): Promise<void> {
  return rig.withScene(async (scene) => {
    const { bench } = scene;
    const { db } = rig.database;
    const { keyRing, application } = bench;
    const desk = createEndpointDesk({
      ...{ db, keyRing, clock, httpClient: rig.httpClient },
      directory: { forget: () => undefined },
    });
    const act = { application, actor };
    const relayEvents = createRelayEvents({ db, clock, subscribers: [tellEndpoints] });
    const relay = () => relayEvents(1_000);
    const tell = async () => {
      await relay();
      // One by one, so that the order can be compared.
      while ((await scene.push(1)) > 0);
    };
    const endpoint: Scene['endpoint'] = async ({ eventTypes = null, path = '/hook' } = {}) => {
      const url = `${rig.receiver.url}${path}`;
      const made = await desk.create({ ...act, endpoint: { url, eventTypes } });
      return { id: made.endpoint.id, secret: made.secret };
    };
    await work({ ...scene, desk, act, relay, tell, endpoint });
  });
}

const wanting = { wantsEvents: true, reference: 'order 7' } as const;

describe('an event', () => {
  test('tells each fact of a verification once, in order, numbered without gaps', () =>
    withScene(async ({ bench, delivery, tell, endpoint }) => {
      const { secret } = await endpoint();
      const to = freshNumber();
      const { verificationId, dispatchId } = await delivery.deliver({ ...wanting, to });
      await delivery.receipt(dispatchId, 'delivered');
      await tell();
      await bench.check(verificationId, bench.wrongCodeOf(verificationId));
      await bench.check(verificationId, bench.codeOf(verificationId));
      await tell();
      expect(lines()).toEqual([
        '1 verification.started',
        '2 message.sent',
        '3 message.delivered',
        '4 check.wrong',
        '5 verification.verified',
      ]);
      const [first] = documents();
      expect(first).toEqual({
        id: `evt_${verificationId.replaceAll('-', '')}_1`,
        type: 'verification.started',
        sequence: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        application: { id: bench.application.wireId },
        verification: {
          id: verificationId,
          status: 'in_progress',
          to,
          reference: 'order 7',
          started_at: expect.any(String),
        },
        details: {},
      });
      expect(documents().map(({ verification }) => verification.status)).toEqual([
        ...Array(4).fill('in_progress'),
        'verified',
      ]);
      for (const call of rig.receiver.calls) {
        expect(call).toMatchObject({ method: 'POST', contentType: 'application/json' });
        expect(call.headers['webhook-id']).toBe(JSON.parse(call.body).id);
        expect(call.headers['webhook-signature']).toBe(signed(secret, call));
      }
    }));

  test('holds no code, no words of the carrier and no text', () =>
    withScene(async ({ bench, delivery, tell, endpoint }) => {
      await endpoint();
      const { verificationId, dispatchId } = await delivery.deliver({
        ...wanting,
        code: '90817263',
        codeLength: 8,
      });
      await delivery.receipts.record('test', {
        messageId: dispatchId,
        status: 'failed',
        errorCode: 5,
        raw: 'text:Your Acme code is 90817263',
      });
      await bench.check(verificationId, '90817264');
      await tell();
      expect(lines()).toHaveLength(4);
      expect(JSON.stringify(documents())).not.toMatch(/9081726|Your Acme/);
      const stored = await rig.database.db.query(sql`
        select w.data, a.sent from webhook_deliveries w
        join webhook_attempts a on a.delivery_id = w.id`);
      expect(JSON.stringify(stored)).not.toMatch(/9081726|Your Acme|4477009/);
    }));

  test('goes to every endpoint whose filter has its type, under one id', () =>
    withScene(async ({ delivery, tell, endpoint }) => {
      await endpoint({ path: '/all' });
      await endpoint({ path: '/messages', eventTypes: ['message.*'] });
      await endpoint({ path: '/ends', eventTypes: ['verification.verified'] });
      await delivery.deliver(wanting);
      await tell();
      const told = rig.receiver.calls.map(({ path, headers }) => [path, headers['webhook-id']]);
      expect(told.map(([path]) => path).toSorted()).toEqual(['/all', '/all', '/messages']);
      expect(new Set(told.map(([, id]) => id)).size).toBe(2);
    }));

  test('is told of any dialect’s verification once the application has an endpoint', () =>
    withScene(async ({ bench, tell, endpoint }) => {
      await bench.begin();
      await tell();
      expect(await rig.deliveries()).toEqual([]);
      const { id } = await endpoint();
      const { verificationId } = await bench.begin({
        application: { ...bench.application, wantsEvents: true },
      });
      await tell();
      expect(documents().map(({ verification }) => verification.id)).toEqual([verificationId]);
      const [kept] = await rig.database.db.query(sql`
        select wants_events from applications where id = ${bench.application.id}`);
      expect(kept).toEqual({ wants_events: true });
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
    }));

  test('goes to no other application', () =>
    withScene(async (mine) => {
      await mine.endpoint({ path: '/mine' });
      await withScene(async (theirs) => {
        await theirs.endpoint({ path: '/theirs' });
        await theirs.delivery.deliver(wanting);
        await theirs.tell();
        await mine.tell();
        expect(rig.receiver.calls.map(({ path }) => path)).toEqual(['/theirs', '/theirs']);
      });
    }));
});

describe('relaying', () => {
  test('by two nodes at once tells each event once and numbers them without gaps', () =>
    withScene(async ({ bench, relay, tell, endpoint }) => {
      await endpoint();
      const started = await Promise.all(Array.from({ length: 30 }, () => bench.begin(wanting)));
      for (let beat = 0; beat < 10; beat += 1) await Promise.all([relay(), relay(), relay()]);
      await Promise.all(
        started.map(({ verificationId }) =>
          bench.check(verificationId, bench.codeOf(verificationId)),
        ),
      );
      for (let beat = 0; beat < 10; beat += 1) await Promise.all([relay(), relay(), relay()]);
      await tell();
      const told = Map.groupBy(documents(), ({ verification }) => verification.id);
      expect(told.size).toBe(30);
      for (const events of told.values()) {
        expect(events.map(({ sequence }) => sequence).toSorted()).toEqual([1, 2]);
        expect(events.map(({ type }) => type)).toContain('verification.verified');
      }
    }));

  test('that fails half-way leaves everything owed, and takes no number', () =>
    withScene(async ({ delivery, tell, endpoint }) => {
      await endpoint();
      await delivery.deliver(wanting);
      const dying = createRelayEvents({
        db: rig.database.db,
        clock,
        subscribers: [tellEndpoints, { deliveriesFor: () => Promise.reject(new Error('killed')) }],
      });
      await expect(dying(100)).rejects.toThrow('killed');
      expect(await rig.deliveries()).toEqual([]);
      await tell();
      expect(lines()).toEqual(['1 verification.started', '2 message.sent']);
    }));

  test('takes no more than it is asked to, and says how many it took', () =>
    withScene(async ({ delivery, relay }) => {
      await delivery.deliver(wanting);
      const few = createRelayEvents({
        db: rig.database.db,
        clock,
        subscribers: [tellEndpoints],
      });
      expect(await few(1)).toBe(1);
      expect(await few(1)).toBe(1);
      expect(await relay()).toBe(0);
    }));

  test('owes nothing of a kind applications are not told of, and leaves no gap for it', () =>
    withScene(async ({ bench, tell, endpoint }) => {
      await endpoint();
      const { verificationId } = await bench.begin(wanting);
      await rig.database.db.query(sql`
        insert into verification_events (application_id, verification_id, kind, is_owed)
        values (${bench.application.id}, ${verificationId}::uuid, 'inner.matter', true)`);
      await bench.check(verificationId, bench.codeOf(verificationId));
      await tell();
      expect(lines()).toEqual(['1 verification.started', '2 verification.verified']);
    }));
});

describe('the schedule', () => {
  test('is ten attempts over three days, each wait with a tenth of jitter', () => {
    const hours = [5 / 3_600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24];
    expect(nativeEvent.retrySeconds).toEqual(hours.map((each) => Math.round(each * 3_600)));
    for (const [index, seconds] of nativeEvent.retrySeconds.entries()) {
      expect(plannedDelaySeconds(nativeEvent.retrySeconds, index + 1, 0.5)).toBe(seconds);
      expect(plannedDelaySeconds(nativeEvent.retrySeconds, index + 1, 0)).toBeCloseTo(
        seconds * 0.9,
      );
      expect(plannedDelaySeconds(nativeEvent.retrySeconds, index + 1, 1)).toBeCloseTo(
        seconds * 1.1,
      );
    }
    expect(plannedDelaySeconds(nativeEvent.retrySeconds, 10, 0.5)).toBeNull();
  });

  test('ends in sight after the tenth attempt; all had one id and one body, and times of their own', () =>
    withScene(async ({ bench, endpoint, relay, push }) => {
      const { secret } = await endpoint();
      rig.receiver.status = 503;
      await bench.begin(wanting);
      await relay();
      for (const [index, seconds] of nativeEvent.retrySeconds.entries()) {
        expect(await push(10)).toBe(1);
        const [row] = await rig.deliveries();
        expect(row).toMatchObject({ state: 'due', tries: index + 1, last_status: 503 });
        expect(row?.due_in).toBeGreaterThan(seconds * 0.89);
        expect(row?.due_in).toBeLessThan(seconds * 1.11);
        await skipWait();
      }
      expect(await push(10)).toBe(1);
      expect(await rig.deliveries()).toMatchObject([
        { state: 'gave_up', tries: 10, is_ended: true },
      ]);
      expect(rig.givenUp).toEqual(['event']);
      const { calls } = rig.receiver;
      expect(calls).toHaveLength(10);
      expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
      expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      for (const call of calls) {
        expect(call.headers['webhook-signature']).toBe(signed(secret, call));
      }
    }));

  test('is stretched by Retry-After', () =>
    withScene(async ({ bench, endpoint, tell }) => {
      await endpoint();
      Object.assign(rig.receiver, { status: 429, retryAfter: '900' });
      await bench.begin(wanting);
      await tell();
      const [row] = await rig.deliveries();
      expect(row?.due_in).toBeGreaterThan(890);
    }));
});

describe('a secret that is replaced', () => {
  test('signs beside the new one until it ends', () =>
    withScene(async ({ bench, desk, act, endpoint, tell }) => {
      const { id, secret: first } = await endpoint();
      const { secret: second, previousSecretEndsAt } = await desk.rotateSecret({
        ...act,
        endpointId: id,
      });
      expect(second).toMatch(/^whsec_/);
      expect(secretOf(second)).toHaveLength(32);
      const hours = ((previousSecretEndsAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(23.9);
      await bench.begin(wanting);
      await tell();
      const [call] = rig.receiver.calls as [ReceivedCall];
      expect(String(call.headers['webhook-signature']).split(' ')).toEqual([
        signed(second, call),
        signed(first, call),
      ]);
      await rig.database.db.query(sql`
        update webhook_endpoints set previous_secret_ends_at = now() where id = ${id}::uuid`);
      await bench.begin(wanting);
      await tell();
      const last = rig.receiver.calls.at(-1) as ReceivedCall;
      expect(last.headers['webhook-signature']).toBe(signed(second, last));
    }));

  test('at once signs nothing any more', () =>
    withScene(async ({ bench, desk, act, endpoint, tell }) => {
      const { id } = await endpoint();
      const { secret } = await desk.rotateSecret({ ...act, endpointId: id, overlapSeconds: 0 });
      await bench.begin(wanting);
      await tell();
      const [call] = rig.receiver.calls as [ReceivedCall];
      expect(call.headers['webhook-signature']).toBe(signed(secret, call));
    }));
});

describe('an endpoint', () => {
  const reasonOf = async ({ desk, act }: Scene, endpointId: string) =>
    (await desk.get({ applicationId: act.application.id, endpointId })).disabledReason;

  test('that answers 410 is disabled: later events are given up untried, until it is enabled', () =>
    withScene(async (scene) => {
      const { bench, desk, act, endpoint, tell } = scene;
      const { id } = await endpoint();
      rig.receiver.status = 410;
      await bench.begin(wanting);
      await tell();
      expect(await reasonOf(scene, id)).toBe('gone');
      rig.receiver.status = 200;
      await bench.begin(wanting);
      await tell();
      expect(rig.receiver.calls).toHaveLength(1);
      expect(await rig.deliveries()).toMatchObject([
        { state: 'gave_up', last_status: 410 },
        { state: 'gave_up', last_status: null, last_error: 'the endpoint is disabled (gone)' },
      ]);
      const changes = { isEnabled: true };
      expect(await desk.update({ ...act, endpointId: id, changes })).toMatchObject({
        disabledReason: null,
        failingSince: null,
      });
      await bench.begin(wanting);
      await tell();
      expect((await rig.deliveries()).at(-1)).toMatchObject({ state: 'delivered' });
    }));

  test('of which nothing was acknowledged for five days is disabled; one success begins them anew', () =>
    withScene(async (scene) => {
      const { bench, endpoint, tell } = scene;
      const { id } = await endpoint();
      const fail = async (status: number) => {
        rig.receiver.status = status;
        await bench.begin(wanting);
        await tell();
      };
      const age = () =>
        rig.database.db.query(sql`
          update webhook_endpoints set failing_since = failing_since - interval '121 hours'`);
      await fail(500);
      await age();
      await fail(200);
      await fail(500);
      expect(await reasonOf(scene, id)).toBeNull();
      await age();
      await fail(500);
      expect(await reasonOf(scene, id)).toBe('failing');
    }));

  test('that was deleted gets nothing of what was due', () =>
    withScene(async ({ bench, desk, act, endpoint, relay, push }) => {
      const { id } = await endpoint();
      await bench.begin(wanting);
      await relay();
      await desk.delete({ ...act, endpointId: id });
      await push(10);
      expect(rig.receiver.calls).toEqual([]);
      expect(await rig.deliveries()).toMatchObject([
        { state: 'gave_up', last_error: 'the endpoint was deleted' },
      ]);
    }));
});

test('a node that died with an event in its hands leaves it to another, under its id', () =>
  withScene(async ({ bench, endpoint, relay, push }) => {
    await endpoint();
    await bench.begin(wanting);
    await relay();
    await rig.database.db.query(sql`
      update webhook_deliveries set leased_until = now() - interval '1 second', tries = 1`);
    const metrics = { countWebhook: () => undefined, countGivenUpWebhook: () => undefined };
    const { keyRing } = bench;
    const other = pusher({ db: rig.database.db, keyRing, httpClient: rig.httpClient, metrics });
    expect(await other(10)).toBe(1);
    expect(await push(10)).toBe(0);
    expect(lines()).toEqual(['1 verification.started']);
  }));
