/**
 * A transport is who carries a message: an adapter with credentials. It knows how to hand over a
 * rendered message and how to read the carrier's receipts. It never sees the database.
 */
import type { TSchema } from 'typebox';
import type { RenderedMessage } from '../channels/contract.ts';

/** A message ready for the carrier. */
export interface OutgoingMessage {
  /** Idempotency token: the same dispatch handed over twice carries the same id. */
  readonly dispatchId: string;
  readonly applicationId: number;
  readonly verificationId: string;
  readonly channel: string;
  /** E.164 without plus, or an email address. */
  readonly to: string;
  readonly from: string;
  readonly rendered: RenderedMessage;
  /** The code inside the text, for transports that show it apart; null for an ordinary message. */
  readonly code: string | null;
  /** What the caller wants of the channel, e.g. `app_hash` or `entity_id`; heed what you know. */
  readonly options?: Readonly<Record<string, string>>;
  /** Part of a concatenated message: reference (0 to 255), how many, which (from 1). */
  readonly concat?: { readonly reference: number; readonly total: number; readonly part: number };
  /** Shown at once and not stored by the phone (message class 0). */
  readonly flash?: boolean;
  /** A binary message instead of a text: payload and user data header, hexadecimal. */
  readonly binary?: { readonly data: string; readonly header: string };
}

/** What the carrier answered to the hand-over. */
export interface HandOver {
  /** The carrier's message id: receipts are matched by it. */
  readonly messageId: string;
  /** Recipient network (MCCMNC) when the carrier tells it. */
  readonly network?: string;
}

export const receiptStatuses = [
  'accepted',
  'buffered',
  'delivered',
  'expired',
  'failed',
  'rejected',
  'unknown',
] as const;
export type ReceiptStatus = (typeof receiptStatuses)[number];

/** One delivery receipt as the carrier reported it. */
export interface Receipt {
  readonly messageId: string;
  readonly status: ReceiptStatus;
  /** Nexmo-style error number, 0 when none (docs/compatibility/nexmo-2fa.md). */
  readonly errorCode: number;
  readonly network?: string;
  /** The carrier's own words, for the timeline; no text of the message. */
  readonly raw?: string;
}

/** A message from a subscriber as the carrier handed it over; one part of a longer one as it came. */
export interface InboundMessage {
  /** The carrier's id: a message repeated under it is taken once. */
  readonly messageId: string;
  /** E.164 without plus. */
  readonly from: string;
  /** The number or short code that was written to. */
  readonly to: string;
  readonly type: 'text' | 'unicode' | 'binary';
  readonly text?: string;
  /** Binary only: payload and header, hexadecimal. */
  readonly data?: string;
  readonly header?: string;
  /** Part of a concatenated message: shared reference, how many, which (from 1). */
  readonly concat?: { readonly reference: string; readonly total: number; readonly part: number };
  readonly network?: string;
}

export type TransportErrorKind = 'retryable' | 'permanent' | 'misconfigured' | 'over-quota';

/** Thrown by `send`; decides the retry in delivery/dispatch.ts only. */
export class TransportError extends Error {
  readonly kind: TransportErrorKind;
  /** The provider's own code, e.g. `ESME_RTHROTTLED`. */
  readonly providerCode: string;
  constructor(kind: TransportErrorKind, providerCode: string, message: string) {
    super(message);
    this.name = 'TransportError';
    this.kind = kind;
    this.providerCode = providerCode;
  }
}

/** What the server lends to a transport: functions, never a database handle. */
export interface TransportHost {
  /** The virtual handset (sandbox): keeps a message and owes its receipts. */
  readonly handset: { keep(message: OutgoingMessage): Promise<HandOver> };
}

export interface OpenTransport {
  send(message: OutgoingMessage): Promise<HandOver>;
}

export interface CarrierCallback {
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Transport {
  /** Stable name, e.g. `inbox`. */
  readonly name: string;
  /** Where its messages end: with people, or on the sandbox's virtual handset. */
  readonly reach: 'people' | 'handset';
  /** Names of the channels it can carry. */
  readonly channels: readonly string[];
  /** Shape of its settings; the console draws the form from it. */
  readonly settingsSchema: TSchema;
  open(settings: unknown, host: TransportHost): OpenTransport;
  /**
   * Reads a carrier's message from a subscriber. @throws TransportError `permanent` when it is not
   * authentic. Transports whose messages do not come by HTTP return an empty list.
   */
  parseInbound(callback: CarrierCallback): readonly InboundMessage[];
  /**
   * Reads a carrier's callback. @throws TransportError `permanent` when it is not authentic.
   * Transports whose receipts do not come by HTTP return an empty list.
   */
  parseReceipts(callback: CarrierCallback): readonly Receipt[];
}
