/**
 * All SQL about dispatches, receipts and outgoing webhooks. Batched statements take arrays; a final
 * state of a dispatch never goes back; a receipt that nobody can be found for is parked, not lost.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { StoredMessageFacts } from './contract.ts';

export interface ClaimedDispatchRow extends StoredMessageFacts {
  id: string;
  step: number;
  channel: string;
  tries: number;
  cost: string;
  /** Null when the verification has ended or moved on to another code. */
  code_sealed: Buffer | null;
  code_life_left_seconds: number;
}

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
    select d.application_id, a.kind as application_kind, a.settings, d.id, d.verification_id,
      d.step, d.channel, d.sender, d.tries, d.cost, v.address_sealed, l.code_sealed,
      v.code_life_seconds,
      coalesce(extract(epoch from l.code_expires_at - now()), 0)::float8 as code_life_left_seconds,
      v.brand, v.locale, v.payment, v.template_sealed
    from claimed d
    join applications a on a.id = d.application_id
    join verifications v on v.application_id = d.application_id and v.id = d.verification_id
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
  cost: string;
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
        ${column(rows, 'segments')}::smallint[], ${column(rows, 'cost')}::numeric[],
        ${column(rows, 'locale')}::text[]
      ) as i (application_id, id, verification_id, transport, message_id, network, segments, cost,
        locale)
    ), sent as (
      update dispatches d set state = 'sent', transport = i.transport, message_id = i.message_id,
        network = i.network, segments = i.segments, cost = d.cost + i.cost, sent_at = now(),
        leased_until = null
      from input i
      -- A list of one: see "ended" in verification/store.ts.
      where d.verification_id = any(i.verification_ids) and d.id = i.id
        and d.application_id = i.application_id and d.state = 'due'
        and d.verification_id between ${lowestId}::uuid and ${highestId}::uuid
      returning d.application_id, d.verification_id, d.id, d.channel, d.transport, i.cost, i.locale
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data)
      select application_id, verification_id, 'message.sent', jsonb_build_object(
        'dispatchId', id, 'channel', channel, 'transport', transport, 'locale', locale) from sent
    ), charged as (
      update balances b set amount = b.amount - due.total
      from (select application_id, sum(cost) as total, count(*) as count
        from sent where cost > 0 group by application_id order by application_id) due
      where b.application_id = due.application_id
      returning b.application_id, due.total, due.count
    ), booked as (
      insert into ledger_entries (application_id, kind, count, amount)
      select application_id, 'message', count, -total from charged
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

/** Ends a dispatch that was not handed over: refused by the carrier, or no longer wanted. */
export function markUnsent(db: Queryable, row: UnsentRow): Promise<unknown[]> {
  return db.query(sql`
    with ended as (
      update dispatches set state = ${row.state}, transport = ${row.transport}, error = ${row.error},
        ended_at = now(), leased_until = null
      where verification_id = ${row.verificationId}::uuid and id = ${row.id}::uuid
        and application_id = ${row.applicationId} and state = 'due'
      returning application_id, verification_id, id, channel
    )
    insert into verification_events (application_id, verification_id, kind, data)
    select application_id, verification_id, 'message.' || ${row.state}::text, jsonb_build_object(
      'dispatchId', id, 'channel', channel, 'error', ${row.error}::text) from ended`);
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
          when 'unknown' then 3 else 4 end as state_rank, d.wants_receipts
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
      -- A list of one: see "ended" in verification/store.ts.
      where e.from_last = 1 and d.verification_id = any(e.verification_ids) and d.id = e.id
        and d.verification_id >= ${lowestId}::uuid
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data)
      select application_id, verification_id, 'message.' || status, jsonb_strip_nulls(
        jsonb_build_object('dispatchId', id, 'errorCode', error_code, 'raw', raw))
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

export interface DueWebhookRow {
  application_id: number;
  application_kind: 'sandbox' | 'live';
  api_key: string;
  settings: Record<string, unknown>;
  signature_secret_sealed: Buffer;
  id: string;
  verification_id: string;
  dispatch_id: string;
  data: { status: string; errorCode: number };
  tries: number;
  created_at: Date;
  /** Database time, for the wire's timestamps. */
  now: Date;
  is_last_chance: boolean;
  address_sealed: Buffer;
  reference: string | null;
  receipts_to_sealed: Buffer | null;
  sender: string;
  network: string | null;
  cost: string;
}

export interface WebhookClaim {
  limit: number;
  leaseSeconds: number;
  /** Deliveries of one application under way on this node at the most. */
  perApplicationMax: number;
  /** How many are under way already. */
  busy: readonly { applicationId: number; count: number }[];
}

export function claimWebhooks(db: Queryable, claim: WebhookClaim): Promise<DueWebhookRow[]> {
  return db.query(sql`
    with candidates as (
      select application_id, id, due_at,
        row_number() over (partition by application_id order by due_at) as place
      from webhook_deliveries
      where state = 'due' and due_at <= now() and (leased_until is null or leased_until <= now())
    ), fair as (
      select c.application_id, c.id from candidates c
      left join unnest(${column(claim.busy, 'applicationId')}::int[],
        ${column(claim.busy, 'count')}::int[]) as b (application_id, count) using (application_id)
      where c.place <= ${claim.perApplicationMax}::int - coalesce(b.count, 0)
      order by c.due_at limit ${claim.limit}
    ), due as (
      select w.application_id, w.id from webhook_deliveries w
      join fair f on f.application_id = w.application_id and f.id = w.id
      where w.state = 'due' and (w.leased_until is null or w.leased_until <= now())
      for update of w skip locked
    ), claimed as (
      update webhook_deliveries w set leased_until = now() + ${claim.leaseSeconds}::int
        * interval '1 second', tries = w.tries + 1
      from due where w.application_id = due.application_id and w.id = due.id
      returning w.*
    )
    select w.application_id, a.kind as application_kind, a.api_key, a.settings,
      a.signature_secret_sealed, w.id, w.verification_id, w.dispatch_id, w.data, w.tries,
      w.created_at, now() as now, w.give_up_at <= now() as is_last_chance, v.address_sealed,
      v.reference, v.receipts_to_sealed, d.sender, d.network, d.cost
    from claimed w
    join applications a on a.id = w.application_id
    join verifications v on v.application_id = w.application_id and v.id = w.verification_id
    join dispatches d on d.verification_id = w.verification_id and d.id = w.dispatch_id
    order by w.id`);
}

export interface WebhookAttemptRow {
  applicationId: number;
  id: string;
  number: number;
  status: number | null;
  error: string | null;
  milliseconds: number;
  isDelivered: boolean;
  /** Seconds to the next try; null gives up. */
  retrySeconds: number | null;
}

export function recordWebhookAttempt(db: Queryable, row: WebhookAttemptRow): Promise<unknown[]> {
  return db.query(sql`
    with attempted as (
      insert into webhook_attempts (application_id, delivery_id, number, status, error, milliseconds)
      values (${row.applicationId}, ${row.id}::uuid, ${row.number}, ${row.status}, ${row.error},
        ${row.milliseconds})
      on conflict do nothing
    )
    update webhook_deliveries set leased_until = null, last_status = ${row.status},
      last_error = ${row.error},
      state = case when ${row.isDelivered}::boolean then 'delivered'
        when ${row.retrySeconds}::float8 is null
          or now() + ${row.retrySeconds}::float8 * interval '1 second' > give_up_at then 'gave_up'
        else 'due' end,
      due_at = now() + coalesce(${row.retrySeconds}::float8, 0) * interval '1 second',
      ended_at = case when ${row.isDelivered}::boolean or ${row.retrySeconds}::float8 is null
          or now() + ${row.retrySeconds}::float8 * interval '1 second' > give_up_at
        then now() end
    where application_id = ${row.applicationId} and id = ${row.id}::uuid and state = 'due'`);
}
