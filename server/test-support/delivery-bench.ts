/**
 * Delivery on a real database with a carrier in the test's hands: `send` is whatever the test says,
 * and receipts come when the test sends them.
 */
import * as channels from '../src/channels/index.ts';
import { sql } from '../src/db/client.ts';
import type { ReadyDispatch } from '../src/delivery/contract.ts';
import { createDispatcher, type Dispatcher } from '../src/delivery/dispatch.ts';
import { createRecordReceipts, type RecordReceipts } from '../src/delivery/receipts.ts';
import type { HandOver, OutgoingMessage, ReceiptStatus } from '../src/transports/contract.ts';
import type { TestDatabase } from './database.ts';
import { clock, openHotDatabase, type Started, silentLogger, type Workbench } from './workbench.ts';

export interface DeliveryBench {
  readonly dispatcher: Dispatcher;
  readonly receipts: RecordReceipts;
  /** Everything the carrier was given, in order. */
  readonly sent: OutgoingMessage[];
  /** Replaces the carrier's behaviour; by default it answers with the dispatch's id. */
  carry(send: (message: OutgoingMessage) => Promise<HandOver>): void;
  /** Starts, hands over and waits until it is recorded. */
  deliver(changes?: Parameters<Workbench['begin']>[0]): Promise<Started>;
  receipt(messageId: string, status: ReceiptStatus, errorCode?: number): Promise<unknown>;
  stateOf(dispatchId: string): Promise<string | undefined>;
  eventsOf(verificationId: string): Promise<string[]>;
  close(): Promise<void>;
}

const usual = async ({ dispatchId }: OutgoingMessage): Promise<HandOver> => ({
  messageId: dispatchId,
  network: '310260',
});

export async function createDeliveryBench(
  database: TestDatabase,
  bench: Workbench,
): Promise<DeliveryBench> {
  const db = openHotDatabase(database.url);
  const sent: OutgoingMessage[] = [];
  let send = usual;
  const receipts = createRecordReceipts({ db, clock });
  const dispatcher = createDispatcher({
    db,
    keyRing: bench.keyRing,
    logger: silentLogger,
    channels: new Map(Object.values(channels).map((channel) => [channel.name, channel])),
    routeFor: ({ channel }) =>
      channel === 'email' ? undefined : { name: 'test', transport: { send: carry } },
    recordReceipts: receipts,
    metrics: { countDispatch: () => undefined },
  });
  async function carry(message: OutgoingMessage): Promise<HandOver> {
    sent.push(message);
    return send(message);
  }
  return {
    dispatcher,
    receipts,
    sent,
    carry: (behaviour) => {
      send = behaviour;
    },
    async deliver(changes) {
      const started = await bench.begin(changes);
      dispatcher.handOver(bench.handed.at(-1) as ReadyDispatch);
      await dispatcher.idle();
      return started;
    },
    receipt: (messageId, status, errorCode = 0) =>
      receipts.record('test', { messageId, status, errorCode }),
    async stateOf(id) {
      const [row] = await database.db.query<{ state: string }>(
        sql`select state from dispatches where id = ${id}::uuid`,
      );
      return row?.state;
    },
    async eventsOf(id) {
      const rows = await database.db.query<{ kind: string }>(sql`
        select kind from verification_events where verification_id = ${id}::uuid order by id`);
      return rows.map(({ kind }) => kind);
    },
    close: () => db.close(),
  };
}
