/**
 * A message from a subscriber: what is taken, how it is kept, what it can turn out to be. Pure.
 */
import { PlatformError } from '../kernel/errors.ts';
import type { InboundMessage } from '../transports/contract.ts';

export type InboundMeaning = 'stop' | 'help' | 'start' | 'code' | 'message';

/** What came of a message; never its text, never a code. */
export type InboundOutcome =
  /** Nothing here acts on it. */
  | { readonly kind: 'passed-on' }
  /** Nobody uses the number it was written to. */
  | { readonly kind: 'unknown-number' }
  /** A keyword: what it changed, and what became of the answer. */
  | {
      readonly kind: 'changed' | 'unchanged' | 'superseded' | 'helped';
      readonly reply: 'due' | 'none' | 'too-many' | 'sent' | `not-sent: ${string}`;
    }
  /** A reply with a code: how its check went. */
  | {
      readonly kind: 'checked';
      readonly check:
        | 'verified'
        | 'mismatch'
        | 'code_expired'
        | 'exhausted'
        | 'locked'
        | 'not_live'
        | 'pending';
      /** The message that carried the code. */
      readonly dispatchId: string | null;
    }
  /** It could not be handled, however often that was tried. */
  | { readonly kind: 'gave-up' };

export interface InboundContent {
  readonly text?: string;
  /** Hexadecimal. */
  readonly data?: string;
  readonly header?: string;
}

/** Kept for an application that is away. Source: the vendor's knowledge base, article 226572227. */
export const inboundKeptSeconds = 24 * 3_600;

/** Contexts of sealed values: a value moved to another message or column does not open. */
export const contexts = {
  address: (id: string) => `inbound_messages.address:${id}`,
  content: (id: string) => `inbound_messages.content:${id}`,
} as const;

const textMax = 1_600;
/** Payload of one binary message, octets (3GPP TS 23.040 §9.2.3.16). */
const octetsMax = 140;

/** The same message in the form it is kept. @throws PlatformError `invalid_parameter` with the reason. */
export function acceptInbound(message: InboundMessage): InboundMessage {
  const to = message.to.replace(/^\+/, '');
  refuseUnless('messageId', /^[\x21-\x7e]{1,100}$/.test(message.messageId), '1 to 100 characters');
  refuseUnless('from', /^(\d{5,15}|[^\s@]{1,64}@[^\s@]{1,189})$/.test(message.from), 'no address');
  refuseUnless('to', /^[A-Za-z0-9]{1,15}$/.test(to), 'no number of ours');
  refuseUnless('network', /^\d{5,6}$/.test(message.network ?? '00000'), 'five or six digits');
  if (message.type === 'binary') acceptBinary(message);
  else acceptText(message.text);
  acceptConcat(message.concat);
  return { ...message, to };
}

function acceptText(text: string | undefined): void {
  refuseUnless('text', text !== undefined, 'missing');
  refuseUnless('text', text.length <= textMax, `up to ${textMax} characters`);
  refuseUnless('text', text.isWellFormed() && !text.includes('\0'), 'holds a NUL or half a pair');
}

function acceptBinary({ data, header, text }: InboundMessage): void {
  const isHex = (value: string) =>
    value.length <= 2 * octetsMax && /^(?:[0-9A-Fa-f]{2})*$/.test(value);
  refuseUnless('text', text === undefined, 'not in a binary message');
  refuseUnless('data', data !== undefined && isHex(data), `hexadecimal, up to ${octetsMax} octets`);
  refuseUnless('header', isHex(header ?? ''), `hexadecimal, up to ${octetsMax} octets`);
}

function acceptConcat(concat: InboundMessage['concat']): void {
  if (!concat) return;
  const { reference, total, part } = concat;
  refuseUnless('concat.reference', /^[\x21-\x7e]{1,40}$/.test(reference), '1 to 40 characters');
  const isInRange = (value: number) => Number.isInteger(value) && value >= 1 && value <= 255;
  refuseUnless('concat.total', isInRange(total), '1 to 255');
  refuseUnless('concat.part', isInRange(part) && part <= total, '1 to the total');
}

function refuseUnless(parameter: string, isGood: boolean, reason: string): asserts isGood {
  if (!isGood) throw new PlatformError('invalid_parameter', { parameter, reason });
}
