/**
 * Numbers with a known outcome, so that each can be tested on purpose. All others are delivered.
 * They are numbers reserved for fiction (+1 202 555 0100 to 0199), valid everywhere.
 */
import { PlatformError } from '../kernel/errors.ts';
import type { ReceiptStatus } from '../transports/contract.ts';

export interface OwedReceipt {
  readonly status: ReceiptStatus;
  readonly errorCode: number;
  /** From the one before, milliseconds. */
  readonly afterMilliseconds: number;
}

export interface MagicNumber {
  /** E.164 without plus. */
  readonly number: string;
  readonly outcome: string;
  readonly description: string;
  /** What the handset's carrier reports; absent where the request itself is refused. */
  readonly receipts?: readonly OwedReceipt[];
  readonly refusal?: 'rate_limited' | 'barred';
  /** No mobile network answers for it: silent authentication cannot be begun. */
  readonly hasNoNetwork?: true;
}

const accepted: OwedReceipt = { status: 'accepted', errorCode: 0, afterMilliseconds: 60 };
const delivered: OwedReceipt = { status: 'delivered', errorCode: 0, afterMilliseconds: 120 };
const delaySeconds = 30;
const carrierGivesUpSeconds = 72 * 3_600;

export const usualReceipts: readonly OwedReceipt[] = [accepted, delivered];

export const magicNumbers: readonly MagicNumber[] = [
  {
    number: '12025550100',
    outcome: 'delivered',
    description: 'accepted at once, delivered a moment later, like every number not listed',
    receipts: usualReceipts,
  },
  {
    number: '12025550101',
    outcome: 'failed',
    description: 'accepted, then failed with error code 3 (absent subscriber, permanent)',
    receipts: [accepted, { status: 'failed', errorCode: 3, afterMilliseconds: 80 }],
  },
  {
    number: '12025550102',
    outcome: 'rejected',
    description: 'rejected by the carrier with error code 6 (anti-spam)',
    receipts: [{ status: 'rejected', errorCode: 6, afterMilliseconds: 20 }],
  },
  {
    number: '12025550103',
    outcome: 'no-receipt',
    description: 'accepted, then silence; expired after 72 hours (error code 1)',
    receipts: [
      accepted,
      { status: 'expired', errorCode: 1, afterMilliseconds: carrierGivesUpSeconds * 1000 },
    ],
  },
  {
    number: '12025550104',
    outcome: 'delayed',
    description: `accepted, delivered after ${delaySeconds} seconds`,
    receipts: [accepted, { ...delivered, afterMilliseconds: delaySeconds * 1000 }],
  },
  {
    number: '12025550105',
    outcome: 'duplicated',
    description: 'every receipt twice, and the first ones again after the last',
    receipts: [
      accepted,
      { ...accepted, afterMilliseconds: 0 },
      delivered,
      { ...delivered, afterMilliseconds: 0 },
      { ...accepted, afterMilliseconds: 20 },
    ],
  },
  {
    number: '12025550106',
    outcome: 'throttled',
    description: 'the request is refused as too fast (status 1)',
    refusal: 'rate_limited',
  },
  {
    number: '12025550107',
    outcome: 'barred',
    description: 'the request is refused because the number is barred (status 7)',
    refusal: 'barred',
  },
  {
    number: '12025550108',
    outcome: 'no-network',
    description:
      'delivered; silent authentication is refused, as no mobile network answers for it (412)',
    receipts: usualReceipts,
    hasNoNetwork: true,
  },
];

const byNumber = new Map(magicNumbers.map((magic) => [magic.number, magic]));

export function receiptsFor(number: string): readonly OwedReceipt[] {
  return byNumber.get(number)?.receipts ?? usualReceipts;
}

export function hasNetwork(number: string): boolean {
  return byNumber.get(number)?.hasNoNetwork !== true;
}

/** @throws PlatformError `rate_limited` or `barred` for the numbers that ask for it. */
export function refuseMagicNumber(number: string): void {
  const refusal = byNumber.get(number)?.refusal;
  if (refusal) throw new PlatformError(refusal, { retryAfterSeconds: 1 });
}
