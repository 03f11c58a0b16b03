/**
 * Plans a start before anything is stored: which address is meant and whether it may be written to, which
 * code and sender are used, what it costs, and when it all ends. Pure but for ids and codes.
 */
import { acceptPhoneNumber } from '../applications/accept-phone-number.ts';
import type { Application } from '../applications/application.ts';
import type { AddressKind, CodeMessage } from '../channels/contract.ts';
import {
  appHashOf,
  contexts,
  dispatchLeaseSeconds,
  type ReadyDispatch,
} from '../delivery/contract.ts';
import { assert } from '../kernel/assert.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { languageOfCountry } from '../kernel/language.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import { randomDigits } from '../kernel/random.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { assertSender } from '../numbers/assert-sender.ts';
import { assertRedirects } from './assert-redirects.ts';
import { type Quote, spendLimits } from './quote.ts';
import { clientMac, codeMac } from './secrets.ts';
import type { StartRow } from './start-store.ts';
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

/** An address in its one form, with what is known of it. */
export interface AcceptedAddress {
  readonly value: string;
  readonly country: string | null;
  /** A number without its last four digits. */
  readonly prefix: string | null;
}

export interface PlanDeps {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly addressKindOf: (channel: string) => AddressKind;
  readonly quote: Quote;
  /** Sandbox numbers that are refused on purpose. @throws PlatformError */
  readonly refuseMagicNumber: (e164: string) => void;
  /** Whether messages by it need a sender that may write to the recipient's country. */
  readonly hasSender: (channel: string) => boolean;
}

const northAmerica = new Set(['US', 'CA']);

/** @throws PlatformError `invalid_parameter`, `unroutable` or what a magic number asks for. */
export function acceptAddress(deps: PlanDeps, request: StartRequest): AcceptedAddress {
  let kind: AddressKind | undefined;
  for (const { to, channel } of request.workflow) {
    if (to !== undefined) continue;
    const own = deps.addressKindOf(channel);
    kind ??= own;
    if (own !== kind) throw new PlatformError('invalid_parameter', { parameter: 'workflow' });
  }
  if (!kind) throw new PlatformError('invalid_parameter', { parameter: 'workflow' });
  if (kind === 'email') return acceptEmail(request.to);
  const { e164, country, prefix } = acceptPhoneNumber(deps, request);
  return { value: e164, country, prefix };
}

function acceptEmail(text: string): AcceptedAddress {
  const isEmail = text.length <= 254 && /^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/.test(text);
  if (!isEmail) throw new PlatformError('invalid_parameter', { parameter: 'to' });
  return { value: text.toLowerCase(), country: null, prefix: null };
}

/** Where a step writes to, when that is not where the verification is about. */
function addressOfOwn(
  deps: PlanDeps,
  request: StartRequest,
  address: AcceptedAddress,
  step: WorkflowStep,
): AcceptedAddress | undefined {
  if (step.to === undefined) return undefined;
  const { to, ...plan } = step;
  const own = acceptAddress(deps, { ...request, to, workflow: [plan] });
  return own.value === address.value ? undefined : own;
}

/** Live messages by text: refused where the recipient's country does not let the sender write. */
function assertSenders(
  deps: PlanDeps,
  { application, workflow }: StartRequest,
  senderOf: (step: WorkflowStep) => string,
  countryOf: (index: number) => string | null,
): void {
  // The sandbox reaches the virtual handset only.
  if (application.kind !== 'live') return;
  for (const [index, step] of workflow.entries()) {
    const country = countryOf(index);
    if (country !== null && deps.hasSender(step.channel)) {
      assertSender({ application, sender: senderOf(step), country });
    }
  }
}

/** What is known here may be a second old: the statement decides again. */
function assertAffordable(application: Application, charge: number, reserve: string): void {
  if (application.kind !== 'live') return;
  const spendable = parseAmount(application.balance) + parseAmount(application.credit);
  if (spendable < charge + parseAmount(reserve)) {
    throw new PlatformError('quota_exceeded', { reason: 'balance' });
  }
}

/** What must be left for the price of the right code: nothing where the caller checks it. */
function reserveFor({ lane, application }: StartRequest): string {
  return lane === lanes.message ? '0' : application.settings.prices.verification;
}

export interface StartPlan {
  readonly row: StartRow;
  readonly dispatch: Omit<ReadyDispatch, 'leaseEndsAt'>;
  readonly address: AcceptedAddress;
  readonly charge: number;
}

export function planStart(
  deps: PlanDeps,
  request: StartRequest,
  address: AcceptedAddress,
): StartPlan {
  const { application, workflow } = request;
  const now = deps.clock.now();
  const id = request.verificationId ?? newId(now);
  const first = workflow[0] as WorkflowStep;
  assert(first.to === undefined, 'the first step writes to the address of the verification');
  const code = request.code ?? randomDigits(request.codeLength);
  const wording = {
    code,
    brand: request.brand,
    locale: request.locale ?? languageOfCountry(address.country ?? ''),
    ...(request.payment && { payment: request.payment }),
    ...(request.template && { template: request.template }),
    ...(first.template && { template: first.template }),
    ...appHashOf(first),
  };
  const message: CodeMessage = { ...wording, expiresInSeconds: request.codeLifeSeconds };
  const sender = senderFor(request, address);
  assertRedirects(workflow);
  const addresses = workflow.map((step) => addressOfOwn(deps, request, address, step));
  const senderOf = (step: WorkflowStep) => step.sender ?? sender;
  assertSenders(deps, request, senderOf, (index) => (addresses[index] ?? address).country);
  const { rendered, charge } = deps.quote({
    settings: application.settings,
    channel: first.channel,
    country: address.country,
    message,
  });
  const reserve = reserveFor(request);
  assertAffordable(application, charge, reserve);
  const dispatch = {
    applicationId: application.id,
    applicationKind: application.kind,
    id: newId(now),
    verificationId: id,
    step: 0,
    channel: first.channel,
    sender: senderOf(first),
    tries: 1,
    to: address.value,
    content: { kind: 'code', message: wording } as const,
    rendered,
    ...(first.options && { options: first.options }),
    lifeSeconds: request.codeLifeSeconds,
    lifeLeftSeconds: request.codeLifeSeconds,
  };
  const plan = { address, addresses, sender, dispatch, message, charge, reserve };
  return { row: startRow(deps, request, plan), dispatch, address, charge };
}

function startRow(
  deps: PlanDeps,
  request: StartRequest,
  plan: Pick<StartPlan, 'address' | 'dispatch' | 'charge'> & {
    readonly message: CodeMessage;
    /** Of the verification; a step may have its own. */
    readonly sender: string;
    /** Own address of each step; undefined where it is the verification's. */
    readonly addresses: readonly (AcceptedAddress | undefined)[];
    readonly reserve: string;
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
    reserve: plan.reserve,
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
