/**
 * Gives events that applications are owed word of their places: a sequence within their verification
 * without gaps, and one over all in which they are read. One node at a time does it.
 */
import type { Queryable } from '../db/client.ts';
import { eventTypes, isEventType, type RelayedEvent } from './event.ts';
import { hasOwedEvents, lockRelay, type PlacedEventRow, placeOwedEvents } from './store.ts';

export interface PlacedEvents {
  /** How many rows were taken, those of kinds nobody is told of included. */
  readonly taken: number;
  /** In the order of their places. */
  readonly events: readonly RelayedEvent[];
}

export async function areEventsOwed(db: Queryable): Promise<boolean> {
  const [row] = await hasOwedEvents(db);
  return row?.is_owed ?? false;
}

/** In the transaction that makes them into deliveries; undefined while another node does. */
export async function placeEvents(tx: Queryable, limit: number): Promise<PlacedEvents | undefined> {
  const [lock] = await lockRelay(tx);
  if (!lock?.is_ours) return undefined;
  const rows = await placeOwedEvents(tx, eventTypes, limit);
  return { taken: rows.length, events: rows.flatMap(toEvent) };
}

function toEvent(row: PlacedEventRow): RelayedEvent[] {
  const { kind: type } = row;
  if (!isEventType(type)) return [];
  return [
    {
      applicationId: row.application_id,
      verificationId: row.verification_id,
      owner: row.owner,
      dialect: row.dialect,
      id: row.id,
      type,
      data: row.data,
      at: row.at,
      sequence: row.sequence,
    },
  ];
}
