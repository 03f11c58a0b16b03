import { type ApiLog, createApiLog } from './api-log/api-log.ts';
import { type CallScope, createCallScope } from './applications/call-scope.ts';
import { type ApplicationDirectory, createApplicationDirectory } from './applications/directory.ts';
import { createRateLimiter, type RateLimiter } from './applications/rates.ts';
import { createPriceList, type PriceList } from './billing/price-list.ts';
import type { Channel } from './channels/contract.ts';
import { type Authenticating, createAuthenticating } from './core/authenticating.ts';
import { createDelivery } from './core/delivery.ts';
import type { CoreDeps } from './core/deps.ts';
import { createDesks, type Desks } from './core/desks.ts';
import { createLoops, drain, dueWorks, inboundWork, otherWorks } from './core/loops.ts';
import { createNativeRecords, type NativeRecords } from './core/native.ts';
import { createSandbox, type SandboxActs } from './core/sandbox.ts';
import { createTelling, eventsWork, type Telling } from './core/telling.ts';
import { createVerifying, type Verifying } from './core/verifying.ts';
import type { Database } from './db/client.ts';
import { createFraudGuard } from './fraud/guard.ts';
import { type ClassicRecords, createClassicRecords } from './history/classic/classic-records.ts';
import { createInbound, type ReceiveInbound } from './inbound/receive-inbound.ts';
import type { Metrics } from './metrics.ts';

export type { CoreDeps };

export interface Core
  extends Authenticating,
    ClassicRecords,
    Desks,
    NativeRecords,
    SandboxActs,
    Telling,
    Verifying {
  readonly directory: ApplicationDirectory;
  readonly rates: RateLimiter;
  readonly metrics: Metrics;
  /** Where this server is reached; empty when it does not know. */
  readonly baseUrl: string;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Takes in what subscribers write. */
  readonly receiveInbound: ReceiveInbound;
  /** The last API calls of each application. */
  readonly apiLog: ApiLog;
  /** One API call under way. */
  readonly calls: CallScope;
  /** What a message part costs, in memory. */
  readonly prices: PriceList;
  /** False while draining, or while the database does not answer. */
  isReady(): Promise<boolean>;
  startLoops(): void;
  /** From now on the node says it is not ready; it goes on answering. */
  announceStop(): void;
  /** Finishes what is under way and stops; due rows stay for the other nodes. */
  drain(): Promise<void>;
}

export function createCore(deps: CoreDeps): Core {
  const { db, keyRing, clock, logger, metrics } = deps;
  const directory = createApplicationDirectory({ db, keyRing });
  const delivery = createDelivery(deps);
  const prices = createPriceList({ db });
  const calls = createCallScope();
  const apiLog = createApiLog({ db, clock, provenId: calls.provenId });
  const guard = createFraudGuard({ db, keyRing, clock });
  const { idle: classicIdle, ...classicRecords } = createClassicRecords({
    ...{ db, keyRing, clock, logger },
    onConverted: guard.noteConverted,
  });
  const { advanceDue, ...verifying } = createVerifying(deps, { delivery, guard, prices });
  const inbound = createInbound({
    ...{ db, keyRing, clock, logger, directory },
    checkVerification: verifying.checkVerification,
    sendMessage: verifying.sendMessage,
  });
  const loops = createLoops(
    [
      ...dueWorks(delivery, advanceDue, db),
      ...otherWorks({ db, prices, apiLog, guard, textChannel: delivery.textChannel }),
      inboundWork(inbound.handleDue),
      eventsWork(deps, delivery.channels),
    ],
    logger,
  );
  let isStopping = false;

  return {
    directory,
    rates: createRateLimiter({ db }),
    metrics,
    baseUrl: deps.baseUrl ?? '',
    channels: delivery.channels,
    ...createAuthenticating(deps, directory, calls),
    ...createSandbox(deps, {
      delivery,
      receiveInbound: inbound.receive,
      wakeLoops: loops.wake,
    }),
    ...verifying,
    ...createNativeRecords(deps, delivery.textChannel),
    ...createTelling(deps, directory),
    ...createDesks(deps, { directory, channels: delivery.channels, verifying }),
    receiveInbound: inbound.receive,
    prices,
    apiLog,
    calls,
    ...classicRecords,
    isReady: () => (isStopping ? Promise.resolve(false) : answers(db)),
    announceStop() {
      isStopping = true;
    },
    startLoops: loops.start,
    async drain() {
      await drain(loops, delivery);
      await classicIdle();
      // A second of counting is no reason to hold up the end.
      await guard.sync().catch(() => undefined);
    },
  };
}

async function answers(db: Database): Promise<boolean> {
  try {
    await db.ping();
    return true;
  } catch {
    return false;
  }
}
