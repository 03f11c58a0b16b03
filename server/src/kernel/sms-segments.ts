/**
 * How a text travels by SMS: its encoding and the parts that are billed. Counted here in one pass,
 * because the library that serves as the tests' oracle takes two milliseconds for 165 characters
 * and a caller may send thousands.
 */
interface SmsSize {
  readonly encoding: 'gsm-7' | 'ucs-2';
  readonly segments: number;
}

// 3GPP TS 23.038 §6.2.1: the basic table and, at two septets each, its extension.
const basicCharacters =
  '\n\r !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz' +
  '¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ';
const extensionCharacters = '\f[\\]^{|}~€';

/** Septets of each UTF-16 unit up to the euro sign; 0 where GSM-7 has none. */
const septets = new Uint8Array(0x20ad);
for (const character of basicCharacters) septets[character.charCodeAt(0)] = 1;
for (const character of extensionCharacters) septets[character.charCodeAt(0)] = 2;

const singleGsm7: SmsSize = { encoding: 'gsm-7', segments: 1 };
const singleUcs2: SmsSize = { encoding: 'ucs-2', segments: 1 };

export function measureSms(text: string): SmsSize {
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    const size = septetsAt(text, index);
    if (size === 0) return measureUcs2(text);
    total += size;
  }
  if (total <= 160) return singleGsm7;
  return { encoding: 'gsm-7', segments: cutParts(text, 153, septetsAt).length };
}

function measureUcs2(text: string): SmsSize {
  if (text.length <= 70) return singleUcs2;
  return { encoding: 'ucs-2', segments: cutParts(text, 67, unitsAt).length };
}

function septetsAt(text: string, index: number): number {
  return septets[text.charCodeAt(index)] ?? 0;
}

/** A surrogate pair counts whole at its first half and nothing at its second. */
function unitsAt(text: string, index: number): number {
  if ((text.codePointAt(index) ?? 0) > 0xffff) return 2;
  const isSecondHalf = index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return isSecondHalf ? 0 : 1;
}

/** What a text takes up of its parts: septets, or UTF-16 units once a character is outside GSM-7. */
export function lengthOfSms(text: string): number {
  let total = 0;
  for (let index = 0; index < text.length; index++) {
    const size = septetsAt(text, index);
    if (size === 0) return text.length;
    total += size;
  }
  return total;
}

/** What so many parts hold: septets or UTF-16 units, as the encoding counts them. */
export function capacityOfSms(encoding: SmsSize['encoding'], segments: number): number {
  const perPart = encoding === 'gsm-7' ? { alone: 160, joined: 153 } : { alone: 70, joined: 67 };
  return segments === 1 ? perPart.alone : perPart.joined * segments;
}

/** Whether every character is of the GSM-7 tables, so that a part holds 153 or 160 of them. */
export function isGsm7(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (septetsAt(text, index) === 0) return false;
  }
  return true;
}

export interface SmsParts {
  readonly encoding: SmsSize['encoding'];
  /** At least one; joined they are the text. */
  readonly parts: readonly string[];
}

/**
 * Cuts a text into the parts it travels in: 160 septets or 70 units alone, 153 or 67 in a part, which
 * also holds the six octets that join it to the others (3GPP TS 23.040 §9.2.3.24.1). `ucs-2` is kept to
 * when it is wanted, though GSM-7 would do.
 */
export function splitSms(text: string, wanted?: 'ucs-2'): SmsParts {
  if (wanted !== 'ucs-2' && isGsm7(text)) {
    const isSingle = lengthOfSms(text) <= 160;
    return { encoding: 'gsm-7', parts: isSingle ? [text] : cutParts(text, 153, septetsAt) };
  }
  return { encoding: 'ucs-2', parts: text.length <= 70 ? [text] : cutParts(text, 67, unitsAt) };
}

/** A character is never cut in two: what does not fit whole opens the next part. */
function cutParts(
  text: string,
  capacity: number,
  sizeAt: (text: string, index: number) => number,
): string[] {
  const parts: string[] = [];
  let start = 0;
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    const size = sizeAt(text, index);
    if (used + size > capacity) {
      parts.push(text.slice(start, index));
      start = index;
      used = 0;
    }
    used += size;
  }
  parts.push(text.slice(start));
  return parts;
}
