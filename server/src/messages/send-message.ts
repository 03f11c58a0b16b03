/**
 * Sends a message without a code: which parts it travels in, what they cost, and the one statement
 * that queues them. Must never answer before message, dispatches, money and events are committed.
 */
import { acceptPhoneNumber, type NumberDeps } from '../applications/accept-phone-number.ts';
import type { Application, ApplicationSettings } from '../applications/application.ts';
import { byPlace, type Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import {
  contexts,
  dispatchLeaseEnd,
  dispatchLeaseSeconds,
  type MessagePart,
  type ReadyDispatch,
} from '../delivery/contract.ts';
import type { AdmitMessage } from '../fraud/admit-message.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { formatAmount, parseAmount } from '../kernel/money.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { assertSender } from '../numbers/assert-sender.ts';
import { spendLimits } from '../verification/quote.ts';
import { type MessageContent, partsOf } from './parts.ts';
import { insertMessages, type MessageRow, type PartRow, type QueuedRow } from './store.ts';

export type SendMessageRequest = MessageContent & {
  readonly application: Application;
  /** The id it is to have, of kernel/ids.ts; a new one otherwise. */
  readonly messageId?: string;
  /** The wire it came by, e.g. `nexmo-sms`. */
  readonly dialect: string;
  /** Phone number in any accepted spelling. */
  readonly to: string;
  readonly sender: string;
  readonly campaignId?: number;
  /** The caller's own references, echoed in receipts and search. */
  readonly reference?: string;
  readonly accountReference?: string;
  /** Where the receipts of this message go instead of the application's URL. */
  readonly receiptsTo?: string;
  readonly wantsReceipts: boolean;
  /** Whether what happens to it is told; when the application has endpoints, otherwise. */
  readonly wantsEvents?: boolean;
  /** How long the message is of use. Range 20 to 604800 s. */
  readonly validitySeconds: number;
  /** The inbound message that this one answers; it is answered once. */
  readonly inReplyTo?: string;
  /** Sent even to somebody who opted out: the confirmation of an opt-out. */
  readonly ignoresOptOut?: boolean;
  /** Refused to somebody who opted out; otherwise accepted, and rejected by a receipt. */
  readonly refusesOptOut?: boolean;
};

export interface SentMessage {
  readonly messageId: string;
  /** E.164 without plus. */
  readonly address: string;
  /** MCCMNC of the sandbox's network, otherwise a name such as `US-FIXED`. */
  readonly network: string;
  readonly parts: readonly {
    readonly dispatchId: string;
    /** Units of kernel/money.ts. */
    readonly charge: number;
    /** After this part, decimal text. */
    readonly balance: string;
  }[];
}

/**
 * @throws PlatformError `invalid_parameter` (`from`: the number is somebody else's), `unroutable`
 * (`sender`: carriers deliver none such), `barred`, `opted_out` (where that is refused),
 * `quota_exceeded`, `conflict` (the inbound message has been answered already).
 */
export type SendMessage = (request: SendMessageRequest) => Promise<SentMessage>;

export interface SendMessageDeps extends NumberDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  /** Takes a committed dispatch; must not throw and not wait. */
  readonly handOver: (dispatch: ReadyDispatch) => void;
  /** Name of the channel that ordinary messages go by. */
  readonly channel: string;
  /** Price of one part, units of kernel/money.ts. */
  readonly priceOf: (part: {
    readonly settings: ApplicationSettings;
    readonly channel: string;
    readonly country: string;
  }) => number;
  /** Judges what is about to be sent. @throws PlatformError `barred` */
  readonly admit: AdmitMessage;
}

/** A receipt that nobody acknowledges is repeated for this long (docs/security.md). */
const webhookSecondsMax = 72 * 3_600;
const sandboxNetwork = '00101';

interface Plan {
  readonly row: MessageRow;
  readonly parts: readonly PartRow[];
  readonly dispatches: readonly Omit<ReadyDispatch, 'leaseEndsAt'>[];
  readonly unitPrice: number;
}

export function createSendMessage(deps: SendMessageDeps): SendMessage {
  const insert = createCoalescer<Plan, QueuedRow | undefined>({
    batchMax: 100,
    lanesMax: 1,
    run: async (batch) => {
      const rows = batch.map(({ row }) => row);
      const parts = batch.flatMap((plan) => plan.parts);
      return byPlace(batch.length, await insertMessages(deps.db, rows, parts, webhookSecondsMax));
    },
  });
  return async (request) => {
    const plan = planMessage(deps, request);
    const queued = await insert(plan);
    const isSent = assertKept(queued);
    if (isSent) {
      for (const dispatch of plan.dispatches) {
        deps.handOver({ ...dispatch, leaseEndsAt: dispatchLeaseEnd() });
      }
    }
    return sentMessage(request.application, plan, isSent, queued?.balance ?? null);
  };
}

/** Whether it is on its way; false when it is kept but rejected. @throws PlatformError */
function assertKept(queued: QueuedRow | undefined): boolean {
  switch (queued?.verdict) {
    case 'queued':
      return true;
    case 'rejected':
      return false;
    case 'opted_out':
      throw new PlatformError('opted_out');
    case 'foreign_sender':
      throw new PlatformError('invalid_parameter', { parameter: 'from', reason: 'is not yours' });
    case 'unaffordable':
      throw new PlatformError('quota_exceeded', { reason: 'balance or cap' });
    default:
      throw new PlatformError('conflict', { parameter: 'inReplyTo', reason: 'is answered' });
  }
}

function planMessage(deps: SendMessageDeps, request: SendMessageRequest): Plan {
  const { application, sender } = request;
  const address = acceptPhoneNumber(deps, request);
  assertSender({ application, sender, country: address.country });
  const unitPrice = deps.priceOf({
    settings: application.settings,
    channel: deps.channel,
    country: address.country,
  });
  const parts = partsOf(request);
  refuseBlocked(deps, request, address);
  const now = deps.clock.now();
  const id = request.messageId ?? newId(now);
  const row = messageRow(deps, request, { id, address, parts, unitPrice });
  const dispatches = parts.map((part, place) => ({
    applicationId: application.id,
    applicationKind: application.kind,
    id: newId(now),
    verificationId: id,
    step: place,
    channel: deps.channel,
    sender,
    tries: 1,
    to: address.e164,
    content: { kind: 'part', part } as const,
    lifeSeconds: request.validitySeconds,
    lifeLeftSeconds: request.validitySeconds,
  }));
  return {
    row,
    dispatches,
    parts: dispatches.map((dispatch) => ({
      messageId: id,
      dispatchId: dispatch.id,
      place: dispatch.step,
      deliveryId: newId(now),
    })),
    unitPrice,
  };
}

/** No code, so nothing to count: but nothing goes where a block is in force, answers apart. */
function refuseBlocked(
  { admit, channel }: SendMessageDeps,
  { application, inReplyTo }: SendMessageRequest,
  { e164, country, prefix }: ReturnType<typeof acceptPhoneNumber>,
): void {
  if (inReplyTo !== undefined) return;
  const facts = { country, prefix, clientMac: null, isChallengePassed: false };
  admit({ ...facts, application, kind: 'message', address: e164, channel });
}

function messageRow(
  { keyRing, channel }: SendMessageDeps,
  request: SendMessageRequest,
  plan: {
    readonly id: string;
    readonly address: ReturnType<typeof acceptPhoneNumber>;
    readonly parts: readonly MessagePart[];
    readonly unitPrice: number;
  },
): MessageRow {
  const { id, address, parts, unitPrice } = plan;
  const { application, receiptsTo } = request;
  const [first] = parts;
  return {
    applicationId: application.id,
    id,
    dialect: request.dialect,
    channel,
    campaignId: request.campaignId ?? null,
    addressMac: keyRing.mac('address', address.e164),
    addressSealed: keyRing.seal(address.e164, contexts.messageAddress(id)),
    addressPrefix: address.prefix,
    country: address.country,
    sender: request.sender,
    encoding: first?.encoding ?? 'gsm-7',
    contentSealed: keyRing.seal(JSON.stringify(parts), contexts.messageContent(id)),
    parts: parts.length,
    flash: first?.flash ?? false,
    reference: request.reference ?? null,
    accountReference: request.accountReference ?? null,
    receiptsToSealed:
      receiptsTo === undefined ? null : keyRing.seal(receiptsTo, contexts.messageReceiptsTo(id)),
    wantsEvents: request.wantsEvents ?? application.wantsEvents,
    wantsReceipts:
      request.wantsReceipts && (receiptsTo ?? application.settings.receipts.url) !== null,
    validitySeconds: request.validitySeconds,
    inReplyTo: request.inReplyTo ?? null,
    heedsOptOut: !request.ignoresOptOut,
    refusesOptOut: request.refusesOptOut ?? false,
    // Names are nobody's; in the sandbox every number may be tried.
    ownsSender: application.kind === 'live' && /^\d+$/.test(request.sender),
    leaseSeconds: dispatchLeaseSeconds,
    unitPrice: formatAmount(unitPrice),
    ...spendLimits(application),
  };
}

function sentMessage(
  application: Application,
  plan: Plan,
  isSent: boolean,
  balanceAfter: string | null,
): SentMessage {
  const { row, dispatches } = plan;
  const charge = isSent ? plan.unitPrice : 0;
  const last = parseAmount(balanceAfter ?? application.balance);
  return {
    messageId: row.id,
    address: dispatches[0]?.to ?? '',
    network: application.kind === 'sandbox' ? sandboxNetwork : `${row.country}-FIXED`,
    parts: dispatches.map(({ id }, place) => ({
      dispatchId: id,
      charge,
      balance: formatAmount(last + charge * (dispatches.length - 1 - place)),
    })),
  };
}
