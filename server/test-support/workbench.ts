/**
 * The use cases of the core on a real database, wired as core.ts does, with the outside world in the
 * test's hands: what is handed to delivery is kept, and time moves when the test says so.
 */
import type { Application, ApplicationSettings } from '../src/applications/application.ts';
import { createApplication } from '../src/applications/create-application.ts';
import { createApplicationDirectory } from '../src/applications/directory.ts';
import { getApplication } from '../src/applications/manage-application.ts';
import type { Channel } from '../src/channels/contract.ts';
import * as channels from '../src/channels/index.ts';
import { refuseOptedOut } from '../src/consent/refuse-opted-out.ts';
import { type Database, openDatabase, sql } from '../src/db/client.ts';
import type { ReadyDispatch } from '../src/delivery/contract.ts';
import { type AdmitMessage, admitEverything } from '../src/fraud/admit-message.ts';
import { systemClock } from '../src/kernel/clock.ts';
import type { Logger } from '../src/kernel/logger.ts';
import { parseAmount } from '../src/kernel/money.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../src/kernel/secret-box.ts';
import { createAdvanceClock } from '../src/sandbox/advance-clock.ts';
import { refuseMagicNumber } from '../src/sandbox/magic-numbers.ts';
import { createAdvanceDue, createTriggerNextStep } from '../src/verification/advance.ts';
import { createCancelVerification } from '../src/verification/cancel.ts';
import { type CheckOutcome, createCheckVerification } from '../src/verification/check.ts';
import { createQuote } from '../src/verification/quote.ts';
import {
  createResendCode,
  type ResendOutcome,
  type ResendRequest,
} from '../src/verification/resend.ts';
import {
  createStartVerification,
  type StartOutcome,
  type StartRequest,
} from '../src/verification/start.ts';
import { lanes } from '../src/verification/verification.ts';
import { classicWorkflows } from '../src/verification/workflows.ts';
import { createTestApplicationValue } from './application-value.ts';
import type { TestDatabase } from './database.ts';

export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const clock = systemClock;

export function openHotDatabase(url: string): Database {
  return openDatabase({
    url,
    connectionsMax: 6,
    statementTimeoutMilliseconds: 10_000,
    isHot: true,
    onError: () => undefined,
  });
}

export type Started = Extract<StartOutcome, { kind: 'started' }>;

export interface Workbench {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly application: Application;
  /** What was handed to delivery, in order. */
  readonly handed: ReadyDispatch[];
  start(changes?: Partial<StartRequest>): Promise<StartOutcome>;
  /** As `start`; fails the test unless it started. */
  begin(changes?: Partial<StartRequest>): Promise<Started>;
  check(verificationId: string, code: string): Promise<CheckOutcome>;
  resend(
    verificationId: string,
    policy: ResendRequest['policy'],
    channel?: string,
  ): Promise<ResendOutcome>;
  /** A code of the same length that is not the right one. */
  wrongCodeOf(verificationId: string): string;
  /** The code that was handed over last. */
  codeOf(verificationId: string): string;
  readonly cancel: ReturnType<typeof createCancelVerification>;
  readonly trigger: ReturnType<typeof createTriggerNextStep>;
  /** Moves this application's time, then lets the loop look until nothing is due. */
  travel(seconds: number): Promise<void>;
  advance(limit?: number): Promise<number>;
  countComparisons(): number;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly database: TestDatabase;
  /** Two benches with one ring and one application are two servers. */
  readonly keyRing?: KeyRing;
  readonly application?: Application;
  readonly kind?: 'sandbox' | 'live';
  readonly settings?: Partial<ApplicationSettings>;
  /** The defence against pumping; none otherwise. */
  readonly admit?: AdmitMessage;
}

/** The code a dispatch carries; empty when there is none. */
export function codeIn(dispatch: ReadyDispatch | undefined): string {
  return dispatch?.content.kind === 'code' ? dispatch.content.message.code : '';
}

let lastNumber = 0;

/** A number nobody used before in this file. */
export function freshNumber(): string {
  lastNumber += 1;
  return `4477009${String(lastNumber).padStart(5, '0')}`;
}

/** As an approved campaign would make it: without one a live application may not write to the US. */
function withShortCode(application: Application): Application {
  if (application.kind === 'sandbox') return application;
  const { campaigns } = createTestApplicationValue('live', [{ use: 'two-factor', code: '98765' }]);
  return { ...application, campaigns };
}

export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { database } = options;
  const keyRing = options.keyRing ?? readKeyRing(generateKeyRing());
  const kind = options.kind ?? 'sandbox';
  const application =
    options.application ??
    withShortCode(await createTestApplication(database.db, keyRing, kind, options.settings));
  const db = openHotDatabase(database.url);
  const handed: ReadyDispatch[] = [];
  let comparisons = 0;
  const handOver = (dispatch: ReadyDispatch) => {
    handed.push(dispatch);
  };
  const byName = new Map<string, Channel>(
    Object.values(channels).map((channel) => [channel.name, channel]),
  );
  const channelNamed = (name: string) => byName.get(name) as Channel;
  const quote = createQuote({
    render: (name, message) => channelNamed(name).render(message),
    priceOf: ({ settings, channel }) => parseAmount(settings.prices.message[channel] ?? '0'),
  });
  const { admit = admitEverything } = options;
  const hasSender = (name: string) => channelNamed(name).takesReplies;
  const deps = { db, keyRing, clock, logger: silentLogger, handOver, quote, admit, hasSender };
  const startVerification = createStartVerification({
    ...deps,
    addressKindOf: (name) => channelNamed(name).addressKind,
    refuseMagicNumber,
    refuseOptedOut: (message) => refuseOptedOut(db, message),
  });
  const checkVerification = createCheckVerification({
    db,
    keyRing,
    metrics: {
      countComparison: () => {
        comparisons += 1;
      },
      countOutcome: () => undefined,
    },
  });
  const advance = createAdvanceDue(deps);
  const resend = createResendCode({
    ...deps,
    asksForCode: (name) => channelNamed(name).confirmedBy === 'code',
    addressKindOf: (name) => channelNamed(name).addressKind,
  });
  const start = (changes: Partial<StartRequest> = {}) =>
    startVerification({ ...usualRequest(application), ...changes });
  const advanceClock = createAdvanceClock({ db: database.db, wakeLoops: () => undefined });
  const codeOf = (verificationId: string): string => {
    const last = handed.findLast((dispatch) => dispatch.verificationId === verificationId);
    if (!last) throw new Error('nothing was handed over for this verification');
    return codeIn(last);
  };
  return {
    resend: (verificationId, policy, channel) =>
      resend({ application, verificationId, policy, ...(channel !== undefined && { channel }) }),
    db: database.db,
    keyRing,
    application,
    handed,
    start,
    async begin(changes) {
      const outcome = await start(changes);
      if (outcome.kind !== 'started') throw new Error(`not started but ${outcome.kind}`);
      return outcome;
    },
    check: (verificationId, code) => checkVerification({ application, verificationId, code }),
    codeOf,
    wrongCodeOf: (verificationId) => otherCode(codeOf(verificationId)),
    cancel: createCancelVerification({ db }),
    trigger: createTriggerNextStep(deps),
    advance: (limit = 50) => advance(limit),
    async travel(seconds) {
      await advanceClock({ application, seconds });
      while ((await advance(50)) > 0);
    },
    countComparisons: () => comparisons,
    close: () => db.close(),
  };
}

export async function createTestApplication(
  db: Database,
  keyRing: KeyRing,
  kind: 'sandbox' | 'live',
  settings: Partial<ApplicationSettings> = {},
): Promise<Application> {
  const made = await createApplication(
    { db, keyRing },
    { name: 'Test', kind, actor: 'system', settings },
  );
  const { id } = made.application;
  // A live application begins with nothing to spend.
  await db.query(sql`update balances set amount = 10000 where application_id = ${id}`);
  return getApplication(
    { db, keyRing, directory: createApplicationDirectory({ db, keyRing }) },
    id,
  );
}

export function usualRequest(application: Application): StartRequest {
  return {
    application,
    dialect: 'test',
    lane: lanes.verification,
    to: freshNumber(),
    brand: 'Acme',
    workflow: classicWorkflows[6] as StartRequest['workflow'],
    codeLength: 4,
    codeLifeSeconds: 300,
    checksMax: 3,
  };
}

function otherCode(code: string): string {
  const first = code.startsWith('9') ? '0' : '9';
  return `${first}${code.slice(1)}`;
}
