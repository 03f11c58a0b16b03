/**
 * A fresh number for each test: one live verification per number is a rule of the service, so tests
 * that share a number disturb each other.
 */
import { randomInt } from 'node:crypto';

/** A valid British mobile number, E.164 without `+`. */
export function freshNumber(): string {
  return `44740${String(randomInt(10_000_000)).padStart(7, '0')}`;
}

/** A valid number in the United States (San Francisco), for the short-code APIs. */
export function freshUsNumber(): string {
  const exchange = `${randomInt(2, 10)}${randomInt(2, 10)}${randomInt(2, 10)}`;
  return `1415${exchange}${String(randomInt(10_000)).padStart(4, '0')}`;
}

export function unknownRequestId(): string {
  return Array.from({ length: 32 }, () => randomInt(16).toString(16)).join('');
}

/** A code of the same length that is certainly not the right one. */
export function wrongCode(right: string, variant = 1): string {
  const wrong = (Number(right) + variant) % 10 ** right.length;
  return String(wrong).padStart(right.length, '0');
}
