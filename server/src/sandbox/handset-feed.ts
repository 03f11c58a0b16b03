/**
 * Follows the virtual handset live. What this node hears itself comes at once; other nodes' messages
 * by a look every second, which reaches back a little, because ids of two nodes do not commit in
 * order.
 */
import type { Clock } from '../kernel/clock.ts';
import { idFloor } from '../kernel/ids.ts';
import type { ArrivedMessage, HandsetMessage } from './handset-message.ts';
import { createPartsJoiner } from './long-messages.ts';

type Listener = (message: ArrivedMessage) => void;

export interface HandsetFeed {
  announce(applicationId: number, message: ArrivedMessage): void;
  follow(applicationId: number, signal: AbortSignal): AsyncIterable<HandsetMessage>;
}

export interface FeedDeps {
  readonly clock: Clock;
  /** Messages of an application with ids above `afterId`, newest first. */
  readonly listAfter: (
    applicationId: number,
    afterId: string,
  ) => Promise<readonly ArrivedMessage[]>;
}

const pollMilliseconds = 1_000;
const reachBackMilliseconds = 15_000;

export function createHandsetFeed(deps: FeedDeps): HandsetFeed {
  const listeners = new Map<number, Set<Listener>>();
  return {
    announce(applicationId, message) {
      for (const listener of listeners.get(applicationId) ?? []) listener(message);
    },
    async *follow(applicationId, signal) {
      const queue = createQueue(signal);
      const own = listeners.get(applicationId) ?? new Set<Listener>();
      listeners.set(applicationId, own.add(queue.push));
      const startedAt = deps.clock.now().getTime();
      const look = async (): Promise<void> => {
        const since = Math.max(startedAt, deps.clock.now().getTime() - reachBackMilliseconds);
        const messages = await deps.listAfter(applicationId, idFloor(new Date(since)));
        for (const message of messages.toReversed()) queue.push(message);
      };
      const timer = setInterval(() => {
        look().catch(() => undefined);
      }, pollMilliseconds);
      try {
        yield* queue.drain();
      } finally {
        clearInterval(timer);
        own.delete(queue.push);
      }
    },
  };
}

interface Queue {
  readonly push: Listener;
  drain(): AsyncIterable<HandsetMessage>;
}

/** Each message once and whole, in the order heard; ends with the signal. */
function createQueue(signal: AbortSignal): Queue {
  const seen = new Set<string>();
  const join = createPartsJoiner();
  const waiting: HandsetMessage[] = [];
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    push(message) {
      if (seen.has(message.id)) return;
      seen.add(message.id);
      const whole = join(message);
      if (!whole) return;
      waiting.push(whole);
      wake();
    },
    async *drain() {
      while (!signal.aborted) {
        yield* waiting.splice(0);
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || waiting.length > 0) resolve();
        });
      }
    },
  };
}
