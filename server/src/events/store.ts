/**
 * All SQL about events that applications are told: giving them their places, and reading them in that
 * order. Places are given by one node at a time, so none becomes visible behind one that was read.
 */
import { type Queryable, sql } from '../db/client.ts';

/** Milliseconds for which a node that fell silent in the middle keeps the others from relaying. */
const silenceMilliseconds = '5000';

/** Lets one transaction at a time relay, until it ends. */
export function lockRelay(tx: Queryable): Promise<{ is_ours: boolean }[]> {
  return tx.query(sql`
    select pg_try_advisory_xact_lock(hashtext('countersign.relay')) as is_ours,
      set_config('idle_in_transaction_session_timeout', ${silenceMilliseconds}, true)`);
}

export interface PlacedEventRow {
  application_id: number;
  verification_id: string;
  id: number;
  kind: string;
  data: Record<string, unknown> | null;
  at: Date;
  sequence: number;
  owner: 'verification' | 'message';
  dialect: string;
}

/**
 * Takes owed events, the oldest first, and gives those of a told kind their places; the others are
 * owed no longer. Only under `lockRelay`, in the same transaction.
 */
export function placeOwedEvents(
  tx: Queryable,
  toldKinds: readonly string[],
  limit: number,
): Promise<PlacedEventRow[]> {
  return tx.query(sql`
    with owed as materialized (
      select e.application_id, e.verification_id, e.id, e.kind = any(${toldKinds}::text[]) as is_told
      from verification_events e where e.is_owed order by e.id limit ${limit}
    ), counted as materialized (
      select o.verification_id, coalesce((select max(e.sequence) from verification_events e
        where e.verification_id = o.verification_id), 0) as so_far
      from (select distinct verification_id from owed) o
    ), placed as materialized (
      select o.*, array[o.verification_id] as verification_ids,
        case when is_told then c.so_far + row_number() over (
          partition by o.verification_id, o.is_told order by o.id) end as sequence,
        case when is_told then nextval('event_positions') end as position
      from (select * from owed order by id) o join counted c using (verification_id)
      order by o.id
    ), marked as (
      update verification_events e set is_owed = false, sequence = p.sequence,
        position = p.position
      from placed p
      -- A list of one: see "ended" in verification/check-store.ts.
      where e.verification_id = any(p.verification_ids) and e.id = p.id and e.is_owed
      returning e.application_id, e.verification_id, e.id, e.kind, e.data, e.at, e.sequence,
        e.position
    )
    select m.*, coalesce(v.dialect, s.dialect, '') as dialect,
      case when v.id is null then 'message' else 'verification' end as owner
    from marked m
    left join verifications v on v.application_id = m.application_id and v.id = m.verification_id
    left join messages s on s.application_id = m.application_id and s.id = m.verification_id
    order by m.position`);
}
