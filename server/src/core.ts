import { type ApiLog, createApiLog } from './api-log/api-log.ts';
import {
  type AccessToken,
  authenticateToken,
  issueAccessToken,
} from './applications/access-token.ts';
import type { Application } from './applications/application.ts';
import { authenticate, type Credentials } from './applications/authenticate.ts';
import { authenticateJwt, type JwtRequest } from './applications/authenticate-jwt.ts';
import {
  type ApplicationDirectory,
  createApplicationDirectory,
  type KnownApplication,
} from './applications/directory.ts';
import { createRateLimiter, type RateLimiter } from './applications/rates.ts';
import { createOwnAccount, type OwnAccount } from './billing/own-account.ts';
import { createPriceList, type PriceList } from './billing/price-list.ts';
import { type ChallengeDesk, createChallengeDesk } from './challenges/challenge-desk.ts';
import type { Channel } from './channels/contract.ts';
import { type ConsentDesk, createConsentDesk } from './consent/consent-desk.ts';
import { createDelivery } from './core/delivery.ts';
import {
  apiLogWorks,
  countingWork,
  createLoops,
  drain,
  dueWorks,
  inboundWork,
  pricesWork,
  pumpingWork,
} from './core/loops.ts';
import { createNativeRecords, type NativeRecords } from './core/native.ts';
import { createTelling, eventsWork, type Telling } from './core/telling.ts';
import { createVerifying, type Verifying } from './core/verifying.ts';
import type { Database } from './db/client.ts';
import { createFraudGuard } from './fraud/guard.ts';
import { type ClassicRecords, createClassicRecords } from './history/classic/classic-records.ts';
import { createFindByNumber, type FindByNumber } from './history/find-by-number.ts';
import { findOwn } from './history/own-verifications.ts';
import { createSearchVerifications, type SearchVerifications } from './history/search.ts';
import {
  createInbound,
  type InboundReceived,
  type ReceiveInbound,
} from './inbound/receive-inbound.ts';
import { replyFromHandset } from './inbound/reply-from-handset.ts';
import type { Clock } from './kernel/clock.ts';
import type { HttpClient } from './kernel/http-client.ts';
import type { Logger } from './kernel/logger.ts';
import type { KeyRing } from './kernel/secret-box.ts';
import type { Metrics } from './metrics.ts';
import { advanceClock } from './sandbox/advance-clock.ts';
import type { Handset } from './sandbox/handset.ts';
import type { HandsetMessage } from './sandbox/handset-message.ts';
import { type MagicNumber, magicNumbers } from './sandbox/magic-numbers.ts';
import { createMobileNetwork, type MobileNetwork } from './sandbox/mobile-network.ts';
import { reportReceipt } from './sandbox/report-receipt.ts';
import { createTemplateDesk, type TemplateDesk } from './templates/template-desk.ts';
import type { InboundMessage, OpenTransport, Receipt } from './transports/contract.ts';

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
  /** Where this server is reached, without a slash at its end; links are relative without it. */
  readonly baseUrl?: string;
  /** Lets a test or the bench listen to what carriers are given. */
  readonly wrapTransport?: (name: string, transport: OpenTransport) => OpenTransport;
}

export interface Core extends ClassicRecords, NativeRecords, Verifying, Telling {
  readonly directory: ApplicationDirectory;
  readonly rates: RateLimiter;
  readonly metrics: Metrics;
  /** Where this server is reached; empty when it does not know. */
  readonly baseUrl: string;
  readonly handset: Handset;
  /** The handset answers, and the answer takes effect. */
  replyFromHandset(
    applicationId: number,
    reply: { from: string; to: string; text: string },
  ): Promise<HandsetMessage>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly magicNumbers: readonly MagicNumber[];
  readonly mobileNetwork: MobileNetwork;
  authenticate(credentials: Credentials): Promise<KnownApplication>;
  /** @throws PlatformError `invalid_credentials`, reason `expired`, `acl` or `token`. */
  authenticateJwt(request: JwtRequest): Promise<KnownApplication>;
  /** A secret for a token that lives a day, and back. */
  issueAccessToken(request: { apiKey: string; secret: string }): Promise<AccessToken>;
  authenticateToken(token: string): Promise<KnownApplication>;
  readonly searchVerifications: SearchVerifications;
  readonly findByNumber: FindByNumber;
  /** Takes in what subscribers write. */
  readonly receiveInbound: ReceiveInbound;
  /** The virtual carrier brings a message, or reports on one, because its application says so. */
  receiveSandboxInbound(applicationId: number, message: InboundMessage): Promise<InboundReceived>;
  reportSandboxReceipt(applicationId: number, receipt: Receipt): Promise<void>;
  readonly consent: ConsentDesk;
  /** Codes typed on pages of ours. */
  readonly challenges: ChallengeDesk;
  /** Texts for codes that applications save by name. */
  readonly templates: TemplateDesk;
  /** The last API calls of each application. */
  readonly apiLog: ApiLog;
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
  const { db, keyRing, clock, logger, metrics } = deps;
  const directory = createApplicationDirectory({ db, keyRing });
  const delivery = createDelivery(deps);
  const prices = createPriceList({ db });
  const apiLog = createApiLog({ db, clock });
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
      pricesWork(prices),
      ...apiLogWorks(apiLog),
      pumpingWork(guard),
      countingWork(db, delivery.textChannel),
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
    handset: delivery.handset,
    replyFromHandset: (applicationId, reply) =>
      replyFromHandset(
        {
          handset: delivery.handset,
          receiveInbound: inbound.receive,
          transport: delivery.sandboxTransport,
        },
        applicationId,
        reply,
      ),
    channels: delivery.channels,
    magicNumbers,
    mobileNetwork: createMobileNetwork({ db, keyRing, clock }),
    authenticate: (credentials) => authenticate({ directory, keyRing, clock }, credentials),
    authenticateJwt: (request) => authenticateJwt({ directory, clock }, request),
    issueAccessToken: (request) => issueAccessToken({ directory, keyRing, clock }, request),
    authenticateToken: (token) => authenticateToken({ directory, keyRing, clock }, token),
    ...verifying,
    ...createNativeRecords(deps, delivery.textChannel),
    ...createTelling(deps),
    searchVerifications: createSearchVerifications({ db, keyRing }),
    findByNumber: createFindByNumber({ db, clock }),
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
    challenges: createChallengeDesk({
      ...{ db, keyRing, clock, directory, ...verifying },
      findVerification: (request) => findOwn({ db, keyRing }, request),
    }),
    templates: createTemplateDesk({ db, channels: delivery.channels }),
    prices,
    apiLog,
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

async function answers(db: Database): Promise<boolean> {
  try {
    await db.ping();
    return true;
  } catch {
    return false;
  }
}
