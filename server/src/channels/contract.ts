/**
 * A channel is how the recipient perceives a message: it knows its kind of address, its limits and
 * how to phrase a code. It does not know who carries the message (see transports/contract.ts).
 */
import type { CodeMessage } from '../kernel/wording.ts';

export type { CodeMessage };

export type AddressKind = 'phone-number' | 'email';

/** The message as the recipient perceives it. */
export interface RenderedMessage {
  readonly text: string;
  /** Email only. */
  readonly subject?: string;
  /** Voice only: SSML-like text, code spaced for slow reading; not wrapped in `<speak>`. */
  readonly ssml?: string;
  /** Buttons to tap instead of a code; their titles, 20 characters at most. */
  readonly choices?: { readonly yes: string; readonly no: string };
  /** SMS only. */
  readonly encoding?: 'gsm-7' | 'ucs-2' | 'binary';
  /** Billed parts: SMS segments; 1 elsewhere. */
  readonly segments: number;
  /**
   * Language the text really is in; differs from the wanted one when a fallback was used. With a
   * template, whose language only its author knows, it is that of what the channel adds.
   */
  readonly locale: string;
}

export interface Channel {
  /** Stable name, e.g. `sms`; also the value stored in rows and shown on the native API. */
  readonly name: string;
  readonly addressKind: AddressKind;
  /** Whether the recipient can answer by text. */
  readonly takesReplies: boolean;
  /**
   * What confirms the address: the code that the recipient reads, a choice they tap, or their
   * network. Where it is no code, neither the message nor the transport is told one.
   */
  readonly confirmedBy: 'code' | 'choice' | 'network';
  /**
   * What one message part costs in EUR, decimal with eight places at most, where neither the price list
   * nor the application's settings say it.
   */
  readonly defaultPrice: string;
  /** @throws PlatformError `invalid_template` when the text misses the code or a parameter. */
  render(message: CodeMessage): RenderedMessage;
}
