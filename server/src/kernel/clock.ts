/**
 * The application clock: measures durations and stamps ids. It never decides about expiry; the
 * database clock does (PRODUCT section 4). Injected, so that a test can skew it.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
