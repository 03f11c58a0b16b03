/**
 * The use cases of one node on a scratch database, as core.ts binds them, but without loops and with
 * the carrier and the hand-over in the test's hand: it says when a node looks, and when it dies.
 */

import type { Channel } from '../../server/src/channels/contract.ts';
import * as channelRegistry from '../../server/src/channels/index.ts';
import type { Database } from '../../server/src/db/client.ts';
import type { ReadyDispatch } from '../../server/src/delivery/contract.ts';
import { createDispatcher, type Dispatcher } from '../../server/src/delivery/dispatch.ts';
import { createRecordReceipts, type RecordReceipts } from '../../server/src/delivery/receipts.ts';
import { admitEverything } from '../../server/src/fraud/admit-message.ts';
import { systemClock } from '../../server/src/kernel/clock.ts';
import { parseAmount } from '../../server/src/kernel/money.ts';
import type { OpenTransport } from '../../server/src/transports/contract.ts';
import {
  type AdvanceDue,
  createAdvanceDue,
  createTriggerNextStep,
  type TriggerNextStep,
} from '../../server/src/verification/advance.ts';
import {
  type CancelVerification,
  createCancelVerification,
} from '../../server/src/verification/cancel.ts';
import {
  type CheckVerification,
  createCheckVerification,
} from '../../server/src/verification/check.ts';
import { createQuote } from '../../server/src/verification/quote.ts';
import {
  createStartVerification,
  type StartVerification,
} from '../../server/src/verification/start.ts';
import type { Scratch } from './scratch.ts';

export const transportName = 'inbox';

export interface Modules {
  readonly db: Database;
  readonly start: StartVerification;
  readonly check: CheckVerification;
  readonly cancel: CancelVerification;
  readonly trigger: TriggerNextStep;
  readonly advance: AdvanceDue;
  readonly dispatcher: Dispatcher;
  readonly receipts: RecordReceipts;
}

export interface ModuleSeams {
  readonly carrier: OpenTransport;
  /** Takes a committed dispatch in place of the dispatcher, as a dying node does. */
  readonly onHandOver: (dispatch: ReadyDispatch, dispatcher: Dispatcher) => void;
  readonly onComparison: () => void;
}

export function openModules(scratch: Scratch, seams: ModuleSeams): Modules {
  const { keyRing } = scratch;
  const db = scratch.openHot(4);
  const clock = systemClock;
  const ignore = (): void => undefined;
  const logger = { info: ignore, warn: ignore, error: ignore };
  const channels = new Map<string, Channel>(
    Object.values(channelRegistry).map((channel) => [channel.name, channel]),
  );
  const channel = (name: string): Channel => channels.get(name) as Channel;
  const receipts = createRecordReceipts({ db, clock });
  const dispatcher = createDispatcher({
    db,
    keyRing,
    logger,
    channels,
    routeFor: () => ({ name: transportName, transport: seams.carrier }),
    recordReceipts: receipts,
    metrics: { countDispatch: ignore },
  });
  const handOver = (dispatch: ReadyDispatch): void => seams.onHandOver(dispatch, dispatcher);
  const quote = createQuote({
    render: (name, message) => channel(name).render(message),
    priceOf: ({ settings, channel: name }) => parseAmount(settings.prices.message[name] ?? '0'),
  });
  const advanceDeps = { db, keyRing, clock, logger, handOver, quote, admit: admitEverything };
  return {
    db,
    start: createStartVerification({
      keyRing,
      clock,
      db,
      handOver,
      addressKindOf: (name) => channel(name).addressKind,
      quote,
      refuseMagicNumber: ignore,
      refuseOptedOut: async () => undefined,
      hasSender: (name) => name === 'sms',
      admit: admitEverything,
    }),
    check: createCheckVerification({
      db,
      keyRing,
      metrics: { countComparison: seams.onComparison, countOutcome: ignore },
    }),
    cancel: createCancelVerification({ db }),
    trigger: createTriggerNextStep(advanceDeps),
    advance: createAdvanceDue(advanceDeps),
    dispatcher,
    receipts,
  };
}
