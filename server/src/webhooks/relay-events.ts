/**
 * Makes events into webhook deliveries: takes what is owed, asks each subscriber what it wants told,
 * and records both in one transaction, so that an event is neither lost nor told by half when a node
 * dies. Decides nothing about who is told what: subscribers do.
 */
import type { Database, Queryable } from '../db/client.ts';
import type { RelayedEvent } from '../events/event.ts';
import { areEventsOwed, placeEvents } from '../events/place-events.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { insertOwedWebhooks, type OwedRow } from './relay-store.ts';

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
  deliveriesFor(tx: Queryable, events: readonly RelayedEvent[]): Promise<readonly OwedDelivery[]>;
}

export interface RelayDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly subscribers: readonly EventSubscriber[];
}

/** Answers how many events it took up; none while another node relays. */
export type RelayEvents = (limit: number) => Promise<number>;

export function createRelayEvents(deps: RelayDeps): RelayEvents {
  return async (limit) => {
    // Most looks find nothing: they cost no transaction.
    if (!(await areEventsOwed(deps.db))) return 0;
    return deps.db.transaction(async (tx) => {
      const placed = await placeEvents(tx, limit);
      if (!placed) return 0;
      const owed: OwedDelivery[] = [];
      for (const subscriber of placed.events.length > 0 ? deps.subscribers : []) {
        owed.push(...(await subscriber.deliveriesFor(tx, placed.events)));
      }
      if (owed.length > 0) await insertOwedWebhooks(tx, rowsOf(owed, deps.clock.now()));
      return placed.taken;
    });
  };
}

/** Ids rise in the order of the events: what is due at one moment is taken up in that order. */
function rowsOf(owed: readonly OwedDelivery[], now: Date): OwedRow[] {
  const ids = owed.map(() => newId(now)).sort();
  return owed.map(({ event, kind, endpointId, data, keptSeconds }, index) => ({
    applicationId: event.applicationId,
    id: ids[index] as string,
    kind,
    verificationId: event.verificationId,
    eventId: event.id,
    endpointId: endpointId ?? null,
    data: JSON.stringify(data ?? {}),
    keptSeconds,
  }));
}
