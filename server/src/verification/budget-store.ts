/** SQL of the budget of an address that a step of somebody else's verification writes to. */
import { type Queryable, sql } from '../db/client.ts';

export interface StepAddress {
  applicationId: number;
  addressMac: Buffer;
  lane: number;
}

/**
 * Counts a message to the address; no row when it is locked or its window is full. The row may be one
 * without a verification, which housekeeping takes away when it is idle.
 */
export function countSend(
  db: Queryable,
  row: StepAddress & { windowSeconds: number | null; sendsMax: number | null },
): Promise<{ window_sends: number }[]> {
  return db.query(sql`
    insert into live_addresses as l (application_id, address_mac, lane, window_started_at,
      window_sends, window_seconds, sends_max)
    values (${row.applicationId}, ${row.addressMac}, ${row.lane}::smallint, now(), 1,
      ${row.windowSeconds}::int, ${row.sendsMax}::smallint)
    on conflict (application_id, address_mac, lane) do update set
      window_started_at = case
        when l.window_started_at > now() - excluded.window_seconds * interval '1 second'
        then l.window_started_at else now() end,
      window_sends = case
        when l.window_started_at > now() - excluded.window_seconds * interval '1 second'
        then least(l.window_sends + 1, 32000) else 1 end,
      window_seconds = excluded.window_seconds, sends_max = excluded.sends_max,
      touched_at = now()
    where (l.locked_until is null or l.locked_until <= now())
      and (excluded.sends_max is null or l.window_sends < excluded.sends_max
        or l.window_started_at is null
        or l.window_started_at <= now() - excluded.window_seconds * interval '1 second')
    returning l.window_sends`);
}

/** The message was not sent after all. */
export function giveSendBack(db: Queryable, row: StepAddress): Promise<unknown[]> {
  return db.query(sql`
    update live_addresses set window_sends = window_sends - 1
    where application_id = ${row.applicationId} and address_mac = ${row.addressMac}
      and lane = ${row.lane}::smallint and window_sends > 0`);
}
