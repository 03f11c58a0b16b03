/**
 * Reads a stream of events without losing one: after a break, or when the server ends the stream, it
 * comes back with the id of the event it gave last.
 */
import { readEventStream } from '../event-stream.ts';
import { CountersignError } from './error.ts';
import type { CallOptions } from './options.ts';
import { isPassing, rest, type Wire } from './wire.ts';

/** The server gives a sign of life every 15 s: a connection that is silent for longer is dead. */
const silentMillisecondsMax = 45_000;
const pauseMilliseconds = 250;
const pauseMillisecondsMax = 30_000;

/** Ends by `signal`, or when nobody asks for the next. @throws CountersignError for what will not pass */
export async function* follow(
  wire: Wire,
  pathFrom: (after: string | undefined) => string,
  { signal }: Pick<CallOptions, 'signal'>,
): AsyncGenerator<unknown> {
  let last: string | undefined;
  let failures = 0;
  while (!signal?.aborted) {
    const watch = startWatch(signal);
    try {
      const body = await wire.open(pathFrom(last), watch.signal);
      for await (const { data, id } of readEventStream(body, watch.reset)) {
        yield JSON.parse(data);
        last = id;
        failures = 0;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof CountersignError && !isPassing(error)) throw error;
      failures += 1;
    } finally {
      watch.end();
    }
    const pause = Math.min(pauseMilliseconds * 2 ** failures, pauseMillisecondsMax);
    await rest(pause, signal).catch(() => undefined);
  }
}

/** Aborts when nothing was heard for too long, or when the caller does. */
function startWatch(signal: AbortSignal | undefined) {
  const own = new AbortController();
  const stop = () => own.abort();
  let timer = setTimeout(stop, silentMillisecondsMax);
  signal?.addEventListener('abort', stop);
  return {
    signal: own.signal,
    reset: () => {
      clearTimeout(timer);
      timer = setTimeout(stop, silentMillisecondsMax);
    },
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      own.abort();
    },
  };
}
