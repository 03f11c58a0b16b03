/**
 * All SQL about events that applications are told: giving them their places, and reading them in that
 * order. Places are given by one node at a time, so none becomes visible behind one that was read.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';

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

export function hasOwedEvents(db: Queryable): Promise<{ is_owed: boolean }[]> {
  return db.query(sql`select exists (select from verification_events where is_owed) as is_owed`);
}

export interface EventKeyRow {
  verification_id: string;
  id: number;
  sequence: number;
  position: number;
  is_wanted: boolean;
}

/** An application's events behind a place, in order: those not wanted too, so that a reader gets on. */
export function scanEvents(
  db: Queryable,
  query: { applicationId: number; types: readonly string[]; after: number; limit: number },
): Promise<EventKeyRow[]> {
  return db.query(sql`
    select verification_id, id, sequence, position,
      kind = any(${query.types}::text[]) as is_wanted
    from verification_events
    where application_id = ${query.applicationId} and position > ${query.after}::bigint
    order by position limit ${query.limit}`);
}

/** The same of one verification or message. */
export function scanEventsOf(
  db: Queryable,
  query: { applicationId: number; verificationId: string; types: readonly string[]; after: number },
): Promise<EventKeyRow[]> {
  return db.query(sql`
    select verification_id, id, sequence, position,
      kind = any(${query.types}::text[]) as is_wanted
    from verification_events
    where application_id = ${query.applicationId}
      and verification_id = ${query.verificationId}::uuid and position > ${query.after}::bigint
    order by position`);
}

/** Where an event stands; no row when there is none. */
export function findPosition(
  db: Queryable,
  applicationId: number,
  verificationId: string,
  sequence: number,
): Promise<{ position: number }[]> {
  return db.query(sql`
    select position from verification_events
    where application_id = ${applicationId} and verification_id = ${verificationId}::uuid
      and sequence = ${sequence}`);
}

export function findLatestEvent(
  db: Queryable,
  applicationId: number,
): Promise<{ verification_id: string; sequence: number }[]> {
  return db.query(sql`
    select verification_id, sequence from verification_events
    where application_id = ${applicationId} and position is not null
    order by position desc limit 1`);
}

/** An event with what its document tells. */
export interface EventFactsRow {
  kind: string;
  sequence: number;
  at: Date;
  data: Record<string, unknown> | null;
  wire_id: string;
  owner: 'verification' | 'message';
  verification_id: string;
  address_sealed: Buffer | null;
  sender: string | null;
  reference: string | null;
  began_at: Date | null;
  ended_by: string | null;
}

/** In the order of their places. */
export function findEventFacts(
  db: Queryable,
  applicationId: number,
  keys: readonly Pick<EventKeyRow, 'verification_id' | 'id'>[],
): Promise<EventFactsRow[]> {
  return db.query(sql`
    select e.kind, e.sequence, e.at, e.data, a.wire_id,
      case when v.id is null then 'message' else 'verification' end as owner,
      e.verification_id, coalesce(v.address_sealed, m.address_sealed) as address_sealed,
      coalesce(v.sender, m.sender) as sender, coalesce(v.reference, m.reference) as reference,
      coalesce(v.created_at, m.created_at) as began_at, ended.kind as ended_by
    from unnest(${column(keys, 'verification_id')}::uuid[], ${column(keys, 'id')}::bigint[])
      as k (verification_id, id)
    join verification_events e on e.verification_id = k.verification_id and e.id = k.id
    join applications a on a.id = e.application_id
    left join verifications v on v.application_id = e.application_id and v.id = e.verification_id
    left join messages m on m.application_id = e.application_id and m.id = e.verification_id
    left join lateral (
      select b.kind from verification_events b
      where b.verification_id = e.verification_id and b.sequence <= e.sequence
        and b.kind in ('verification.verified', 'verification.failed', 'verification.expired',
          'verification.cancelled')
      order by b.sequence limit 1) ended on true
    where e.application_id = ${applicationId}
    order by e.position`);
}
