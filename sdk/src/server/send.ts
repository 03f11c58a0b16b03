/**
 * One call and its tries. A try that failed on the way may have had its effect, so each POST carries an
 * idempotency key, the same for all tries: the server acts once and gives the first answer again.
 */
import type { CountersignError } from './error.ts';
import type { CallOptions } from './options.ts';
import { isPassing, rest, type Wire, type WireRequest } from './wire.ts';

const retriesDefault = 2;
const firstPauseMilliseconds = 250;
const pauseMillisecondsMax = 4_000;
/** Told to wait longer, the call fails at once and says how long: the caller knows better. */
const toldPauseSecondsMax = 20;

/** @throws CountersignError of the last try */
export async function send(
  wire: Wire,
  request: WireRequest,
  { retries = retriesDefault, idempotencyKey, ...options }: CallOptions,
): Promise<unknown> {
  const isRepeatable = request.method !== 'POST';
  const key = isRepeatable ? undefined : (idempotencyKey ?? globalThis.crypto.randomUUID());
  for (let tries = 1; ; tries += 1) {
    try {
      return await wire.ask({ ...request, idempotencyKey: key }, options);
    } catch (error) {
      const pause = pauseAfter(error as CountersignError, tries); // the wire throws nothing else
      if (tries > retries || pause === undefined) throw error;
      await rest(pause, options.signal);
    }
  }
}

/** Milliseconds until another try, or undefined when none would help. */
function pauseAfter(error: CountersignError, tries: number): number | undefined {
  if (!isPassing(error)) return undefined;
  const { retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) {
    return retryAfterSeconds <= toldPauseSecondsMax ? retryAfterSeconds * 1_000 : undefined;
  }
  const longest = Math.min(firstPauseMilliseconds * 2 ** (tries - 1), pauseMillisecondsMax);
  // Jitter, so that callers who failed together do not come back together.
  return longest / 2 + (Math.random() * longest) / 2;
}
