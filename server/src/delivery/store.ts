/**
 * All SQL about dispatches and receipts. Batched statements take arrays; a final
 * state of a dispatch never goes back; a receipt that nobody can be found for is parked, not lost.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { StoredMessageFacts, StoredPartFacts, StoredStep } from './contract.ts';

/** A dispatch of a verification, or of a message: the columns of the other one are null. */
export interface ClaimedDispatchRow
  extends Pick<StoredMessageFacts, SharedColumns>,
    Nullable<Omit<StoredMessageFacts, SharedColumns>>,
    Nullable<Omit<StoredPartFacts, SharedColumns>> {
  id: string;
  step: number;
  channel: string;
  tries: number;
  /** What the workflow says of the step; null for a message. */
  plan: StoredStep | null;
  /** Null when the verification has ended or moved on to another code. */
  code_sealed: Buffer | null;
  life_left_seconds: number;
}
type SharedColumns =
  | 'application_id'
  | 'application_kind'
  | 'verification_id'
  | 'address_sealed'
  | 'sender';
type Nullable<Columns> = { [Name in keyof Columns]: Columns[Name] | null };

/** Takes due dispatches whose node died or that wait for another try, under a lease. */
export function claimDispatches(
  db: Queryable,
  limit: number,
  leaseSeconds: number,
): Promise<ClaimedDispatchRow[]> {
  return db.query(sql`
    with due as (
      select verification_id, id from dispatches
      where state = 'due' and due_at <= now() and (leased_until is null or leased_until <= now())
      order by due_at limit ${limit} for update skip locked
    ), claimed as (
      update dispatches d set leased_until = now() + ${leaseSeconds}::int * interval '1 second',
        tries = d.tries + 1
      from due where d.verification_id = due.verification_id and d.id = due.id
      returning d.*
    )
    select d.application_id, a.kind as application_kind, d.id, d.verification_id, d.step,
      d.channel, d.sender, d.tries, coalesce(v.address_sealed, m.address_sealed) as address_sealed,
      l.code_sealed, v.workflow -> d.step::int as plan, v.code_life_seconds, v.brand, v.locale, v.payment, v.template_sealed,
      m.id as message_id, m.content_sealed, m.validity_seconds,
      coalesce(extract(epoch from l.code_expires_at - now()),
        extract(epoch from m.created_at + m.validity_seconds * interval '1 second' - now()), 0
      )::float8 as life_left_seconds
    from claimed d
    join applications a on a.id = d.application_id
    left join verifications v on v.application_id = d.application_id and v.id = d.verification_id
    left join messages m on m.application_id = d.application_id and m.id = d.verification_id
    left join live_addresses l on l.application_id = v.application_id
      and l.address_mac = v.address_mac and l.lane = v.lane
      and l.verification_id = v.id and l.code_number = d.code_number`);
}

export interface SentRow {
  applicationId: number;
  id: string;
  verificationId: string;
  transport: string;
  messageId: string;
  network: string | null;
  segments: number;
  /** Language the text was really in: a fallback shows in the event. */
  locale: string;
}

export interface ParkedRow {
  transport: string;
  message_id: string;
  status: string;
  error_code: number;
  network: string | null;
  raw: string | null;
}

/** Records hand-overs; answers receipts that had been faster than this. */
export function markSent(
  db: Queryable,
  rows: readonly SentRow[],
  lowestId: string,
  highestId: string,
): Promise<ParkedRow[]> {
  return db.query(sql`
    with input as materialized (
      select i.*, array[verification_id] as verification_ids from unnest(
        ${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
        ${column(rows, 'verificationId')}::uuid[], ${column(rows, 'transport')}::text[],
        ${column(rows, 'messageId')}::text[], ${column(rows, 'network')}::text[],
        ${column(rows, 'segments')}::smallint[], ${column(rows, 'locale')}::text[]
      ) as i (application_id, id, verification_id, transport, message_id, network, segments, locale)
    ), sent as (
      update dispatches d set state = 'sent', transport = i.transport, message_id = i.message_id,
        network = i.network, segments = i.segments, sent_at = now(),
        due_at = null, leased_until = null
      from input i
      -- A list of one: see "ended" in verification/check-store.ts.
      where d.verification_id = any(i.verification_ids) and d.id = i.id
        and d.application_id = i.application_id and d.state = 'due'
        and d.verification_id between ${lowestId}::uuid and ${highestId}::uuid
      returning d.application_id, d.verification_id, d.id, d.channel, d.transport, i.locale,
        d.wants_events
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, verification_id, 'message.sent', jsonb_build_object(
        'dispatchId', id, 'channel', channel, 'transport', transport, 'locale', locale),
        wants_events from sent
    )
    select p.transport, p.message_id, p.status, p.error_code, p.network, p.raw
    from parked_receipts p
    where (p.transport, p.message_id) in (select transport, message_id from input)`);
}

export interface UnsentRow {
  applicationId: number;
  id: string;
  verificationId: string;
  state: 'failed' | 'not_sent';
  transport: string | null;
  error: string;
}

/**
 * Ends a dispatch that was not handed over: refused by the carrier, or no longer wanted. What it cost
 * is given back.
 */
export function markUnsent(db: Queryable, row: UnsentRow): Promise<unknown[]> {
  return db.query(sql`
    with before as materialized (
      select cost from dispatches where verification_id = ${row.verificationId}::uuid
        and id = ${row.id}::uuid and application_id = ${row.applicationId} and state = 'due'
      for update
    ), ended as (
      update dispatches set cost = 0, state = ${row.state}, transport = ${row.transport}, error = ${row.error},
        ended_at = now(), due_at = null, leased_until = null
      -- A list of one: see "ended" in verification/check-store.ts.
      where verification_id = any(array[${row.verificationId}]::uuid[]) and id = ${row.id}::uuid
        and application_id = ${row.applicationId} and state = 'due'
      returning application_id, verification_id, id, channel, wants_events
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, verification_id, 'message.' || ${row.state}::text, jsonb_build_object(
        'dispatchId', id, 'channel', channel, 'error', ${row.error}::text), wants_events
      from ended
    )
    select debit(ended.application_id, 'refund', 1, -before.cost)
    from ended cross join before where before.cost > 0`);
}

/** Puts a dispatch back for another try later. */
export function markForRetry(
  db: Queryable,
  row: { id: string; verificationId: string; delaySeconds: number; error: string },
): Promise<unknown[]> {
  return db.query(sql`
    update dispatches set due_at = now() + ${row.delaySeconds}::float8 * interval '1 second',
      leased_until = null, error = ${row.error}
    where verification_id = ${row.verificationId}::uuid and id = ${row.id}::uuid
      and state = 'due'`);
}

export interface ReceiptRow {
  /** Id of the webhook delivery, should one be owed. */
  deliveryId: string;
  transport: string;
  messageId: string;
  status: string;
  errorCode: number;
  network: string | null;
  raw: string | null;
}

export interface RecordedReceiptRow {
  /** Place of the receipt in the batch, from 1. */
  ord: number;
  is_effective: boolean;
}

/**
 * Records receipts in any order and number: each moves its dispatch forward or not at all. Owes a
 * webhook for each that moved one. Receipts whose dispatch is not known (yet) get no row.
 */
export function recordReceipts(
  db: Queryable,
  rows: readonly ReceiptRow[],
  lowestId: string,
  webhookSecondsMax: number,
): Promise<RecordedReceiptRow[]> {
  return db.query(sql`
    with input as materialized (
      select i.*, case status when 'accepted' then 2 when 'buffered' then 3 when 'unknown' then 3
        else 4 end as rank
      from unnest(${column(rows, 'deliveryId')}::uuid[], ${column(rows, 'transport')}::text[],
        ${column(rows, 'messageId')}::text[], ${column(rows, 'status')}::text[],
        ${column(rows, 'errorCode')}::smallint[], ${column(rows, 'network')}::text[],
        ${column(rows, 'raw')}::text[]
      ) with ordinality as i (delivery_id, transport, message_id, status, error_code, network, raw,
        ord)
    ), matched as materialized (
      select i.*, d.application_id, d.verification_id, d.id,
        case d.state when 'sent' then 1 when 'accepted' then 2 when 'buffered' then 3
          when 'unknown' then 3 else 4 end as state_rank, d.wants_receipts,
        d.wants_events
      from input i join dispatches d on d.message_id = i.message_id
      where d.transport = i.transport and d.verification_id >= ${lowestId}::uuid
      order by d.verification_id, d.id, i.ord for update of d
    ), judged as materialized (
      select *, rank > greatest(state_rank, max(rank) over (partition by id order by ord
        rows between unbounded preceding and 1 preceding)) as is_effective
      from matched
    ), effective as materialized (
      select *, array[verification_id] as verification_ids,
        row_number() over (partition by id order by ord desc) as from_last
      from judged where is_effective
    ), updated as (
      update dispatches d set state = e.status, error_code = e.error_code,
        network = coalesce(e.network, d.network),
        ended_at = case when e.rank = 4 then now() end
      from effective e
      -- A list of one: see "ended" in verification/check-store.ts.
      where e.from_last = 1 and d.verification_id = any(e.verification_ids) and d.id = e.id
        and d.verification_id >= ${lowestId}::uuid
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, verification_id, 'message.' || status, jsonb_strip_nulls(
        jsonb_build_object('dispatchId', id, 'errorCode', error_code, 'raw', raw)), wants_events
      from effective order by ord
    ), owed as (
      insert into webhook_deliveries (application_id, id, kind, verification_id, dispatch_id, data,
        give_up_at)
      select application_id, delivery_id, 'delivery-receipt', verification_id, id,
        jsonb_build_object('status', status, 'errorCode', error_code),
        now() + ${webhookSecondsMax}::int * interval '1 second'
      from effective where wants_receipts order by ord
    )
    select ord::int, is_effective from judged`);
}

/** Keeps receipts whose dispatch is not known (yet); each once. */
export function parkReceipts(db: Queryable, rows: readonly ReceiptRow[]): Promise<unknown[]> {
  return db.query(sql`
    insert into parked_receipts (transport, message_id, status, error_code, network, raw)
    select * from unnest(${column(rows, 'transport')}::text[],
      ${column(rows, 'messageId')}::text[], ${column(rows, 'status')}::text[],
      ${column(rows, 'errorCode')}::smallint[], ${column(rows, 'network')}::text[],
      ${column(rows, 'raw')}::text[])
    on conflict do nothing`);
}

export function deleteParkedReceipts(
  db: Queryable,
  rows: readonly ParkedRow[],
): Promise<unknown[]> {
  return db.query(sql`
    delete from parked_receipts p using unnest(${column(rows, 'transport')}::text[],
      ${column(rows, 'message_id')}::text[], ${column(rows, 'status')}::text[]
    ) as i (transport, message_id, status)
    where p.transport = i.transport and p.message_id = i.message_id and p.status = i.status`);
}

/** Parked receipts whose dispatch is known by now. */
export function findMatchableReceipts(db: Queryable, limit: number): Promise<ParkedRow[]> {
  return db.query(sql`
    select p.transport, p.message_id, p.status, p.error_code, p.network, p.raw
    from parked_receipts p
    cross join lateral (select 1 from dispatches d where d.message_id = p.message_id
      and d.transport = p.transport limit 1) known
    order by p.received_at limit ${limit}`);
}

/** Keeps what was reported of a message; a row when that is news. */
export function saveConversion(
  db: Queryable,
  row: {
    applicationId: number;
    messageId: string;
    verificationId: string;
    kind: string;
    isConverted: boolean;
    at: Date;
  },
): Promise<{ verification_id: string }[]> {
  return db.query(sql`
    with saved as (
      insert into conversions as c (application_id, message_id, kind, is_converted, at)
      values (${row.applicationId}, ${row.messageId}::uuid, ${row.kind},
        ${row.isConverted}::boolean, ${row.at}::timestamptz)
      on conflict (application_id, message_id) do update set kind = excluded.kind,
        is_converted = excluded.is_converted, at = excluded.at, reported_at = now()
      where c.is_converted <> excluded.is_converted
      returning c.application_id, c.message_id, c.is_converted
    )
    insert into verification_events (application_id, verification_id, kind, data, is_owed)
    select application_id, ${row.verificationId}::uuid, 'conversion.reported', jsonb_build_object(
      'messageId', message_id, 'isConverted', is_converted),
      exists (select from dispatches d where d.verification_id = ${row.verificationId}::uuid
        and d.application_id = saved.application_id and d.wants_events) from saved
    returning verification_id`);
}
