/** The loops of a node: what moves due rows, how often, and how they are stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiLog } from '../api-log/api-log.ts';
import type { PriceList } from '../billing/price-list.ts';
import type { Database } from '../db/client.ts';
import { type DueLoop, startDueLoop } from '../db/due-loop.ts';
import type { FraudGuard } from '../fraud/guard.ts';
import { maintain } from '../jobs/maintenance.ts';
import type { Logger } from '../kernel/logger.ts';
import { countDueHours } from '../quality/count-hours.ts';
import type { AdvanceDue } from '../verification/advance.ts';
import type { Delivery } from './delivery.ts';

export function dueWorks(
  delivery: Delivery,
  advanceDue: AdvanceDue,
  db: Database,
): readonly DueWork[] {
  const { dispatcher, handset, recordReceipts, webhooks } = delivery;
  const work = (name: string, limit: number, pauseMilliseconds: number, run: DueWork['work']) => ({
    name,
    limit,
    pauseMilliseconds,
    work: run,
  });
  return [
    work('workflows', 50, 250, advanceDue),
    work('dispatches', 100, 500, dispatcher.sendDue),
    work('handset', 200, 250, handset.payDueReceipts),
    work('parked receipts', 200, 500, recordReceipts.matchParked),
    work('webhooks', 50, 200, webhooks.deliverDue),
    work('maintenance', 1, 300_000, () => maintain(db)),
  ];
}

/** What is neither a code on its way nor an answer to one. */
export function otherWorks(parts: {
  readonly db: Database;
  readonly prices: PriceList;
  readonly apiLog: ApiLog;
  readonly guard: FraudGuard;
  readonly textChannel: string;
}): readonly DueWork[] {
  return [
    pricesWork(parts.prices),
    ...apiLogWorks(parts.apiLog),
    pumpingWork(parts.guard),
    countingWork(parts.db, parts.textChannel),
  ];
}

/** Another node's change of the price list is seen within two seconds. */
function pricesWork(prices: PriceList): DueWork {
  return { name: 'prices', limit: 1, pauseMilliseconds: 1_000, work: prices.refresh };
}

/** What was called in the last second, written; and what nobody will look at, forgotten. */
function apiLogWorks(log: ApiLog): readonly DueWork[] {
  return [
    { name: 'api log', limit: 1_000, pauseMilliseconds: 1_000, work: log.flush },
    {
      name: 'api log, old',
      limit: 1,
      pauseMilliseconds: 60_000,
      work: () => log.trim().then(() => 0),
    },
  ];
}

/** What this node counted goes to the others, and theirs comes here (docs/fraud.md). */
function pumpingWork(guard: FraudGuard): DueWork {
  const work = () => guard.sync().then(() => 0);
  return { name: 'pumping', limit: 1, pauseMilliseconds: 1_000, work };
}

/** Messages from subscribers whose node died before it was done with them. */
export function inboundWork(work: DueWork['work']): DueWork {
  return { name: 'inbound', limit: 50, pauseMilliseconds: 1_000, work };
}

/** Hours of messages into the figures of quality. */
function countingWork(db: Database, textChannel: string): DueWork {
  const work = () => countDueHours({ db, textChannel });
  return { name: 'quality', limit: 1, pauseMilliseconds: 60_000, work };
}

export type DueWork = Omit<Parameters<typeof startDueLoop>[0], 'logger'>;

export interface Loops {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

export function createLoops(works: readonly DueWork[], logger: Logger): Loops {
  let running: DueLoop[] = [];
  return {
    start() {
      running = works.map((work) => startDueLoop({ ...work, logger }));
    },
    wake() {
      for (const loop of running) loop.wake();
    },
    async stop() {
      await Promise.all(running.map((loop) => loop.stop()));
    },
  };
}

/** A receiver that says nothing is not waited for: its delivery is repeated by another node. */
const webhookPatienceMilliseconds = 3_000;

export async function drain(loops: Loops, delivery: Delivery): Promise<void> {
  await loops.stop();
  const patience = sleep(webhookPatienceMilliseconds, undefined, { ref: false });
  await Promise.race([delivery.webhooks.idle(), patience]);
  await delivery.dispatcher.idle();
  await delivery.handset.close();
}
