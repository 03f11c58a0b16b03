/** Receipts to the application's own server: forms, signatures, retries, leases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts';
import { createDeliveryBench, type DeliveryBench } from '../../test-support/delivery-bench.ts';
import { createReceiver, type ReceivedCall, type Receiver } from '../../test-support/receiver.ts';
import {
  createWorkbench,
  freshNumber,
  silentLogger,
  type Workbench,
} from '../../test-support/workbench.ts';
import type { ApplicationSettings } from '../applications/application.ts';
import { createApplicationDirectory } from '../applications/directory.ts';
import { type SignatureAlgorithm, signParameters } from '../applications/signature.ts';
import { sql } from '../db/client.ts';
import { createHttpClient } from '../kernel/http-client.ts';
import { lanes } from '../verification/verification.ts';
import { createWebhookDeliverer, retryDelaySeconds, type WebhookDeps } from './webhooks.ts';

let database: TestDatabase;
let receiver: Receiver;
const httpClient = createHttpClient();
const metrics = { countWebhook: () => undefined };
beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await createReceiver();
});
afterAll(async () => {
  await receiver.close();
  await httpClient.close();
  await database.drop();
});
beforeEach(() => {
  receiver.status = 200;
  receiver.delayMilliseconds = 0;
  receiver.calls.length = 0;
});

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

type Push = (limit: number) => Promise<number>;

/** Begins what is due and waits until it is done, as the loop does over several beats. */
function pusher(deps: Omit<WebhookDeps, 'logger'>): Push {
  const deliverer = createWebhookDeliverer({ ...deps, logger: silentLogger });
  return async (limit) => {
    const begun = await deliverer.deliverDue(limit);
    await deliverer.idle();
    return begun;
  };
}

interface Scene {
  readonly bench: Workbench;
  readonly delivery: DeliveryBench;
  readonly push: Push;
  /** Sends a message and lets the carrier report; nothing is pushed yet. */
  report(changes?: Parameters<Workbench['begin']>[0]): Promise<{ dispatchId: string; to: string }>;
  close(): Promise<void>;
}

async function scene(
  receipts: Partial<ApplicationSettings['receipts']> = {},
  settings: Partial<ApplicationSettings> = {},
): Promise<Scene> {
  const all = {
    url: `${receiver.url}/dlr`,
    method: 'GET',
    signature: 'none',
    ...receipts,
  } as const;
  const bench = await createWorkbench({ database, settings: { receipts: all, ...settings } });
  const delivery = await createDeliveryBench(database, bench);
  return {
    bench,
    delivery,
    push: pusher({ db: database.db, keyRing: bench.keyRing, httpClient, metrics }),
    async report(changes) {
      const to = freshNumber();
      const message = { lane: lanes.message, code: '4711', to } as const;
      const { dispatchId } = await delivery.deliver({ ...message, ...changes });
      await delivery.receipt(dispatchId, 'delivered');
      return { dispatchId, to };
    },
    close: async () => {
      await Promise.all([bench.close(), delivery.close()]);
      await database.db.script('delete from webhook_deliveries; delete from webhook_attempts');
    },
  };
}

async function withScene(
  work: (scene: Scene) => Promise<void>,
  ...settings: Parameters<typeof scene>
): Promise<void> {
  const made = await scene(...settings);
  try {
    await work(made);
  } finally {
    await made.close();
  }
}

const fieldsOf = (call: ReceivedCall | undefined): Record<string, string> => {
  if (!call) throw new Error('nothing was received');
  if (call.contentType === 'application/json') return JSON.parse(call.body);
  return Object.fromEntries(new URLSearchParams(call.method === 'GET' ? call.query : call.body));
};
const deliveries = () =>
  database.db.query<Record<string, unknown>>(sql`
    select id, state, tries, last_status, last_error, ended_at is not null as is_ended,
      leased_until is not null as is_leased, extract(epoch from due_at - now())::float8 as due_in
    from webhook_deliveries order by id`);

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

  test.each([300, 302, 400, 401, 404, 410, 429, 500, 503])('of %i is tried again', (status) =>
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
        await report();
        await push(10);
        expect(receiver.calls).toEqual([]);
        expect(await deliveries()).toMatchObject([
          { state: 'due', last_error: expect.stringContaining('internal or reserved') },
        ]);
      },
      {},
      { allowedNetworks: [] },
    ));
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
