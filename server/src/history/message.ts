/**
 * A message as an operator sees it, whichever way it went and whatever it belonged to: masked number,
 * never its words.
 */
import { contexts } from '../delivery/contract.ts';
import { contexts as inboundContexts } from '../inbound/inbound.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type Explanation, endsAtCarrier, explainDelivery } from './explain-delivery.ts';
import type { InboundRow, OutboundRow } from './store.ts';

export const messageStates = [
  'due',
  'sent',
  'accepted',
  'buffered',
  'delivered',
  'expired',
  'failed',
  'rejected',
  'unknown',
  'not_sent',
  'received',
] as const;
export type MessageState = (typeof messageStates)[number];

export type MessageDirection = 'outbound' | 'inbound';

export interface MessageSummary {
  /** What the wires call `message-id`; of an inbound message its own id. */
  readonly id: string;
  readonly direction: MessageDirection;
  /** Which dialect it came by; null for an inbound one. */
  readonly dialect: string | null;
  readonly channel: string;
  readonly state: string;
  /** In full, for the application itself; null for operators, and once it was redacted. */
  readonly address: string | null;
  /** The subscriber's number or email, masked. */
  readonly maskedAddress: string;
  /** Our side: the sender, or the number that was written to. */
  readonly sender: string;
  readonly country: string | null;
  readonly network: string | null;
  readonly transport: string | null;
  readonly segments: number | null;
  readonly cost: string;
  readonly currency: string;
  readonly reference: string | null;
  readonly errorCode: number | null;
  readonly explanation: Explanation;
  /** Receipts come from the carrier only and say nothing about the phone. */
  readonly isCarrierOnly: boolean;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
  /** The verification whose code it carries, or that its text answered. */
  readonly verificationId: string | null;
}

export interface MessageDeps {
  readonly keyRing: KeyRing;
  /** The channel short codes write on and people answer by. */
  readonly textChannel: string;
  /** Only where the application itself asks. */
  readonly tellsAddresses?: boolean;
}

function isCarrierOnlyOf(
  deps: MessageDeps,
  row: { readonly channel: string; readonly sender: string; readonly country: string | null },
): boolean {
  return row.channel === deps.textChannel && endsAtCarrier(row);
}

export function outboundSummary(deps: MessageDeps, row: OutboundRow): MessageSummary {
  const { state, error_code: errorCode } = row;
  const isCarrierOnly = isCarrierOnlyOf(deps, row);
  const isOfVerification = row.kind === 'verification';
  const context = isOfVerification ? contexts.address : contexts.messageAddress;
  const address = deps.keyRing
    .open(row.address_sealed, context(row.verification_id))
    .toString('utf8');
  return {
    id: row.id,
    direction: 'outbound',
    dialect: row.dialect,
    channel: row.channel,
    state,
    address: deps.tellsAddresses ? address || null : null,
    maskedAddress: maskAddress(address),
    sender: row.sender,
    country: row.country,
    network: row.network,
    transport: row.transport,
    segments: row.segments,
    cost: row.cost,
    currency: row.currency,
    reference: row.reference,
    errorCode: errorCode === 0 ? null : errorCode,
    explanation: explainDelivery({ state, errorCode, isCarrierOnly }),
    isCarrierOnly,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    verificationId: isOfVerification ? row.verification_id : null,
  };
}

export function inboundSummary(deps: MessageDeps, row: InboundRow): MessageSummary {
  const address = deps.keyRing
    .open(row.address_sealed, inboundContexts.address(row.id))
    .toString('utf8');
  return {
    id: row.id,
    direction: 'inbound',
    dialect: null,
    channel: deps.textChannel,
    state: 'received',
    address: deps.tellsAddresses ? address || null : null,
    maskedAddress: maskAddress(address),
    sender: row.recipient,
    country: null,
    network: row.network,
    transport: row.transport,
    segments: null,
    cost: '0',
    currency: 'EUR',
    reference: null,
    errorCode: null,
    explanation: explainInbound(row),
    isCarrierOnly: false,
    createdAt: row.received_at,
    sentAt: null,
    endedAt: row.handled_at,
    verificationId: row.verification_id,
  };
}

/** What the text was taken for; a text may hold a code, so its words are not told. */
const meanings: Readonly<Record<string, string>> = {
  stop: 'The person asked for no more messages from this sender.',
  start: 'The person asked for messages again.',
  help: 'The person asked for help.',
  code: 'The person answered with a code.',
  message: 'The person wrote something that is no keyword and no code.',
};

function explainInbound(row: InboundRow): Explanation {
  const isPart = row.concat_total !== null && row.concat_total > 1;
  const part = isPart ? ` Part ${row.concat_part ?? '?'} of ${row.concat_total}.` : '';
  const meaning = (row.meaning && meanings[row.meaning]) ?? 'The message has just arrived.';
  return { meaning: `${meaning}${part}`, advice: '' };
}
