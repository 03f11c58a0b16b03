/**
 * What a webhook delivery is: one thing the application is owed word of, under one id over all its
 * attempts. Decides when the next attempt comes (docs/webhooks.md).
 */

export const webhookStates = ['due', 'delivered', 'gave_up'] as const;
export type WebhookState = (typeof webhookStates)[number];

/** A delivery is one node's for this long: more than connecting and answering may take together. */
export const webhookLeaseSeconds = 30;

const firstRetrySeconds = 5;
const retrySecondsMax = 900;
const jitter = 0.1;
/** A receiver may ask for more patience than the schedule has, but not for ever. */
const retryAfterSecondsMax = 3_600;

/** 5 s, doubling to 15 minutes, each with 10 % jitter. `tries` counts since the start or replay. */
export function retryDelaySeconds(tries: number, fraction: number): number {
  return withJitter(scheduledSeconds(tries), fraction);
}

function scheduledSeconds(tries: number): number {
  return Math.min(firstRetrySeconds * 2 ** (tries - 1), retrySecondsMax);
}

/** The same schedule as a plan of waits, for as long as a kind is kept. */
export function retryScheduleOf(keptSeconds: number): readonly number[] {
  const waits: number[] = [];
  for (let elapsed = 0; elapsed < keptSeconds; elapsed += waits.at(-1) as number) {
    waits.push(scheduledSeconds(waits.length + 1));
  }
  return waits;
}

/** The wait a plan has after so many tries, with 10 % jitter; null when it is used up. */
export function plannedDelaySeconds(
  plan: readonly number[],
  tries: number,
  fraction: number,
): number | null {
  const base = plan[tries - 1];
  return base === undefined ? null : withJitter(base, fraction);
}

function withJitter(seconds: number, fraction: number): number {
  return seconds * (1 + jitter * (2 * fraction - 1));
}

/** Seconds a `Retry-After` header asks for, 0 to 3,600; 0 when it asks for nothing readable. */
export function retryAfterSeconds(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const seconds = /^\d{1,9}$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), retryAfterSecondsMax) : 0;
}

export function isAcknowledged(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** 410 Gone (RFC 9110 §15.5.11): the receiver wants nothing more. */
export function isRenounced(status: number | null): boolean {
  return status === 410;
}
