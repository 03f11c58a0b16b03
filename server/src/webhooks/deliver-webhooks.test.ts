/** Receipts to the application's own server: forms, signatures, retries, leases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test-support/database.ts';
import type { Receiver } from '../../test-support/receiver.ts';
import {
  createWebhookRig,
  fieldsOf,
  pusher,
  type WebhookRig,
} from '../../test-support/webhook-scene.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { type SignatureAlgorithm, signParameters } from '../applications/signature.ts';
import { sql } from '../db/client.ts';
import { lanes } from '../verification/verification.ts';
import { retryAfterSeconds, retryDelaySeconds } from './webhook.ts';

let rig: WebhookRig;
let database: TestDatabase;
let receiver: Receiver;
const withScene: WebhookRig['withScene'] = (...scene) => rig.withScene(...scene);
const deliveries = () => rig.deliveries();
beforeAll(async () => {
  rig = await createWebhookRig();
  ({ database, receiver } = rig);
});
afterAll(() => rig.close());
beforeEach(() => rig.reset());

describe('the time to the next try', () => {
  test.each([
    [1, 5],
    [2, 10],
    [3, 20],
    [4, 40],
    [5, 80],
    [6, 160],
    [7, 320],
    [8, 640],
    [9, 900],
    [10, 900],
    [300, 900],
    [2000, 900],
  ])('after try %i is %i s, with a tenth of jitter either way', (tries, seconds) => {
    expect(retryDelaySeconds(tries, 0.5)).toBe(seconds);
    expect(retryDelaySeconds(tries, 0)).toBeCloseTo(seconds * 0.9);
    expect(retryDelaySeconds(tries, 1)).toBeCloseTo(seconds * 1.1);
  });
});

describe('a receipt', () => {
  test.each([
    ['GET', ''],
    ['POST', 'application/x-www-form-urlencoded'],
    ['POST-JSON', 'application/json'],
  ] as const)('by %s carries every field as text', (method, contentType) =>
    withScene(
      async ({ bench, report, push }) => {
        const { dispatchId, to } = await report({ reference: 'my ref & more' });
        expect(await push(10)).toBe(1);
        const [call] = receiver.calls;
        expect(call).toMatchObject({ path: '/dlr', contentType });
        expect(call?.method).toBe(method === 'GET' ? 'GET' : 'POST');
        const fields = fieldsOf(call);
        expect(fields).toEqual({
          msisdn: to,
          to: '98765',
          'network-code': '310260',
          messageId: dispatchId,
          price: '0.03330000',
          status: 'delivered',
          scts: expect.stringMatching(/^\d{10}$/),
          'err-code': '0',
          'api-key': bench.application.apiKey,
          'client-ref': 'my ref & more',
          'message-timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
        });
        expect(Object.values(fields).every((value) => typeof value === 'string')).toBe(true);
      },
      { method },
    ),
  );

  test.each(['md5hash', 'md5', 'sha1', 'sha256', 'sha512'] as const)(
    'signed with %s verifies as the vendor’s clients do it',
    (signature: SignatureAlgorithm) =>
      withScene(
        async ({ bench, report, push }) => {
          await report({ reference: 'a=b&c' });
          await push(10);
          const { sig, ...fields } = fieldsOf(receiver.calls[0]);
          const { keyRing, application } = bench;
          const directory = createApplicationDirectory({ db: database.db, keyRing });
          const secret = (await directory.find(application.apiKey))?.signatureSecret ?? '';
          expect(sig).toBe(signParameters(fields, secret, signature));
          expect(sig).toBe(signature === 'md5hash' ? sig?.toLowerCase() : sig?.toUpperCase());
          expect(Math.abs(Number(fields.timestamp) - Date.now() / 1000)).toBeLessThan(10);
          expect(fields.nonce).toMatch(/^[0-9a-f-]{36}$/);
        },
        { signature, method: 'POST-JSON' },
      ),
  );

  test('goes to the address the request named, whose own query is kept', () =>
    withScene(async ({ report, push }) => {
      await report({ receiptsTo: `${receiver.url}/own?token=a%26b` });
      await push(10);
      expect(receiver.calls[0]?.path).toBe('/own');
      expect(fieldsOf(receiver.calls[0])).toMatchObject({ token: 'a&b', status: 'delivered' });
    }));

  test('each step of a message is told, in order, and no duplicate', () =>
    withScene(async ({ delivery, push }) => {
      const { dispatchId } = await delivery.deliver({ lane: lanes.message, code: '4711' });
      for (const status of ['accepted', 'accepted', 'delivered', 'accepted', 'failed'] as const) {
        await delivery.receipt(dispatchId, status);
      }
      for (let index = 0; index < 3; index += 1) await push(1);
      const statuses = receiver.calls.map((call) => fieldsOf(call).status);
      expect(statuses).toEqual(['accepted', 'delivered']);
    }));

  test('is owed neither for a verification nor where no URL is set', () =>
    withScene(
      async ({ delivery, report }) => {
        await report();
        const { dispatchId } = await delivery.deliver();
        await delivery.receipt(dispatchId, 'delivered');
        expect(await deliveries()).toEqual([]);
      },
      { url: null },
    ));
});

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('of %i ends it', (status) =>
    withScene(async ({ report, push }) => {
      receiver.status = status;
      await report();
      await push(10);
      expect(await deliveries()).toMatchObject([
        { state: 'delivered', tries: 1, last_status: status, is_ended: true },
      ]);
      expect(await push(10)).toBe(0);
    }),
  );

  test.each([300, 302, 400, 401, 404, 429, 500, 503])('of %i is tried again', (status) =>
    withScene(async ({ report, push }) => {
      receiver.status = status;
      await report();
      await push(10);
      const [row] = await deliveries();
      expect(row).toMatchObject({ state: 'due', tries: 1, last_status: status, is_leased: false });
      expect(row?.due_in).toBeGreaterThan(4);
      expect(row?.due_in).toBeLessThan(5.6);
      expect(await push(10)).toBe(0);
    }),
  );

  test('that never came is tried again, and says why without the URL', () =>
    withScene(async ({ report, push }) => {
      receiver.status = 0;
      await report();
      await push(10);
      const [row] = await deliveries();
      expect(row).toMatchObject({ state: 'due', last_status: null });
      expect(row?.last_error).toMatch(/^no answer/);
    }));

  test('of an internal host without the allowance is refused before it is asked', () =>
    withScene(
      async ({ report, push }) => {
        await report({ receiptsTo: `${receiver.url}/own` });
        await push(10);
        expect(receiver.calls).toEqual([]);
        expect(await deliveries()).toMatchObject([
          { state: 'due', last_error: expect.stringContaining('internal or reserved') },
        ]);
      },
      { url: 'http://receiver.example/dlr' },
      { allowedNetworks: [] },
    ));
});

describe('Retry-After', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  test.each([
    ['120', 120],
    [' 0 ', 0],
    ['99999', 3600],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['Fri, 02 Jan 2026 00:00:00 GMT', 3600],
    ['soon', 0],
    ['-5', 0],
    ['', 0],
    [undefined, 0],
  ])('%j asks for %i s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  test.each([429, 503, 500, 302])('with %i puts the next try off', (status) =>
    withScene(async ({ report, push }) => {
      receiver.status = status;
      receiver.retryAfter = '600';
      await report();
      await push(10);
      const [row] = await deliveries();
      expect(row).toMatchObject({ state: 'due', tries: 1 });
      expect(row?.due_in).toBeGreaterThan(595);
      expect(row?.due_in).toBeLessThanOrEqual(600);
    }),
  );

  test('never makes the next try sooner than the schedule', () =>
    withScene(async ({ report, push }) => {
      receiver.status = 503;
      receiver.retryAfter = '1';
      await report();
      await push(10);
      expect((await deliveries())[0]?.due_in).toBeGreaterThan(4);
    }));
});

describe('410 Gone', () => {
  test('ends the delivery and every later one to that address, untried, until it is enabled', () =>
    withScene(async ({ bench, report, push }) => {
      receiver.status = 410;
      await report();
      await push(10);
      receiver.status = 200;
      await report();
      await report({ receiptsTo: `${receiver.url}/elsewhere` });
      await push(10);
      expect(receiver.calls.map(({ path }) => path)).toEqual(['/dlr', '/elsewhere']);
      expect(await deliveries()).toMatchObject([
        { state: 'gave_up', tries: 1, last_status: 410, is_ended: true },
        { state: 'gave_up', last_status: null, last_error: expect.stringContaining('disabled') },
        { state: 'delivered' },
      ]);
      const audit = await database.db.query(sql`
        select action, actor from audit_entries
        where application_id = ${bench.application.id} and action like 'endpoint%'`);
      expect(audit).toEqual([{ action: 'endpoint.disabled', actor: 'system' }]);
      expect(rig.givenUp).toEqual(['delivery-receipt', 'delivery-receipt']);
    }));
});

describe('many due deliveries', () => {
  test('of one application leave every other its place, oldest first', () =>
    withScene(async (noisy) => {
      await noisy.report();
      await database.db.query(sql`
        insert into webhook_deliveries (application_id, id, kind, verification_id, dispatch_id,
          data, give_up_at, due_at)
        select application_id, overlay(id::text placing lpad(to_hex(n), 8, '0') from 29)::uuid,
          kind, verification_id, dispatch_id, data, give_up_at, now() - interval '1 hour'
        from webhook_deliveries, generate_series(1, 3000) n`);
      await withScene(async (quiet) => {
        await quiet.report({ receiptsTo: `${receiver.url}/quiet` });
        // One beat of 50 takes no more than 20 of the noisy one, and the quiet one's own.
        expect(await quiet.push(50)).toBe(21);
        expect(receiver.calls.filter(({ path }) => path === '/quiet')).toHaveLength(1);
      });
    }));
});

describe('retries', () => {
  test('keep one id, are counted, and end with the first success', () =>
    withScene(async ({ bench, report, push }) => {
      receiver.status = 500;
      await report();
      await push(10);
      const [first] = await deliveries();
      await bench.travel(6);
      await push(10);
      receiver.status = 200;
      await bench.travel(12);
      await push(10);
      const [last] = await deliveries();
      expect(last).toMatchObject({ id: first?.id, state: 'delivered', tries: 3 });
      const attempts = await database.db.query(sql`
        select number, status from webhook_attempts where delivery_id = ${last?.id}::uuid
        order by number`);
      expect(attempts).toEqual([
        { number: 1, status: 500 },
        { number: 2, status: 500 },
        { number: 3, status: 200 },
      ]);
      const fields = receiver.calls.map(fieldsOf);
      expect(new Set(fields.map(({ messageId }) => messageId)).size).toBe(1);
    }));

  test('give up after 72 hours and say when', () =>
    withScene(async ({ bench, report, push }) => {
      receiver.status = 500;
      await report();
      await push(10);
      let tries = 1;
      for (let hours = 0; hours < 71; hours += 1) {
        await bench.travel(3600);
        tries += await push(10);
      }
      expect(await deliveries()).toMatchObject([{ state: 'due', tries }]);
      await bench.travel(3600);
      await push(10);
      expect(await deliveries()).toMatchObject([{ state: 'gave_up', is_ended: true }]);
      await bench.travel(10_000);
      expect(await push(10)).toBe(0);
    }));

  test('one whose next try would come after the 72 hours has ended now', () =>
    withScene(async ({ report, push }) => {
      receiver.status = 500;
      await report();
      await database.db.query(
        sql`update webhook_deliveries set give_up_at = now() + interval '2 seconds'`,
      );
      await push(10);
      expect(await deliveries()).toMatchObject([{ state: 'gave_up', is_ended: true }]);
    }));
});

describe('two loops on one database', () => {
  test('never push the same receipt twice', () =>
    withScene(async ({ bench, report, push }) => {
      receiver.delayMilliseconds = 30;
      for (let index = 0; index < 12; index += 1) await report();
      const { keyRing } = bench;
      const { httpClient } = rig;
      const metrics = { countWebhook: () => undefined, countGivenUpWebhook: () => undefined };
      const other = pusher({ db: database.db, keyRing, httpClient, metrics });
      // Loops that look at one moment may leave each other rows for the next beat, never share one.
      for (let beat = 0; beat < 6; beat += 1) {
        await Promise.all([push(5), other(5), push(5), other(5)]);
      }
      const ids = receiver.calls.map((call) => fieldsOf(call).messageId);
      expect(ids).toHaveLength(12);
      expect(new Set(ids).size).toBe(12);
    }));

  test('a dead loop’s receipt is pushed by another when its lease is over', () =>
    withScene(async ({ report, push }) => {
      await report();
      await database.db.query(sql`
        update webhook_deliveries set leased_until = now() + interval '30 seconds', tries = 1`);
      expect(await push(10)).toBe(0);
      await database.db.query(sql`
        update webhook_deliveries set leased_until = now() - interval '1 second'`);
      expect(await push(10)).toBe(1);
      expect(await deliveries()).toMatchObject([{ state: 'delivered', tries: 2 }]);
    }));
});
