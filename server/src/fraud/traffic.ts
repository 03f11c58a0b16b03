/**
 * What is counted, and the pure arithmetic over it: sums of an hour per key, read as a window that
 * slides over them. No clock and no database here.
 */

/** What messages are counted by. */
export const scopes = ['country', 'prefix', 'client'] as const;
export type Scope = (typeof scopes)[number];

/** One thing whose traffic is counted. */
export interface TrafficKey {
  readonly applicationId: number;
  readonly scope: Scope;
  /** ISO 3166 alpha-2, digits of a prefix, or what a client's MAC is shortened to. */
  readonly key: string;
  /** All of it as one text, where that was made already. */
  readonly text?: string;
}

/** As one text, for maps. */
export function keyText({ applicationId, scope, key, text }: TrafficKey): string {
  return text ?? `${applicationId} ${scope} ${key}`;
}

export const hourMilliseconds = 3_600_000;
/** Hours a day's window can touch: 24 and the part of one more. */
export const hoursKept = 25;

/** Sums of one hour. The hour is counted from 1970, so it fits a small integer. */
export interface HourSums {
  readonly hour: number;
  readonly sent: number;
  readonly verified: number;
  /** Unverified ones that a block or its lifting has settled. */
  readonly forgiven: number;
}

export interface Figures {
  readonly unverifiedHour: number;
  readonly unverifiedDay: number;
  readonly verifiedHour: number;
  readonly verifiedDay: number;
}

/**
 * Reads a sliding window out of whole hours: the hour that is leaving the window counts by the part
 * that is still inside, as if its messages had been spread evenly.
 */
export function figuresOf(hours: Iterable<HourSums>, nowMilliseconds: number): Figures {
  const position = nowMilliseconds / hourMilliseconds;
  const hourNow = Math.floor(position);
  const leaving = 1 - (position - hourNow);
  let unverifiedHour = 0;
  let unverifiedDay = 0;
  let verifiedHour = 0;
  let verifiedDay = 0;
  for (const { hour, sent, verified, forgiven } of hours) {
    const age = Math.max(0, hourNow - hour);
    if (age > 24) continue;
    const open = sent - verified - forgiven;
    const ofDay = age < 24 ? 1 : leaving;
    const ofHour = age === 0 ? 1 : age === 1 ? leaving : 0;
    unverifiedHour += ofHour * open;
    verifiedHour += ofHour * verified;
    unverifiedDay += ofDay * open;
    verifiedDay += ofDay * verified;
  }
  return {
    unverifiedHour: Math.max(0, unverifiedHour),
    unverifiedDay: Math.max(0, unverifiedDay),
    verifiedHour,
    verifiedDay,
  };
}

/** The hour a moment belongs to. */
export function hourOf(milliseconds: number): number {
  return Math.floor(milliseconds / hourMilliseconds);
}

/** A client's MAC in half its length: 128 bits still tell every network apart. */
export function clientKey(mac: Buffer): string {
  return mac.toString('base64url', 0, 16);
}
