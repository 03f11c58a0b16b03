/** Webhooks on a real database with a receiver in the test's hands; the test pushes what is due. */
import type { ApplicationSettings } from '../src/applications/application.ts';
import { sql } from '../src/db/client.ts';
import { createHttpClient, type HttpClient } from '../src/kernel/http-client.ts';
import { lanes } from '../src/verification/verification.ts';
import { createWebhookDeliverer, type WebhookDeps } from '../src/webhooks/deliver-webhooks.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createDeliveryBench, type DeliveryBench } from './delivery-bench.ts';
import { createReceiver, type ReceivedCall, type Receiver } from './receiver.ts';
import { createWorkbench, freshNumber, silentLogger, type Workbench } from './workbench.ts';

export interface WebhookRig {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  readonly httpClient: HttpClient;
  /** Kinds that were given up, as the metrics hear of them. */
  readonly givenUp: string[];
  withScene(
    work: (scene: WebhookScene) => Promise<void>,
    receipts?: Partial<ApplicationSettings['receipts']>,
    settings?: Partial<ApplicationSettings>,
  ): Promise<void>;
  /** Every delivery there is, in order. */
  deliveries(): Promise<DeliveryRow[]>;
  /** The receiver answers 200 again and has forgotten what it was told. */
  reset(): void;
  close(): Promise<void>;
}

export interface WebhookScene {
  readonly bench: Workbench;
  readonly delivery: DeliveryBench;
  /** Begins what is due and waits until it is done, as the loop does over several beats. */
  push(limit: number): Promise<number>;
  /** Sends a message and lets the carrier report; nothing is pushed yet. */
  report(changes?: Parameters<Workbench['begin']>[0]): Promise<{ dispatchId: string; to: string }>;
}

export interface DeliveryRow {
  id: string;
  state: string;
  tries: number;
  last_status: number | null;
  last_error: string | null;
  is_ended: boolean;
  is_leased: boolean;
  due_in: number;
}

export async function createWebhookRig(): Promise<WebhookRig> {
  const database = await createTestDatabase();
  const receiver = await createReceiver();
  const httpClient = createHttpClient();
  const givenUp: string[] = [];
  const metrics = {
    countWebhook: () => undefined,
    countGivenUpWebhook: (kind: string) => givenUp.push(kind),
  };
  return {
    database,
    receiver,
    httpClient,
    givenUp,
    async withScene(work, receipts = {}, settings = {}) {
      const url = `${receiver.url}/dlr`;
      const all = { url, method: 'GET', signature: 'none', ...receipts } as const;
      const bench = await createWorkbench({ database, settings: { receipts: all, ...settings } });
      const delivery = await createDeliveryBench(database, bench);
      const { keyRing } = bench;
      const push = pusher({ db: database.db, keyRing, httpClient, metrics });
      try {
        await work({ bench, delivery, push, report: reporter(delivery) });
      } finally {
        await Promise.all([bench.close(), delivery.close()]);
        await database.db.script('delete from webhook_deliveries; delete from webhook_attempts');
        await database.db.script('delete from disabled_endpoints');
      }
    },
    deliveries: () =>
      database.db.query<DeliveryRow>(sql`
        select id, state, tries, last_status, last_error, ended_at is not null as is_ended,
          leased_until is not null as is_leased,
          extract(epoch from due_at - now())::float8 as due_in
        from webhook_deliveries order by id`),
    reset() {
      receiver.status = 200;
      receiver.retryAfter = undefined;
      receiver.delayMilliseconds = 0;
      receiver.calls.length = 0;
      givenUp.length = 0;
    },
    async close() {
      await receiver.close();
      await httpClient.close();
      await database.drop();
    },
  };
}

export function pusher(deps: Omit<WebhookDeps, 'logger'>): (limit: number) => Promise<number> {
  const deliverer = createWebhookDeliverer({ ...deps, logger: silentLogger });
  return async (limit) => {
    const begun = await deliverer.deliverDue(limit);
    await deliverer.idle();
    return begun;
  };
}

function reporter(delivery: DeliveryBench): WebhookScene['report'] {
  return async (changes) => {
    const to = freshNumber();
    const message = { lane: lanes.message, code: '4711', to } as const;
    const { dispatchId } = await delivery.deliver({ ...message, ...changes });
    await delivery.receipt(dispatchId, 'delivered');
    return { dispatchId, to };
  };
}

/** What a receiver was told, by whichever method. */
export function fieldsOf(call: ReceivedCall | undefined): Record<string, string> {
  if (!call) throw new Error('nothing was received');
  if (call.contentType === 'application/json') return JSON.parse(call.body);
  return Object.fromEntries(new URLSearchParams(call.method === 'GET' ? call.query : call.body));
}
