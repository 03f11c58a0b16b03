/**
 * All SQL of the figures of quality: an hour of messages is counted into quality_counts, its day is
 * summed up, and the counts are read back. Counting reads the dispatches of a part of an hour along their primary key;
 * nothing here touches a row of the hot path.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';

/** Messages of one kind that were handed over; of an hour, or of a part of it. */
export interface CellRow {
  application_id: number;
  channel: string;
  /** ISO alpha-2; '' when it is not known. */
  country: string;
  /** MCCMNC; '' when the carrier is not known. */
  network: string;
  /** Receipts end at the carrier: `delivered` says nothing about the phone. */
  is_carrier_only: boolean;
  /** Class of the time to verify (see quality.ts); -1 when nothing was verified. */
  wait: number;
  sent: number;
  delivered: number;
  undelivered: number;
  /** Carried a code that is checked here. */
  checked: number;
  /** Carried a code of the caller's own. */
  own_codes: number;
  /** Of those and of plain messages: what became of it was told. */
  told: number;
  converted: number;
  cost: string;
}

/** An hour is counted again whenever its age has doubled: receipts and reports come late. */
const settledDays = 6;
const keptDays = 62;

/**
 * Takes the newest hour that is to be counted (again), under a lease. `rolled_at` of hours that are
 * never due again is six days after them at the latest.
 */
export function claimDueHour(
  db: Queryable,
  leaseSeconds: number,
): Promise<{ hour: Date; at: Date }[]> {
  return db.query(sql`
    insert into quality_rolls as r (hour, leased_until)
    select hour, now() + ${leaseSeconds}::int * interval '1 second' from (
      select h.hour from generate_series(
        date_bin('1 hour', greatest(now() - ${keptDays}::int * interval '1 day',
          (select min(created_at) from applications)), 'epoch'), now(), interval '1 hour') as h (hour)
      left join quality_rolls known on known.hour = h.hour
      where now() - h.hour >= interval '5 minutes'
        and (known.leased_until is null or known.leased_until <= now())
        and (known.rolled_at is null
          or known.rolled_at < h.hour + ${settledDays}::int * interval '1 day'
            and now() - h.hour >= 2 * (known.rolled_at - h.hour))
      order by h.hour desc limit 1
    ) due
    on conflict (hour) do update set leased_until = excluded.leased_until
      where r.leased_until is null or r.leased_until <= now()
    returning r.hour, now() as at`);
}

/** As claimDueHour, for the hours somebody is looking at now: those of the last two. */
export function claimFreshHours(
  db: Queryable,
  leaseSeconds: number,
  ageSecondsMin: number,
): Promise<{ hour: Date; at: Date }[]> {
  return db.query(sql`
    insert into quality_rolls as r (hour, leased_until)
    select date_bin('1 hour', now(), 'epoch') - back * interval '1 hour',
      now() + ${leaseSeconds}::int * interval '1 second'
    from generate_series(0, 1) as back
    on conflict (hour) do update set leased_until = excluded.leased_until
      where (r.leased_until is null or r.leased_until <= now())
        and (r.rolled_at is null
          or r.rolled_at <= now() - ${ageSecondsMin}::int * interval '1 second')
    returning r.hour, now() as at`);
}

/**
 * Counts the messages of what began between two ids. A verification is the merit of the last message
 * before its end; what the application reports of a message goes before what is known here.
 */
export function countMessages(
  db: Queryable,
  range: { fromId: string; toId: string; textChannel: string },
): Promise<CellRow[]> {
  return db.query(sql`
    with sent as (
      select d.application_id, d.verification_id, d.id, d.channel, coalesce(d.network, '') as network,
        d.sender, d.state, d.cost, d.sent_at,
        row_number() over (partition by d.verification_id order by d.id desc) = 1 as is_last
      from dispatches d
      where d.verification_id >= ${range.fromId}::uuid and d.verification_id < ${range.toId}::uuid
        and d.sent_at is not null
    ), facts as (
      select s.*, coalesce(v.country, m.country, '') as country, v.lane,
        c.message_id is not null as is_reported,
        coalesce(c.is_converted, s.is_last and v.status = 'verified', false) as is_converted,
        case when s.is_last and v.status = 'verified'
          then extract(epoch from v.ended_at - v.created_at)
          else extract(epoch from c.at - s.sent_at) end as seconds,
        s.cost + case when s.is_last then coalesce(v.price, 0) else 0 end as whole_cost
      from sent s
      -- One by one along the keys: the planner takes a range of ids for one row and would compare all
      -- with all.
      left join lateral (select country, lane, status, price, created_at, ended_at
        from verifications
        where application_id = s.application_id and id = s.verification_id limit 1) v on true
      left join lateral (select country from messages
        where application_id = s.application_id and id = s.verification_id and v.lane is null
        limit 1) m on true
      left join conversions c on c.application_id = s.application_id and c.message_id = s.id
    )
    select application_id, channel, country, network,
      channel = ${range.textChannel}::text and sender ~ '^[0-9]{3,8}$'
        and country in ('US', 'CA') as is_carrier_only,
      case when is_converted then round(ln(least(greatest(seconds, 1), 86400)) * 5) else -1
        end::int as wait,
      count(*)::int as sent,
      (count(*) filter (where state = 'delivered'))::int as delivered,
      (count(*) filter (where state in ('failed', 'rejected', 'expired')))::int as undelivered,
      (count(*) filter (where lane = 0))::int as checked,
      (count(*) filter (where lane <> 0))::int as own_codes,
      (count(*) filter (where lane is distinct from 0 and (is_reported or is_converted)))::int
        as told,
      (count(*) filter (where is_converted))::int as converted,
      sum(whole_cost) as cost
    from facts group by 1, 2, 3, 4, 5, 6`);
}

/** How many dispatches began between two ids, up to a bound. */
export function countUpTo(
  db: Queryable,
  range: { fromId: string; toId: string; max: number },
): Promise<{ count: number }[]> {
  return db.query(sql`
    select count(*)::int as count from (
      select 1 from dispatches
      where verification_id >= ${range.fromId}::uuid and verification_id < ${range.toId}::uuid
      limit ${range.max}
    ) found`);
}

/** The counts of an hour and of its day, which are both about to be written again. */
export function deleteHourAndDay(tx: Queryable, hour: Date): Promise<unknown[]> {
  return tx.query(sql`
    delete from quality_counts where span_hours = 1 and start_at = ${hour}
      or span_hours = 24 and start_at = date_bin('1 day', ${hour}::timestamptz, 'epoch')`);
}

export function insertHour(
  tx: Queryable,
  hour: Date,
  cells: readonly CellRow[],
): Promise<unknown[]> {
  return tx.query(sql`
    insert into quality_counts (application_id, span_hours, start_at, channel, country, network,
      is_carrier_only, wait, sent, delivered, undelivered, checked, own_codes, told, converted, cost)
    select application_id, 1, ${hour}::timestamptz, channel, country, network, is_carrier_only, wait,
      sent, delivered, undelivered, checked, own_codes, told, converted, cost
    from unnest(${column(cells, 'application_id')}::int[], ${column(cells, 'channel')}::text[],
      ${column(cells, 'country')}::text[], ${column(cells, 'network')}::text[],
      ${column(cells, 'is_carrier_only')}::boolean[], ${column(cells, 'wait')}::smallint[],
      ${column(cells, 'sent')}::int[], ${column(cells, 'delivered')}::int[],
      ${column(cells, 'undelivered')}::int[], ${column(cells, 'checked')}::int[],
      ${column(cells, 'own_codes')}::int[], ${column(cells, 'told')}::int[],
      ${column(cells, 'converted')}::int[], ${column(cells, 'cost')}::numeric[]
    ) as c (application_id, channel, country, network, is_carrier_only, wait, sent, delivered,
      undelivered, checked, own_codes, told, converted, cost)`);
}

export function insertDayOf(tx: Queryable, hour: Date): Promise<unknown[]> {
  return tx.query(sql`
    insert into quality_counts (application_id, span_hours, start_at, channel, country, network,
      is_carrier_only, wait, sent, delivered, undelivered, checked, own_codes, told, converted, cost)
    select application_id, 24, date_bin('1 day', ${hour}::timestamptz, 'epoch'), channel, country,
      network, is_carrier_only, wait, sum(sent), sum(delivered), sum(undelivered), sum(checked),
      sum(own_codes), sum(told), sum(converted), sum(cost)
    from quality_counts
    where span_hours = 1 and start_at >= date_bin('1 day', ${hour}::timestamptz, 'epoch')
      and start_at < date_bin('1 day', ${hour}::timestamptz, 'epoch') + interval '1 day'
    group by application_id, channel, country, network, is_carrier_only, wait`);
}

/** Hours of one day are written one after the other: their sum is one row set. */
export function lockDayOf(tx: Queryable, hour: Date): Promise<unknown[]> {
  return tx.query(sql`
    select pg_advisory_xact_lock(hashtext('countersign.quality'),
      (extract(epoch from ${hour}::timestamptz)::bigint / 86400)::int)`);
}

/** Ends the lease; no row when another node has taken the hour over meanwhile. */
export function markRolled(tx: Queryable, hour: Date, claimedAt: Date): Promise<{ hour: Date }[]> {
  return tx.query(sql`
    update quality_rolls set rolled_at = ${claimedAt}, leased_until = null
    where hour = ${hour} and leased_until > now() returning hour`);
}

export function releaseHour(db: Queryable, hour: Date): Promise<unknown[]> {
  return db.query(sql`update quality_rolls set leased_until = null where hour = ${hour}`);
}

export function deleteOldHours(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    with gone as (
      delete from quality_rolls where hour < now() - ${keptDays}::int * interval '1 day'
    )
    delete from quality_counts where start_at < now() - ${keptDays}::int * interval '1 day'`);
}

export interface CellFilter {
  applicationId: number;
  /** Which counts are read: of hours (1) or of days (24). */
  spanHours: number;
  /** Begin of the period before, of the period, and its end (exclusive). */
  beforeSince: Date;
  since: Date;
  until: Date;
  country: string | null;
  network: string | null;
  channel: string | null;
}

export interface SummedRow extends Omit<CellRow, 'application_id'> {
  is_before: boolean;
}

export function sumCells(db: Queryable, filter: CellFilter): Promise<SummedRow[]> {
  return db.query(sql`
    select start_at < ${filter.since} as is_before, channel, country, network, is_carrier_only,
      wait, sum(sent)::int as sent, sum(delivered)::int as delivered,
      sum(undelivered)::int as undelivered, sum(checked)::int as checked,
      sum(own_codes)::int as own_codes, sum(told)::int as told,
      sum(converted)::int as converted, sum(cost) as cost
    from quality_counts
    where application_id = ${filter.applicationId} and span_hours = ${filter.spanHours}
      and start_at >= ${filter.beforeSince} and start_at < ${filter.until}
      and (${filter.country}::text is null or country = ${filter.country}::text)
      and (${filter.network}::text is null or network = ${filter.network}::text)
      and (${filter.channel}::text is null or channel = ${filter.channel}::text)
    group by 1, 2, 3, 4, 5, 6`);
}

export interface SlotRow {
  at: Date;
  sent: number;
  delivered: number;
  converted: number;
}

/** Counts in equal slots of the period; a slot without messages has no row. */
export function sumSlots(db: Queryable, filter: CellFilter, slotHours: number): Promise<SlotRow[]> {
  return db.query(sql`
    select date_bin(${slotHours}::int * interval '1 hour', start_at, ${filter.since}) as at,
      sum(sent)::int as sent,
      coalesce(sum(delivered) filter (where not is_carrier_only), 0)::int as delivered,
      sum(converted)::int as converted
    from quality_counts
    where application_id = ${filter.applicationId} and span_hours = ${filter.spanHours}
      and start_at >= ${filter.since} and start_at < ${filter.until}
      and (${filter.country}::text is null or country = ${filter.country}::text)
      and (${filter.network}::text is null or network = ${filter.network}::text)
      and (${filter.channel}::text is null or channel = ${filter.channel}::text)
    group by 1 order by 1`);
}

/** Begin of the running hour or day by the database's clock, and when the last hours were counted. */
export function readClock(
  db: Queryable,
  spanHours: number,
): Promise<{ start: Date; as_of: Date | null }[]> {
  return db.query(sql`
    select date_bin(${spanHours}::int * interval '1 hour', now(), 'epoch') as start,
      (select max(rolled_at) from quality_rolls where hour >= now() - interval '2 hours') as as_of`);
}

export function listNetworkNames(
  db: Queryable,
  networks: readonly string[],
): Promise<{ network: string; name: string }[]> {
  return db.query(sql`
    select network, max(network_name) as name from prices
    where network = any(${networks}::text[]) and network_name <> '' group by network`);
}
