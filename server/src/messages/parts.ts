/**
 * The parts a message without a code travels in. Each goes on the air, is billed and is reported by
 * itself; a reference joins them on the phone.
 */
import type { MessagePart } from '../delivery/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import { randomBytes } from '../kernel/random.ts';
import { splitSms } from '../kernel/sms-segments.ts';

export type MessageContent = {
  /** Shown at once and not stored by the phone (message class 0). */
  readonly flash?: boolean;
} & (
  | {
      readonly text: string;
      /** Kept to though GSM-7 would do; otherwise what the characters ask for. */
      readonly encoding?: 'ucs-2';
    }
  | {
      /** Payload and user data header, hexadecimal. */
      readonly binary: { readonly data: string; readonly header: string };
    }
);

/** UTF-16 units. */
const textLengthMax = 3_200;
/** User data of one part, header included (3GPP TS 23.040 §9.2.3.24). */
const binaryOctetsMax = 140;

/** @throws PlatformError `invalid_parameter` (`text` or `body`) when it is too long. */
export function partsOf(content: MessageContent): readonly MessagePart[] {
  const flash = content.flash ? { flash: true } : {};
  if ('binary' in content) {
    const { data, header } = content.binary;
    if ((data.length + header.length) / 2 > binaryOctetsMax) throw tooLong('body');
    return [{ text: '', encoding: 'binary', data, header, ...flash }];
  }
  if (content.text.length > textLengthMax) throw tooLong('text');
  // Half a surrogate pair could be neither stored nor sent.
  const { encoding, parts } = splitSms(content.text.toWellFormed(), content.encoding);
  if (parts.length === 1) return [{ text: parts[0] as string, encoding, ...flash }];
  const reference = randomBytes(1)[0] as number;
  return parts.map((text, index) => ({
    text,
    encoding,
    concat: { reference, total: parts.length, part: index + 1 },
    ...flash,
  }));
}

function tooLong(parameter: string): PlatformError {
  return new PlatformError('invalid_parameter', { parameter, reason: 'is too long' });
}
