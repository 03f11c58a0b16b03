/**
 * Ids are UUIDs of version 7 (RFC 9562 §5.7): the first 48 bits are the time in milliseconds, so the
 * partition a row lies in can be derived from its id. They are names, not bearer secrets.
 */
import { randomUUID } from 'node:crypto';
import { fillRandom } from './random.ts';

const bytes = Buffer.allocUnsafe(16);

export function newId(now: Date): string {
  bytes.writeUIntBE(now.getTime(), 0, 6);
  fillRandom(bytes, 6, 10);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return withDashes(bytes.toString('hex'));
}

/** The smallest id of a moment: the lower bound of a partition or of a scan. */
export function idFloor(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return withDashes(`${hex}00000000000000000000`);
}

/** When an id of version 7 was made; some moment for an id of another version. */
export function momentOfId(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

/** `0192…` with or without dashes, any case, to the canonical form; undefined when it is no id. */
export function parseId(text: string): string | undefined {
  const hex = text.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? withDashes(hex) : undefined;
}

/** 32 hexadecimal characters without dashes, the form of the classic wires. */
export function compactId(id: string): string {
  return id.replaceAll('-', '');
}

/** Digits of an id's end that `numberOfId` reads: 52 bits, all of them chance. */
const numberDigits = 13;
const numberMax = 2 ** (4 * numberDigits) - 1;

/**
 * The end of an id as a decimal number, for wires whose ids are numbers: below 2^53, so that every
 * client can hold it. As a name it belongs to one application; it opens nothing by itself.
 */
export function numberOfId(id: string): string {
  return String(Number.parseInt(id.replaceAll('-', '').slice(-numberDigits), 16));
}

/** How the text of an id with this number ends; undefined for what can be no such number. */
export function idEndOfNumber(text: string): string | undefined {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= numberMax)) return undefined;
  const hex = number.toString(16).padStart(numberDigits, '0');
  return `${hex.slice(0, 1)}-${hex.slice(1)}`;
}

/** Lowest and highest of some ids: bounds that let a statement look at their partitions only. */
export function idRange(ids: readonly string[]): readonly [lowest: string, highest: string] {
  let [lowest = '', highest = ''] = [ids[0], ids[0]];
  for (const id of ids) {
    if (id < lowest) lowest = id;
    if (id > highest) highest = id;
  }
  return [lowest, highest];
}

function withDashes(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A random UUID (version 4) for nonces; rows use newId. */
export function newUuid(): string {
  return randomUUID();
}
