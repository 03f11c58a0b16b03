/**
 * What verification and messages hand to delivery: one dispatch, leased to this node and ready to be
 * sent. The same facts lie in the dispatch's row, from where any node takes it up when this one dies.
 * Here too: how sealed facts are bound to their rows, as both sides open them.
 */
import type { CodeMessage, RenderedMessage } from '../channels/contract.ts';
import { assert } from '../kernel/assert.ts';
import type { KeyRing } from '../kernel/secret-box.ts';

/** One part of an ordinary message, as it goes on the air. */
export interface MessagePart {
  /** Empty for a binary one. */
  readonly text: string;
  readonly encoding: 'gsm-7' | 'ucs-2' | 'binary';
  /** Reference (0 to 255), how many parts, which this is (from 1). */
  readonly concat?: { readonly reference: number; readonly total: number; readonly part: number };
  /** Binary only: payload and user data header, hexadecimal. */
  readonly data?: string;
  readonly header?: string;
  /** Shown at once and not stored by the phone (message class 0). */
  readonly flash?: boolean;
}

/** What a dispatch says: a code that its channel phrases, or a part of a message as it is. */
export type DispatchContent =
  | { readonly kind: 'code'; readonly message: Omit<CodeMessage, 'expiresInSeconds'> }
  | { readonly kind: 'part'; readonly part: MessagePart };

export interface ReadyDispatch {
  readonly applicationId: number;
  readonly applicationKind: 'sandbox' | 'live';
  readonly id: string;
  /** The verification, or the message without a code, that it belongs to. */
  readonly verificationId: string;
  /** Step of the workflow, or place of the part (from 0). */
  readonly step: number;
  readonly channel: string;
  readonly sender: string;
  /** How often it has been taken up, this time included. */
  readonly tries: number;
  /** Address in clear: E.164 without plus, or email. */
  readonly to: string;
  readonly content: DispatchContent;
  /** As it was rendered to be priced; whoever takes it up from its row renders anew. */
  readonly rendered?: RenderedMessage;
  /** What the caller wants of the channel, e.g. `app_hash`; a transport heeds what it knows. */
  readonly options?: Readonly<Record<string, string>>;
  /** How long the code, or the message, is of use, and how much of that is left. */
  readonly lifeSeconds: number;
  readonly lifeLeftSeconds: number;
  /** Monotonic milliseconds (performance.now) after which another node may take it. */
  readonly leaseEndsAt: number;
}

/** A dispatch is leased for this long; a killed node delays a code by no more. */
export const dispatchLeaseSeconds = 15;

export function dispatchLeaseEnd(): number {
  return performance.now() + dispatchLeaseSeconds * 1000;
}

/**
 * Nothing is sent with less life left than this: the smaller of 60 s and a quarter of the code's
 * life (docs/security.md).
 */
export function lifeLeftToSendSeconds(lifeSeconds: number): number {
  return Math.min(60, lifeSeconds / 4);
}

/** Contexts of sealed values: a value moved to another verification or column does not open. */
export const contexts = {
  address: (verificationId: string) => `verifications.address:${verificationId}`,
  code: (verificationId: string) => `live_addresses.code:${verificationId}`,
  stepAddress: (verificationId: string) => `verifications.workflow.to:${verificationId}`,
  template: (verificationId: string) => `verifications.template:${verificationId}`,
  receiptsTo: (verificationId: string) => `verifications.receipts_to:${verificationId}`,
  checkedCode: (verificationId: string) => `verification_events.code:${verificationId}`,
  messageAddress: (messageId: string) => `messages.address:${messageId}`,
  messageContent: (messageId: string) => `messages.content:${messageId}`,
  messageReceiptsTo: (messageId: string) => `messages.receipts_to:${messageId}`,
} as const;

/** A step of a workflow as it lies in `verifications.workflow`. */
export interface StoredStep {
  readonly channel: string;
  readonly waitSeconds: number;
  readonly code?: 'same' | 'new';
  readonly endsVerification?: boolean;
  readonly sender?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Another address than the verification's: sealed, base64. */
  readonly toSealed?: string;
  /** ISO 3166 alpha-2 of that address; null for an email address. */
  readonly toCountry?: string | null;
  /** A template of this step's own: sealed JSON, base64. */
  readonly templateSealed?: string;
}

/** A step's plan on another channel: sender, text and options were meant for its own. */
export function planOnChannel(step: StoredStep, channel: string): StoredStep {
  if (channel === step.channel) return step;
  const { sender: _sender, templateSealed: _template, options: _options, ...plan } = step;
  return { ...plan, channel };
}

/** The columns of a verification and its application that a dispatch is made of. */
export interface StoredMessageFacts {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  verification_id: string;
  address_sealed: Buffer;
  brand: string;
  sender: string;
  locale: string;
  payment: { payee: string; amount: string; currency: string } | null;
  template_sealed: Buffer | null;
  code_life_seconds: number;
}

/** The address a step writes to, in clear. */
export function addressOfStep(
  keyRing: KeyRing,
  stored: Pick<StoredMessageFacts, 'verification_id' | 'address_sealed'>,
  step: StoredStep | undefined,
): string {
  const id = stored.verification_id;
  return step?.toSealed === undefined
    ? open(keyRing, stored.address_sealed, contexts.address(id))
    : open(keyRing, Buffer.from(step.toSealed, 'base64'), contexts.stepAddress(id));
}

/** Opens what is stored and leases the dispatch to this node. */
export function readyDispatchFrom(
  keyRing: KeyRing,
  stored: StoredMessageFacts,
  dispatch: Pick<ReadyDispatch, 'id' | 'step' | 'channel' | 'tries' | 'lifeLeftSeconds'> & {
    readonly code: string;
    /** What the workflow says of the step. */
    readonly plan: StoredStep | undefined;
  },
): ReadyDispatch {
  const { code, plan, ...facts } = dispatch;
  const id = stored.verification_id;
  return {
    ...facts,
    applicationId: stored.application_id,
    applicationKind: stored.application_kind,
    verificationId: id,
    sender: plan?.sender ?? stored.sender,
    to: addressOfStep(keyRing, stored, plan),
    content: { kind: 'code', message: { code, ...storedWording(keyRing, stored, plan) } },
    ...(plan?.options && { options: plan.options }),
    lifeSeconds: stored.code_life_seconds,
    leaseEndsAt: dispatchLeaseEnd(),
  };
}

/** How a stored verification phrases the code of a step. */
export function storedWording(
  keyRing: KeyRing,
  stored: StoredMessageFacts,
  step: StoredStep | undefined,
): Omit<CodeMessage, 'code' | 'expiresInSeconds'> {
  const { brand, locale, payment } = stored;
  const sealed = step?.templateSealed
    ? Buffer.from(step.templateSealed, 'base64')
    : stored.template_sealed;
  const context = contexts.template(stored.verification_id);
  return {
    brand,
    locale,
    ...(payment && { payment }),
    ...(sealed && { template: JSON.parse(open(keyRing, sealed, context)) }),
    ...appHashOf(step),
  };
}

/** The one option of a step that is part of what is said, and counts towards its length. */
export function appHashOf(step: Pick<StoredStep, 'options'> | undefined): { appHash?: string } {
  const appHash = step?.options?.app_hash;
  return appHash === undefined ? {} : { appHash };
}

/** The columns of a message without a code that the dispatch of one of its parts is made of. */
export interface StoredPartFacts {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  message_id: string;
  address_sealed: Buffer;
  sender: string;
  /** The parts in order, as JSON. */
  content_sealed: Buffer;
  validity_seconds: number;
}

/** @throws Error when the part is not there. */
export function readyPartFrom(
  keyRing: KeyRing,
  stored: StoredPartFacts,
  dispatch: Pick<ReadyDispatch, 'id' | 'step' | 'channel' | 'tries' | 'lifeLeftSeconds'>,
): ReadyDispatch {
  const id = stored.message_id;
  const parts = JSON.parse(open(keyRing, stored.content_sealed, contexts.messageContent(id)));
  const part = (parts as MessagePart[])[dispatch.step];
  assert(part, 'a dispatch belongs to a part of its message');
  return {
    ...dispatch,
    applicationId: stored.application_id,
    applicationKind: stored.application_kind,
    verificationId: id,
    sender: stored.sender,
    to: open(keyRing, stored.address_sealed, contexts.messageAddress(id)),
    content: { kind: 'part', part },
    lifeSeconds: stored.validity_seconds,
    leaseEndsAt: dispatchLeaseEnd(),
  };
}

function open(keyRing: KeyRing, sealed: Buffer, context: string): string {
  return keyRing.open(sealed, context).toString('utf8');
}
