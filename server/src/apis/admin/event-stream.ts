/**
 * Server-sent events. Decides the beat that keeps proxies from closing a quiet stream, and that a
 * stream does not outlive the session it was opened in.
 */
import { setTimeout as wait } from 'node:timers/promises';

const beatMilliseconds = 15_000;
const reconnectMilliseconds = 1_000;

export async function* encodeEventStream(
  items: AsyncIterable<unknown>,
  isStillAllowed: () => Promise<boolean>,
): AsyncGenerator<string> {
  const iterator = items[Symbol.asyncIterator]();
  // Asked for before the first byte leaves: what comes after the client saw "open" is not missed.
  let next = iterator.next();
  next.catch(() => undefined);
  yield `retry: ${reconnectMilliseconds}\nevent: open\ndata: {}\n\n`;
  try {
    for (;;) {
      const result = await orBeat(next);
      if (result === 'beat') {
        if (!(await isStillAllowed())) {
          yield 'event: signed-out\ndata: {}\n\n';
          return;
        }
        yield ': beat\n\n';
        continue;
      }
      if (result.done) return;
      yield `event: message\ndata: ${JSON.stringify(result.value)}\n\n`;
      next = iterator.next();
    }
  } finally {
    // Not awaited: a generator that waits for its next item answers only when that item comes.
    void iterator.return?.()?.catch(() => undefined);
  }
}

async function orBeat<Item>(
  next: Promise<IteratorResult<Item>>,
): Promise<IteratorResult<Item> | 'beat'> {
  const stop = new AbortController();
  const beat = wait(beatMilliseconds, 'beat' as const, { signal: stop.signal, ref: false });
  beat.catch(() => undefined);
  try {
    return await Promise.race([next, beat]);
  } finally {
    stop.abort();
  }
}
