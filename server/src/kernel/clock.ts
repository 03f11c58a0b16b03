/**
 * The application clock: measures durations and stamps ids. It never decides about expiry; the
 * database clock does (docs/security.md). Injected, so that a test can skew it.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
