/**
 * The core: every use case bound to its database, keys and carriers, and the loops that move due
 * rows. Dialects (apis/) see this object and nothing below it. Wiring only, no rules.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Application } from './applications/application.ts';
import { authenticate, type Credentials } from './applications/authenticate.ts';
import {
  type ApplicationDirectory,
  createApplicationDirectory,
  type KnownApplication,
} from './applications/directory.ts';
import { createRateLimiter, type RateLimiter } from './applications/rates.ts';
import { createOwnAccount, type OwnAccount } from './billing/own-account.ts';
import { createPriceList, type PriceList } from './billing/price-list.ts';
import type { Channel } from './channels/contract.ts';
import * as channelRegistry from './channels/index.ts';
import { type ConsentDesk, createConsentDesk } from './consent/consent-desk.ts';
import { refuseOptedOut } from './consent/refuse-opted-out.ts';
import type { Database } from './db/client.ts';
import { type DueLoop, startDueLoop } from './db/due-loop.ts';
import type { ReadyDispatch } from './delivery/contract.ts';
import { createDispatcher, type Dispatcher, type Route } from './delivery/dispatch.ts';
import { createRecordReceipts, type RecordReceipts } from './delivery/receipts.ts';
import { createAdmitMessage } from './fraud/admit-message.ts';
import { createFraudGuard, type FraudGuard } from './fraud/guard.ts';
import { type ClassicRecords, createClassicRecords } from './history/classic/classic-records.ts';
import { createSearchVerifications, type SearchVerifications } from './history/search.ts';
import {
  createInbound,
  type InboundReceived,
  type ReceiveInbound,
} from './inbound/receive-inbound.ts';
import { replyFromHandset } from './inbound/reply-from-handset.ts';
import { maintain } from './jobs/maintenance.ts';
import { assert } from './kernel/assert.ts';
import type { Clock } from './kernel/clock.ts';
import { PlatformError } from './kernel/errors.ts';
import type { HttpClient } from './kernel/http-client.ts';
import type { Logger } from './kernel/logger.ts';
import type { KeyRing } from './kernel/secret-box.ts';
import { createSendMessage, type SendMessage } from './messages/send-message.ts';
import type { Metrics } from './metrics.ts';
import { countDueHours, textChannelOf } from './quality/count-hours.ts';
import { advanceClock } from './sandbox/advance-clock.ts';
import { createHandset, type Handset } from './sandbox/handset.ts';
import type { HandsetMessage } from './sandbox/handset-message.ts';
import { type MagicNumber, magicNumbers, refuseMagicNumber } from './sandbox/magic-numbers.ts';
import { reportReceipt } from './sandbox/report-receipt.ts';
import type { InboundMessage, OpenTransport, Receipt, Transport } from './transports/contract.ts';
import * as transportRegistry from './transports/index.ts';
import {
  type AdvanceDeps,
  type AdvanceDue,
  createAdvanceDue,
  createTriggerNextStep,
  type TriggerNextStep,
} from './verification/advance.ts';
import { type CancelVerification, createCancelVerification } from './verification/cancel.ts';
import { type CheckVerification, createCheckVerification } from './verification/check.ts';
import { createQuote } from './verification/quote.ts';
import { createStartVerification, type StartVerification } from './verification/start.ts';
import { lanes } from './verification/verification.ts';
import { createWebhookDeliverer, type WebhookDeliverer } from './webhooks/deliver-webhooks.ts';

export interface CoreDeps {
  /** For the batched statements of the hot path. */
  readonly hotDb: Database;
  /** For everything else. */
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly httpClient: HttpClient;
  /** Lets a test or the bench listen to what carriers are given. */
  readonly wrapTransport?: (name: string, transport: OpenTransport) => OpenTransport;
}

export interface Core extends ClassicRecords {
  readonly directory: ApplicationDirectory;
  readonly rates: RateLimiter;
  readonly metrics: Metrics;
  readonly handset: Handset;
  /** The handset answers, and the answer takes effect. */
  replyFromHandset(
    applicationId: number,
    reply: { from: string; to: string; text: string },
  ): Promise<HandsetMessage>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly magicNumbers: readonly MagicNumber[];
  authenticate(credentials: Credentials): Promise<KnownApplication>;
  readonly startVerification: StartVerification;
  readonly checkVerification: CheckVerification;
  readonly cancelVerification: CancelVerification;
  readonly triggerNextStep: TriggerNextStep;
  readonly searchVerifications: SearchVerifications;
  /** Takes in what subscribers write. */
  readonly receiveInbound: ReceiveInbound;
  /** The virtual carrier brings a message, or reports on one, because its application says so. */
  receiveSandboxInbound(applicationId: number, message: InboundMessage): Promise<InboundReceived>;
  reportSandboxReceipt(applicationId: number, receipt: Receipt): Promise<void>;
  readonly consent: ConsentDesk;
  /** Messages without a code. */
  readonly sendMessage: SendMessage;
  /** What a message part costs, in memory. */
  readonly prices: PriceList;
  /** What an application may do with its own account. */
  readonly account: OwnAccount;
  advanceClock(request: { application: Application; seconds: number }): Promise<number>;
  /** False while draining, or while the database does not answer. */
  isReady(): Promise<boolean>;
  startLoops(): void;
  /** From now on the node says it is not ready; it goes on answering. */
  announceStop(): void;
  /** Finishes what is under way and stops; due rows stay for the other nodes. */
  drain(): Promise<void>;
}

export function createCore(deps: CoreDeps): Core {
  const { hotDb, db, keyRing, clock, logger, metrics } = deps;
  const directory = createApplicationDirectory({ db, keyRing });
  const delivery = createDelivery(deps);
  const { channels, handset, dispatcher } = delivery;
  const { handOver } = dispatcher;
  const prices = createPriceList({ db });
  const guard = createFraudGuard({ db, keyRing, clock });
  const { idle: classicIdle, ...classicRecords } = createClassicRecords({
    db,
    keyRing,
    clock,
    logger,
    onConverted: guard.noteConverted,
  });
  const quote = createQuote({
    countSegments: (name, message) => channelNamed(channels, name).render(message).segments,
    priceOf: prices.priceOf,
  });
  const admit = createAdmitMessage({
    guard,
    priceOf: prices.priceOf,
    isPhoneChannel: (name) => channels.get(name)?.addressKind === 'phone-number',
  });
  const advanceDeps: AdvanceDeps = { db: hotDb, keyRing, clock, logger, handOver, quote };
  const loops = createLoops(
    [
      ...dueWorks(delivery, createAdvanceDue(advanceDeps), db),
      pricesWork(prices),
      pumpingWork(guard),
      countingWork(db, channels),
      inboundWork((limit) => inbound.handleDue(limit)),
    ],
    logger,
  );
  let isStopping = false;
  const startVerification = createStartVerification({
    db: hotDb,
    keyRing,
    clock,
    handOver,
    addressKindOf: (name) => channelNamed(channels, name).addressKind,
    quote,
    refuseMagicNumber,
    refuseOptedOut: (message) => refuseOptedOut(hotDb, message),
    admit,
  });
  const sendMessage = createSendMessage({
    db: hotDb,
    keyRing,
    clock,
    handOver,
    channel: theOne(channelRegistry, ({ takesReplies }) => takesReplies).name,
    priceOf: prices.priceOf,
    refuseMagicNumber,
    admit,
  });
  const check = createCheckVerification({ db: hotDb, keyRing, metrics });
  const checkVerification = tellingGuard(guard, check);
  const inbound = createInbound({
    ...{ db, keyRing, clock, logger, directory },
    checkVerification,
    sendMessage,
  });

  return {
    directory,
    rates: createRateLimiter({ db }),
    metrics,
    handset,
    replyFromHandset: (applicationId, reply) =>
      replyFromHandset(
        { handset, receiveInbound: inbound.receive, transport: delivery.sandboxTransport },
        applicationId,
        reply,
      ),
    channels,
    magicNumbers,
    authenticate: (credentials) => authenticate({ directory, keyRing, clock }, credentials),
    async startVerification(request) {
      const outcome = await startVerification(request);
      metrics.countStart(outcome.kind);
      return outcome;
    },
    checkVerification,
    cancelVerification: createCancelVerification({ db: hotDb }),
    triggerNextStep: createTriggerNextStep(advanceDeps),
    searchVerifications: createSearchVerifications({ db, keyRing }),
    receiveInbound: inbound.receive,
    receiveSandboxInbound: (applicationId, message) =>
      inbound.receive({ transport: delivery.sandboxTransport, message, applicationId }),
    reportSandboxReceipt: (applicationId, receipt) =>
      reportReceipt(
        { db, recordReceipts: delivery.recordReceipts, transport: delivery.sandboxTransport },
        applicationId,
        receipt,
      ),
    consent: createConsentDesk({ db, keyRing }),
    sendMessage,
    prices,
    ...classicRecords,
    account: createOwnAccount({ db, keyRing, directory, httpClient: deps.httpClient }),
    advanceClock: (request) => advanceClock({ db, wakeLoops: loops.wake }, request),
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

interface Delivery {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly recordReceipts: RecordReceipts;
  readonly handset: Handset;
  /** Name of the transport that carries the handset's messages. */
  readonly sandboxTransport: string;
  readonly dispatcher: Dispatcher;
  readonly webhooks: WebhookDeliverer;
}

function createDelivery(deps: CoreDeps): Delivery {
  const { hotDb, keyRing, clock, logger, metrics, httpClient } = deps;
  const channels = new Map<string, Channel>(
    Object.values(channelRegistry).map((channel) => [channel.name, channel]),
  );
  const recordReceipts = createRecordReceipts({ db: hotDb, clock });
  const sandboxTransport = theOne(transportRegistry, ({ reach }) => reach === 'handset');
  const shared = { db: hotDb, keyRing, logger, recordReceipts, metrics };
  const handset = createHandset({
    ...shared,
    clock,
    transport: sandboxTransport.name,
    replyChannel: theOne(channelRegistry, ({ takesReplies }) => takesReplies).name,
  });
  const routeFor = createRouting(deps, sandboxTransport, handset);
  return {
    channels,
    recordReceipts,
    handset,
    sandboxTransport: sandboxTransport.name,
    dispatcher: createDispatcher({ ...shared, channels, routeFor }),
    webhooks: createWebhookDeliverer({ ...shared, httpClient }),
  };
}

function dueWorks(delivery: Delivery, advanceDue: AdvanceDue, db: Database): readonly DueWork[] {
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

/** Another node's change of the price list is seen within two seconds. */
function pricesWork(prices: PriceList): DueWork {
  return { name: 'prices', limit: 1, pauseMilliseconds: 1_000, work: prices.refresh };
}

/** What this node counted goes to the others, and theirs comes here (docs/fraud.md). */
function pumpingWork(guard: FraudGuard): DueWork {
  const work = () => guard.sync().then(() => 0);
  return { name: 'pumping', limit: 1, pauseMilliseconds: 1_000, work };
}

/** Every right code, however it came, widens the budget of where it had been sent. */
function tellingGuard(guard: FraudGuard, check: CheckVerification): CheckVerification {
  return async (request) => {
    const outcome = await check(request);
    if (outcome.kind === 'verified') {
      const isOwnCode = request.lane === lanes.message;
      guard.noteVerified(request.application, outcome.destination, isOwnCode);
    }
    return outcome;
  };
}

/** Messages from subscribers whose node died before it was done with them. */
function inboundWork(work: DueWork['work']): DueWork {
  return { name: 'inbound', limit: 50, pauseMilliseconds: 1_000, work };
}

/** Hours of messages into the figures of quality. */
function countingWork(db: Database, channels: ReadonlyMap<string, Channel>): DueWork {
  const deps = { db, textChannel: textChannelOf(channels) };
  const work = () => countDueHours(deps);
  return { name: 'quality', limit: 1, pauseMilliseconds: 60_000, work };
}

/** The first of a registry, by name, that has a quality: the order of its lines must not matter. */
function theOne<Plugin extends { name: string }>(
  registry: Readonly<Record<string, Plugin>>,
  hasQuality: (plugin: Plugin) => boolean,
): Plugin {
  const [found] = Object.values(registry)
    .filter(hasQuality)
    .sort((left, right) => left.name.localeCompare(right.name));
  assert(found, 'the registry has a plug-in with the quality asked for');
  return found;
}

function channelNamed(channels: ReadonlyMap<string, Channel>, name: string): Channel {
  const channel = channels.get(name);
  if (!channel) throw new PlatformError('invalid_parameter', { parameter: 'channel' });
  return channel;
}

/** Sandbox applications reach the virtual handset; live ones the transports they have set up. */
function createRouting(
  deps: CoreDeps,
  sandboxTransport: Transport,
  handset: Handset,
): (dispatch: ReadyDispatch) => Route | undefined {
  const opened = sandboxTransport.open({}, { handset });
  const transport = deps.wrapTransport?.(sandboxTransport.name, opened) ?? opened;
  return ({ applicationKind }) =>
    applicationKind === 'sandbox' ? { name: sandboxTransport.name, transport } : undefined;
}

type DueWork = Omit<Parameters<typeof startDueLoop>[0], 'logger'>;

interface Loops {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

function createLoops(works: readonly DueWork[], logger: Logger): Loops {
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

async function drain(loops: Loops, delivery: Delivery): Promise<void> {
  await loops.stop();
  const patience = sleep(webhookPatienceMilliseconds, undefined, { ref: false });
  await Promise.race([delivery.webhooks.idle(), patience]);
  await delivery.dispatcher.idle();
  await delivery.handset.close();
}

async function answers(db: Database): Promise<boolean> {
  try {
    await db.ping();
    return true;
  } catch {
    return false;
  }
}
