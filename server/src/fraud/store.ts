/**
 * All SQL of the pumping budgets. Nothing here is on the way of a message: the sync of each node
 * writes in batches, locks in key order, and reads back the sums over all nodes.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { TrafficKey } from './traffic.ts';

export interface CountRow {
  application_id: number;
  scope: TrafficKey['scope'];
  key: string;
  /** Hours since 1970. */
  hour: number;
  sent: number;
  verified: number;
  forgiven: number;
  countries: string[];
  proven: string[];
}

/** One change as the statement takes it; countries as one text, separated by commas. */
export interface ChangeRow {
  applicationId: number;
  scope: string;
  key: string;
  hour: number;
  sent: number;
  verified: number;
  countries: string;
  proven: string;
}

/** Adds what a node counted and answers the sums over all nodes. Keys of a batch are distinct. */
export function addCounts(db: Queryable, rows: readonly ChangeRow[]): Promise<CountRow[]> {
  return db.query(sql`
    insert into traffic_counts as t (application_id, scope, key, hour, sent, verified,
      countries, proven)
    select application_id, scope, key, to_timestamp(hour * 3600.0), sent, verified,
      string_to_array(countries, ','), string_to_array(proven, ',')
    from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'scope')}::text[],
      ${column(rows, 'key')}::text[], ${column(rows, 'hour')}::int[],
      ${column(rows, 'sent')}::int[], ${column(rows, 'verified')}::int[],
      ${column(rows, 'countries')}::text[], ${column(rows, 'proven')}::text[]
    ) as i (application_id, scope, key, hour, sent, verified, countries, proven)
    order by application_id, scope, key, hour
    on conflict (application_id, scope, key, hour) do update set
      sent = t.sent + excluded.sent, verified = t.verified + excluded.verified,
      countries = case when t.countries @> excluded.countries then t.countries
        else (select array_agg(distinct c) from unnest(t.countries || excluded.countries) c) end,
      proven = case when t.proven @> excluded.proven then t.proven
        else (select array_agg(distinct c) from unnest(t.proven || excluded.proven) c) end
    returning application_id, scope, key, (extract(epoch from hour) / 3600)::int as hour, sent,
      verified, forgiven, countries, proven`);
}

interface KeyRow {
  applicationId: number;
  scope: string;
  key: string;
}

/** The last 25 hours of some keys. */
export function findCounts(db: Queryable, keys: readonly KeyRow[]): Promise<CountRow[]> {
  return db.query(sql`
    select t.application_id, t.scope, t.key, (extract(epoch from t.hour) / 3600)::int as hour,
      t.sent, t.verified, t.forgiven, t.countries, t.proven
    from unnest(${column(keys, 'applicationId')}::int[], ${column(keys, 'scope')}::text[],
      ${column(keys, 'key')}::text[]) as k (application_id, scope, key)
    join traffic_counts t using (application_id, scope, key)
    where t.hour > now() - interval '25 hours'
    order by t.application_id, t.scope, t.key, t.hour`);
}

export interface MostRow {
  application_id: number;
  key: string;
  most: number;
}

/** Most that was verified on one day (UTC) of the 14 before today, of some countries. */
export function findVerifiedDayMost(db: Queryable, keys: readonly KeyRow[]): Promise<MostRow[]> {
  return db.query(sql`
    select application_id, key, max(verified)::int as most from (
      select t.application_id, t.key, sum(t.verified) as verified
      from unnest(${column(keys, 'applicationId')}::int[], ${column(keys, 'key')}::text[])
        as k (application_id, key)
      join traffic_counts t using (application_id, key)
      where t.scope = 'country'
        and t.hour >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
          - interval '14 days'
      group by t.application_id, t.key, date_trunc('day', t.hour at time zone 'utc')
    ) days group by application_id, key`);
}

export interface BlockRow {
  application_id: number;
  scope: TrafficKey['scope'];
  key: string;
  rule: string;
  first_at: Date;
  opened_at: Date;
  until: Date;
  times: number;
  lifted_at: Date | null;
  lifted_by: string | null;
  refused: number;
  saved: string;
}

export interface OpenRow extends KeyRow {
  rule: string;
}

/**
 * Opens blocks of keys that have none, each twice as long as the one before when that ended by
 * itself within a day. A key that has a block, or that somebody lifted while not every node knew it
 * yet, gets no row. The minutes are those of block-book.ts.
 */
export function openBlocks(db: Queryable, rows: readonly OpenRow[]): Promise<BlockRow[]> {
  return db.query(sql`
    insert into fraud_blocks as b (application_id, scope, key, rule, until)
    select application_id, scope, key, rule, now() + interval '15 minutes'
    from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'scope')}::text[],
      ${column(rows, 'key')}::text[], ${column(rows, 'rule')}::text[]
    ) as i (application_id, scope, key, rule)
    order by application_id, scope, key
    on conflict (application_id, scope, key) do update set rule = excluded.rule,
      opened_at = now(), lifted_at = null, lifted_by = null, changed_at = now(),
      times = case when b.lifted_at is null and b.until > now() - interval '1 day'
        then least(b.times + 1, 100) else 1 end,
      until = now() + case when b.lifted_at is null and b.until > now() - interval '1 day'
        then least(interval '1 day', interval '15 minutes' * 2 ^ least(b.times, 10))
        else interval '15 minutes' end
    where b.until <= now()
      and (b.lifted_at is null or b.lifted_at < now() - interval '5 seconds')
    returning *`);
}

/** Blocks that changed since a moment of the database, five seconds before it included. */
export function findChangedBlocks(db: Queryable, since: Date | null): Promise<BlockRow[]> {
  return db.query(sql`
    select b.* from fraud_blocks b
    where b.changed_at > coalesce(${since}::timestamptz - interval '5 seconds',
        now() - interval '3 days')
      and b.until > now() - interval '1 day'
    order by b.changed_at limit 20000`);
}

export function readDatabaseClock(db: Queryable): Promise<{ now: Date }[]> {
  return db.query(sql`select now()`);
}

export function addSavings(
  db: Queryable,
  rows: readonly (KeyRow & { refused: number; saved: string })[],
): Promise<unknown[]> {
  return db.query(sql`
    with kept as materialized (
      -- Locked in the order of openBlocks.
      select b.application_id, b.scope, b.key, i.refused, i.saved
      from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'scope')}::text[],
          ${column(rows, 'key')}::text[], ${column(rows, 'refused')}::int[],
          ${column(rows, 'saved')}::numeric[]) as i (application_id, scope, key, refused, saved)
      join fraud_blocks b using (application_id, scope, key)
      order by b.application_id, b.scope, b.key for update of b
    )
    update fraud_blocks b set refused = b.refused + k.refused, saved = b.saved + k.saved
    from kept k
    where b.application_id = k.application_id and b.scope = k.scope and b.key = k.key`);
}

export interface NewDecisionRow extends KeyRow {
  rule: string;
  country: string | null;
  action: string;
  isBlocked: boolean;
  counted: number;
  allowed: number;
  count: number;
  saved: string;
}

export function insertDecisions(
  db: Queryable,
  rows: readonly NewDecisionRow[],
): Promise<unknown[]> {
  return db.query(sql`
    insert into fraud_decisions (application_id, rule, scope, key, country, action, is_blocked,
      counted, allowed, count, saved)
    select * from unnest(${column(rows, 'applicationId')}::int[],
      ${column(rows, 'rule')}::text[], ${column(rows, 'scope')}::text[],
      ${column(rows, 'key')}::text[], ${column(rows, 'country')}::text[],
      ${column(rows, 'action')}::text[], ${column(rows, 'isBlocked')}::boolean[],
      ${column(rows, 'counted')}::numeric[], ${column(rows, 'allowed')}::numeric[],
      ${column(rows, 'count')}::int[], ${column(rows, 'saved')}::numeric[])`);
}

/** Clients and prefixes matter for a day, countries for two weeks and the week a dry run replays. */
export function deleteOldCounts(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from traffic_counts where (application_id, scope, key, hour) in (
      select application_id, scope, key, hour from traffic_counts
      where hour < now() - case scope when 'country' then interval '22 days'
        else interval '26 hours' end
      limit 5000)`);
}

/** Ends a block at once. No row: there is none in force. */
export function liftBlock(
  tx: Queryable,
  key: KeyRow,
  actor: string,
): Promise<{ rule: string; times: number; refused: number }[]> {
  return tx.query(sql`
    update fraud_blocks set until = now(), lifted_at = now(), lifted_by = ${actor},
      changed_at = now()
    where application_id = ${key.applicationId} and scope = ${key.scope} and key = ${key.key}
      and until > now() and lifted_at is null
    returning rule, times, refused`);
}

/** What was counted so far counts against the key no more. */
export function forgive(tx: Queryable, key: KeyRow): Promise<unknown[]> {
  return tx.query(sql`
    update traffic_counts set forgiven = greatest(0, sent - verified), countries = '{}'
    where application_id = ${key.applicationId} and scope = ${key.scope} and key = ${key.key}
      and hour > now() - interval '25 hours'`);
}

/** Those in force first, then the ones that ended within a week, newest first. */
export function listBlocks(
  db: Queryable,
  applicationId: number,
  limit: number,
): Promise<(BlockRow & { is_active: boolean })[]> {
  return db.query(sql`
    select *, until > now() as is_active from fraud_blocks
    where application_id = ${applicationId} and until > now() - interval '7 days'
    order by until > now() desc, opened_at desc, scope, key limit ${limit}`);
}

export interface DecisionRow {
  id: number;
  at: Date;
  rule: string;
  scope: TrafficKey['scope'];
  key: string;
  country: string | null;
  action: string;
  is_blocked: boolean;
  counted: string;
  allowed: string;
  count: number;
  saved: string;
}

/** Newest first, before the decision with id `before`. */
export function listDecisions(
  db: Queryable,
  filter: { applicationId: number; action: string | null; before: number | null; limit: number },
): Promise<DecisionRow[]> {
  return db.query(sql`
    select id, at, rule, scope, key, country, action, is_blocked, counted, allowed, count, saved
    from fraud_decisions
    where application_id = ${filter.applicationId}
      and (${filter.action}::text is null or action = ${filter.action}::text)
      and (${filter.before}::bigint is null or id < ${filter.before}::bigint)
    order by id desc limit ${filter.limit}`);
}

/** What was decided in the last days, by action. */
export function sumDecisions(
  db: Queryable,
  applicationId: number,
  days: number,
): Promise<{ action: string; count: number; saved: string }[]> {
  return db.query(sql`
    select action, sum(count)::int as count, sum(saved) as saved from fraud_decisions
    where application_id = ${applicationId} and at > now() - ${days}::int * interval '1 day'
    group by action order by action`);
}

/** The keys of a scope with most unverified messages in a day, with their hours. */
export function listBusiestCounts(
  db: Queryable,
  applicationId: number,
  scope: string,
  limit: number,
): Promise<CountRow[]> {
  return db.query(sql`
    with busiest as (
      select key from traffic_counts
      where application_id = ${applicationId} and scope = ${scope}
        and hour > now() - interval '25 hours'
      group by key order by sum(sent - verified - forgiven) desc, sum(sent) desc, key limit ${limit}
    )
    select application_id, scope, key, (extract(epoch from hour) / 3600)::int as hour, sent,
      verified, forgiven, countries, proven
    from traffic_counts join busiest using (key)
    where application_id = ${applicationId} and scope = ${scope}
      and hour > now() - interval '25 hours'`);
}

export interface ReplayRow {
  id: string;
  lane: number;
  address_sealed: Buffer;
  address_prefix: string | null;
  country: string | null;
  client_mac: Buffer | null;
  channel: string;
  status: string;
  created_at: Date;
  ended_at: Date | null;
}

/** Where a message with the caller's own code went, of an application that counts those. */
export function findOwnCodeDestination(
  db: Queryable,
  applicationId: number,
  verificationId: string,
): Promise<{ country: string | null; address_prefix: string | null; client_mac: Buffer | null }[]> {
  return db.query(sql`
    select v.country, v.address_prefix, v.client_mac
    from verifications v join applications a on a.id = v.application_id
    where v.application_id = ${applicationId} and v.id = ${verificationId}::uuid and v.lane = 1
      and v.status <> 'verified' and (a.settings->'pumping'->>'countsOwnCodes')::boolean`);
}

/** Verifications in the order they came, after one of them. */
export function listForReplay(
  db: Queryable,
  request: { applicationId: number; after: string; limit: number },
): Promise<ReplayRow[]> {
  return db.query(sql`
    select id, lane, address_sealed, address_prefix, country, client_mac,
      workflow->0->>'channel' as channel, status, created_at, ended_at
    from verifications
    where application_id = ${request.applicationId} and id > ${request.after}::uuid
    order by id limit ${request.limit}`);
}

/** Most that was verified in a country on one day before the window of a replay. */
export function findVerifiedDayMostBefore(
  db: Queryable,
  applicationId: number,
  before: Date,
): Promise<{ key: string; most: number }[]> {
  return db.query(sql`
    select key, max(verified)::int as most from (
      select key, sum(verified) as verified from traffic_counts
      where application_id = ${applicationId} and scope = 'country'
        and hour < ${before}::timestamptz and hour > ${before}::timestamptz - interval '14 days'
      group by key, date_trunc('day', hour at time zone 'utc')
    ) days group by key`);
}

/** What is spent of the caps in the running hour and day. */
export function findSpending(
  db: Queryable,
  applicationId: number,
): Promise<{ hour_spent: string; day_spent: string; hour_ends: Date; day_ends: Date }[]> {
  return db.query(sql`
    select case when hour_started_at > now() - interval '1 hour' then hour_spent else 0 end
        as hour_spent,
      case when day_started_at > now() - interval '1 day' then day_spent else 0 end as day_spent,
      hour_started_at + interval '1 hour' as hour_ends,
      day_started_at + interval '1 day' as day_ends
    from balances where application_id = ${applicationId}`);
}
