/**
 * Starts a verification: the rules before the one statement that makes it. Decides which address is
 * meant, whether it may be written to, which code and sender are used, and when it all ends.
 * Must never answer before the state, the due dispatch and the event are committed together.
 */
import { acceptPhoneNumber } from '../applications/accept-phone-number.ts';
import type { Application } from '../applications/application.ts';
import type { AddressKind, CodeMessage } from '../channels/contract.ts';
import { byPlace, type Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import {
  appHashOf,
  contexts,
  dispatchLeaseEnd,
  dispatchLeaseSeconds,
  type ReadyDispatch,
} from '../delivery/contract.ts';
import type { Admission, AdmitMessage } from '../fraud/admit-message.ts';
import { assert } from '../kernel/assert.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { languageOfCountry } from '../kernel/language.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { randomDigits } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { assertSender } from '../numbers/assert-sender.ts';
import { type Quote, spendLimits } from './quote.ts';
import { clientMac, codeMac } from './secrets.ts';
import { insertStarts, type StartedRow, type StartRow } from './start-store.ts';
import { endVerification, findAddressState } from './store.ts';
import { type Lane, lanes } from './verification.ts';
import { sealStep, secondsToEnd, type WorkflowStep } from './workflows.ts';

export interface StartRequest {
  readonly application: Application;
  /** The id it is to have, of kernel/ids.ts; a new one otherwise. */
  readonly verificationId?: string;
  /** The wire it came by, e.g. `nexmo-verify`. */
  readonly dialect: string;
  readonly lane: Lane;
  /** Phone number in any accepted spelling, or an email address where every step is by email. */
  readonly to: string;
  /** ISO 3166 alpha-2, completes a national number. */
  readonly country?: string;
  readonly brand: string;
  /** Sender the caller asked for; the application's default otherwise. */
  readonly sender?: string;
  /** Wanted language; by the number's country otherwise. */
  readonly locale?: string;
  readonly workflow: readonly WorkflowStep[];
  /** 4 to 10. */
  readonly codeLength: number;
  /** The caller's own code; a random one otherwise. */
  readonly code?: string;
  /** 60 to 3600 s. */
  readonly codeLifeSeconds: number;
  /** Wrong checks of one code that end the verification. */
  readonly checksMax: number;
  readonly payment?: CodeMessage['payment'];
  readonly template?: CodeMessage['template'];
  /** The caller's own reference, echoed in receipts and search. */
  readonly reference?: string;
  /** Where the receipts of this message go instead of the application's URL. */
  readonly receiptsTo?: string;
  /** IP address of the end user's device, when the caller tells it. */
  readonly clientAddress?: string;
  /** The subscriber passed a challenge that the caller put to them (docs/fraud.md). */
  readonly isChallengePassed?: boolean;
  /**
   * Whether what happens to it is told (docs/webhooks.md); when the application has endpoints,
   * otherwise.
   */
  readonly wantsEvents?: boolean;
}

export type StartOutcome =
  | {
      readonly kind: 'started';
      readonly verificationId: string;
      readonly dispatchId: string;
      /** E.164 without plus, or email. */
      readonly address: string;
      /** Debited at once, units of kernel/money.ts. */
      readonly charge: number;
      readonly balance: string | null;
      readonly segments: number;
      readonly sender: string;
    }
  | { readonly kind: 'concurrent'; readonly verificationId: string }
  | { readonly kind: 'address_locked'; readonly retryAfterSeconds: number }
  | { readonly kind: 'too_many_sends'; readonly retryAfterSeconds: number };

/** An address in its one form, with what is known of it. */
interface AcceptedAddress {
  readonly value: string;
  readonly country: string | null;
  /** A number without its last four digits. */
  readonly prefix: string | null;
}

export interface StartDeps {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly db: Database;
  /** Takes the committed dispatch; must not throw and not wait. */
  readonly handOver: (dispatch: ReadyDispatch) => void;
  readonly addressKindOf: (channel: string) => AddressKind;
  readonly quote: Quote;
  /** Why a message with a caller's own code got nowhere. @throws PlatformError `opted_out` */
  readonly refuseOptedOut: (message: {
    applicationId: number;
    addressMac: Buffer;
    sender: string;
  }) => Promise<void>;
  /** Sandbox numbers that are refused on purpose. @throws PlatformError */
  readonly refuseMagicNumber: (e164: string) => void;
  /** Whether messages by it need a sender that may write to the recipient's country. */
  readonly hasSender: (channel: string) => boolean;
  /** Judges what is about to be sent. @throws PlatformError `barred` */
  readonly admit: AdmitMessage;
}

export type StartVerification = (request: StartRequest) => Promise<StartOutcome>;

/** Parallel messages to one number replace each other one by one; beyond that they are too many. */
const triesMax = 6;
const northAmerica = new Set(['US', 'CA']);

export function createStartVerification(deps: StartDeps): StartVerification {
  const insert = createCoalescer<StartRow, StartedRow | undefined>({
    batchMax: 200,
    lanesMax: 1,
    run: async (batch) => byPlace(batch.length, await insertStarts(deps.db, batch)),
  });
  const start = async (request: StartRequest, address: AcceptedAddress): Promise<StartOutcome> => {
    const plan = planStart(deps, request, address);
    for (let attempt = 1; attempt <= triesMax; attempt += 1) {
      const started = await insert(plan.row);
      if (started?.message === 'unaffordable') await undoUnaffordable(deps, plan.row);
      if (started) {
        // A subscriber who opted out gets nothing; a later step may reach them another way.
        if (started.message === 'queued') {
          deps.handOver({ ...plan.dispatch, leaseEndsAt: dispatchLeaseEnd() });
        }
        return startedOutcome(plan, started);
      }
      if (request.lane === lanes.message) await deps.refuseOptedOut(plan.row);
      const refusal = await explainRefusal(deps, request, plan.row);
      if (refusal) return refusal;
    }
    throw new PlatformError('rate_limited', { retryAfterSeconds: 1 });
  };
  return async (request) => {
    const address = acceptAddress(deps, request);
    const admission = admit(deps, request, address);
    try {
      const outcome = await start(sentBy(request, admission.channel), address);
      if (outcome.kind !== 'started') admission.takeBack();
      return outcome;
    } catch (error) {
      admission.takeBack();
      throw error;
    }
  };
}

/** Before anything is stored or costs: the guard against pumping counts it here. */
function admit(deps: StartDeps, request: StartRequest, address: AcceptedAddress): Admission {
  return deps.admit({
    application: request.application,
    kind: request.lane === lanes.verification ? 'verification' : 'own-code',
    address: address.value,
    country: address.country,
    prefix: address.prefix,
    clientMac: clientMac(deps.keyRing, request.clientAddress),
    channel: (request.workflow[0] as WorkflowStep).channel,
    isChallengePassed: request.isChallengePassed === true,
  });
}

/** The steps of the first one's channel take the channel that was admitted instead. */
function sentBy(request: StartRequest, channel: string): StartRequest {
  const asked = (request.workflow[0] as WorkflowStep).channel;
  if (channel === asked) return request;
  const workflow = request.workflow.map((step) =>
    step.channel === asked ? { ...step, channel } : step,
  );
  return { ...request, workflow };
}

/** @throws PlatformError `invalid_parameter`, `unroutable` or what a magic number asks for. */
function acceptAddress(deps: StartDeps, request: StartRequest): AcceptedAddress {
  const steps = request.workflow.filter(({ to }) => to === undefined);
  const kinds = new Set(steps.map(({ channel }) => deps.addressKindOf(channel)));
  if (kinds.size !== 1) throw new PlatformError('invalid_parameter', { parameter: 'workflow' });
  if (kinds.has('email')) return acceptEmail(request.to);
  const { e164, country, prefix } = acceptPhoneNumber(deps, request);
  return { value: e164, country, prefix };
}

function acceptEmail(text: string): AcceptedAddress {
  const isEmail = text.length <= 254 && /^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/.test(text);
  if (!isEmail) throw new PlatformError('invalid_parameter', { parameter: 'to' });
  return { value: text.toLowerCase(), country: null, prefix: null };
}

function spendable({ balance, credit }: Application): number {
  return parseAmount(balance) + parseAmount(credit);
}

/** Where a step writes to, when that is not where the verification is about. */
function addressOfOwn(
  deps: StartDeps,
  request: StartRequest,
  address: AcceptedAddress,
  step: WorkflowStep,
): AcceptedAddress | undefined {
  const { to, ...plan } = step;
  if (to === undefined) return undefined;
  const own = acceptAddress(deps, { ...request, to, workflow: [plan] });
  return own.value === address.value ? undefined : own;
}

/** Live messages by text: refused where the recipient's country does not let the sender write. */
function assertSenders(
  deps: StartDeps,
  request: StartRequest,
  steps: readonly { step: WorkflowStep; sender: string; country: string | null }[],
): void {
  for (const { step, sender, country } of steps) {
    if (country !== null && deps.hasSender(step.channel)) {
      assertSender({ application: request.application, sender, country });
    }
  }
}

/** What must be left for the price of the right code: nothing where the caller checks it. */
function reserveFor({ lane, application }: StartRequest): string {
  return lane === lanes.message ? '0' : application.settings.prices.verification;
}

interface StartPlan {
  readonly row: StartRow;
  readonly dispatch: Omit<ReadyDispatch, 'leaseEndsAt'>;
  readonly address: AcceptedAddress;
  readonly charge: number;
  readonly segments: number;
}

function planStart(deps: StartDeps, request: StartRequest, address: AcceptedAddress): StartPlan {
  const { application, workflow } = request;
  const now = deps.clock.now();
  const id = request.verificationId ?? newId(now);
  const first = workflow[0] as WorkflowStep;
  assert(first.to === undefined, 'the first step writes to the address of the verification');
  const code = request.code ?? randomDigits(request.codeLength);
  const message: CodeMessage = {
    code,
    brand: request.brand,
    locale: request.locale ?? languageOfCountry(address.country ?? ''),
    expiresInSeconds: request.codeLifeSeconds,
    ...(request.payment && { payment: request.payment }),
    ...(request.template && { template: request.template }),
    ...(first.template && { template: first.template }),
    ...appHashOf(first),
  };
  const sender = senderFor(request, address);
  const addresses = workflow.map((step) => addressOfOwn(deps, request, address, step));
  assertSenders(
    deps,
    request,
    workflow.map((step, index) => ({
      step,
      sender: step.sender ?? sender,
      country: (addresses[index] ?? address).country,
    })),
  );
  const { segments, charge } = deps.quote({
    settings: application.settings,
    channel: first.channel,
    country: address.country,
    message,
  });
  // What is known here may be a second old: the statement decides again.
  if (
    application.kind === 'live' &&
    spendable(application) < charge + parseAmount(reserveFor(request))
  ) {
    throw new PlatformError('quota_exceeded', { reason: 'balance' });
  }
  const { expiresInSeconds: _life, ...wording } = message;
  const dispatch = {
    applicationId: application.id,
    applicationKind: application.kind,
    id: newId(now),
    verificationId: id,
    step: 0,
    channel: first.channel,
    sender: first.sender ?? sender,
    tries: 1,
    to: address.value,
    content: { kind: 'code', message: wording } as const,
    ...(first.options && { options: first.options }),
    lifeSeconds: request.codeLifeSeconds,
    lifeLeftSeconds: request.codeLifeSeconds,
  };
  const row = startRow(deps, request, { address, addresses, sender, dispatch, message, charge });
  return { row, dispatch, address, charge, segments };
}

function startRow(
  deps: StartDeps,
  request: StartRequest,
  plan: Pick<StartPlan, 'address' | 'dispatch' | 'charge'> & {
    readonly message: CodeMessage;
    /** Of the verification; a step may have its own. */
    readonly sender: string;
    /** Own address of each step; undefined where it is the verification's. */
    readonly addresses: readonly (AcceptedAddress | undefined)[];
  },
): StartRow {
  const { keyRing } = deps;
  const { address, dispatch, message } = plan;
  const { application, workflow } = request;
  const id = dispatch.verificationId;
  const life = request.codeLifeSeconds;
  const { sendsPerAddress } = application.settings;
  const sealed = (text: string | undefined, context: string) =>
    text === undefined ? null : keyRing.seal(text, context);
  return {
    applicationId: application.id,
    id,
    dispatchId: dispatch.id,
    dialect: request.dialect,
    lane: request.lane,
    addressMac: keyRing.mac('address', address.value),
    addressSealed: keyRing.seal(address.value, contexts.address(id)),
    addressPrefix: address.prefix,
    country: address.country,
    brand: request.brand,
    sender: plan.sender,
    dispatchSender: dispatch.sender,
    locale: message.locale,
    workflow: JSON.stringify(
      workflow.map((step, index) => sealStep(keyRing, id, step, plan.addresses[index])),
    ),
    codeLength: message.code.length,
    hasOwnCode: request.code !== undefined,
    codeLifeSeconds: life,
    checksMax: request.checksMax,
    payment: request.payment ? JSON.stringify(request.payment) : null,
    templateSealed: sealed(
      request.template && JSON.stringify(request.template),
      contexts.template(id),
    ),
    reference: request.reference ?? null,
    receiptsToSealed: sealed(request.receiptsTo, contexts.receiptsTo(id)),
    codeMac: codeMac(keyRing, id, message.code),
    codeSealed: keyRing.seal(message.code, contexts.code(id)),
    channel: dispatch.channel,
    wantsReceipts:
      request.lane === lanes.message &&
      (request.receiptsTo ?? application.settings.receipts.url) !== null,
    nextStepSeconds: workflow.length > 1 ? (workflow[0] as WorkflowStep).waitSeconds : null,
    endsSeconds: secondsToEnd(workflow, 0, life, life),
    sendsMax: sendsPerAddress?.count ?? null,
    windowSeconds: sendsPerAddress?.windowSeconds ?? null,
    leaseSeconds: dispatchLeaseSeconds,
    clientMac: clientMac(keyRing, request.clientAddress),
    wantsEvents: request.wantsEvents ?? request.application.wantsEvents,
    charge: formatAmount(plan.charge),
    reserve: reserveFor(request),
    ...spendLimits(application),
  };
}

/** To the United States and Canada the application's two-way short code, elsewhere its sender. */
function senderFor(request: StartRequest, address: AcceptedAddress): string {
  const { campaigns, settings } = request.application;
  const campaign = campaigns.find(({ use }) => use === 'two-factor');
  if (request.lane === lanes.message && campaign) return campaign.code;
  if (campaign && address.country && northAmerica.has(address.country)) return campaign.code;
  return request.sender ?? settings.sender;
}

function startedOutcome(plan: StartPlan, started: StartedRow): StartOutcome {
  return {
    kind: 'started',
    verificationId: plan.row.id,
    dispatchId: plan.dispatch.id,
    address: plan.address.value,
    charge: plan.charge,
    balance: started.balance,
    segments: plan.segments,
    sender: plan.dispatch.sender,
  };
}

/** The statement had started it before the money was looked at: two of its kind may have met. */
async function undoUnaffordable(deps: StartDeps, row: StartRow): Promise<never> {
  await endVerification(deps.db, {
    applicationId: row.applicationId,
    verificationId: row.id,
    status: 'cancelled',
    reason: 'the balance or a spend cap did not allow the message',
    ageSecondsMin: 0,
    stepMax: 99,
    isOver: false,
  });
  throw new PlatformError('quota_exceeded', { reason: 'balance or cap' });
}

/** Undefined: the way is free by now (or was freed here) and the start may be tried again. */
async function explainRefusal(
  deps: StartDeps,
  request: StartRequest,
  row: StartRow,
): Promise<StartOutcome | undefined> {
  const [state] = await findAddressState(deps.db, row.applicationId, row.addressMac, row.lane);
  if (!state) return undefined;
  if (state.lock_seconds > 0) {
    return { kind: 'address_locked', retryAfterSeconds: state.lock_seconds };
  }
  if (state.verification_id === null) {
    return state.is_window_full
      ? { kind: 'too_many_sends', retryAfterSeconds: state.window_seconds_left }
      : undefined;
  }
  // A newer message with the caller's own code replaces the older one; verifications never do.
  const isReplaced = request.lane === lanes.message;
  if (!state.is_ended && !isReplaced) {
    return { kind: 'concurrent', verificationId: state.verification_id };
  }
  await endVerification(deps.db, {
    applicationId: row.applicationId,
    verificationId: state.verification_id,
    status: state.is_ended ? 'expired' : 'cancelled',
    reason: state.is_ended ? 'its time is over' : 'a newer message replaced it',
    ageSecondsMin: 0,
    stepMax: 99,
    isOver: state.is_ended,
  });
  return undefined;
}
