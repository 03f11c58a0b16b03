/**
 * Makes events into webhook deliveries: takes what is owed, asks each subscriber what it wants told,
 * and records both in one transaction, so that an event is neither lost nor told by half when a node
 * dies. Decides nothing about who is told what: subscribers do.
 */
import type { Database, Queryable } from '../db/client.ts';
import type { RelayedEvent } from '../events/event.ts';
import { placeEvents } from '../events/place-events.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { insertOwedWebhooks } from './relay-store.ts';

/** One delivery some event is to be told by. */
export interface OwedDelivery {
  readonly event: RelayedEvent;
  /** As in `kinds.ts`. */
  readonly kind: string;
  readonly endpointId?: string;
  /** Stored beside it; no address, no code. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What is not acknowledged by then is given up. */
  readonly keptSeconds: number;
}

/** Who tells applications of events. Called within the relay's transaction, for a batch at a time. */
export interface EventSubscriber {
  deliveriesFor(
    tx: Queryable,
    events: readonly RelayedEvent[],
  ): Promise<readonly OwedDelivery[]>;
}

export interface RelayDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly subscribers: readonly EventSubscriber[];
  /** Something new is to be read. */
  readonly onRelayed?: (events: readonly RelayedEvent[]) => void;
}

/** Answers how many events it took up; none while another node relays. */
export type RelayEvents = (limit: number) => Promise<number>;

export function createRelayEvents(deps: RelayDeps): RelayEvents {
  return async (limit) => {
    const placed = await deps.db.transaction(async (tx) => {
      const taken = await placeEvents(tx, limit);
      if (!taken || taken.events.length === 0) return taken;
      const owed: OwedDelivery[] = [];
      for (const subscriber of deps.subscribers) {
        owed.push(...(await subscriber.deliveriesFor(tx, taken.events)));
      }
      if (owed.length > 0) await insertOwedWebhooks(tx, owed.map(rowOf(deps.clock.now())));
      return taken;
    });
    if (placed && placed.events.length > 0) deps.onRelayed?.(placed.events);
    return placed?.taken ?? 0;
  };
}

function rowOf(now: Date) {
  return ({ event, kind, endpointId, data, keptSeconds }: OwedDelivery) => ({
    applicationId: event.applicationId,
    id: newId(now),
    kind,
    verificationId: event.verificationId,
    eventId: event.id,
    endpointId: endpointId ?? null,
    data: JSON.stringify(data ?? {}),
    keptSeconds,
  });
}
