/** All SQL about consent: what each number said to each sender, and the ledger of every change. */
import { type Queryable, sql } from '../db/client.ts';
import type { ConsentKind, ConsentSource } from './consent.ts';

export interface ConsentKey {
  applicationId: number;
  addressMac: Buffer;
  sender: string;
}

/** A row to be locked, for a number that has said nothing to this sender yet. */
export function insertStanding(
  db: Queryable,
  key: ConsentKey,
  addressSealed: Buffer,
): Promise<unknown[]> {
  return db.query(sql`
    insert into opt_outs (application_id, address_mac, sender, address_sealed, is_active)
    values (${key.applicationId}, ${key.addressMac}, ${key.sender}, ${addressSealed}, false)
    on conflict do nothing`);
}

export interface StandingRow {
  is_active: boolean;
  /** Microseconds since 1970. */
  opted_out_at: number | null;
  opted_in_at: number | null;
  now: number;
}

export function lockStanding(db: Queryable, key: ConsentKey): Promise<StandingRow[]> {
  return db.query(sql`
    select is_active, (extract(epoch from at) * 1000000)::bigint as opted_out_at,
      (extract(epoch from opted_in_at) * 1000000)::bigint as opted_in_at,
      (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
    from opt_outs where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender} for update`);
}

export function findStanding(db: Queryable, key: ConsentKey): Promise<StandingRow[]> {
  return db.query(sql`
    select is_active, (extract(epoch from at) * 1000000)::bigint as opted_out_at,
      (extract(epoch from opted_in_at) * 1000000)::bigint as opted_in_at,
      (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
    from opt_outs where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender}`);
}

/** The database's own rule, as every statement that queues a message asks it. */
export function findOptOut(db: Queryable, key: ConsentKey): Promise<{ is_opted_out: boolean }[]> {
  return db.query(sql`
    select is_opted_out(${key.applicationId}::int, ${key.addressMac}::bytea, ${key.sender}::text)`);
}

export function updateStanding(
  db: Queryable,
  key: ConsentKey,
  change: { isOptOut: boolean; at: number; campaignId: number | null },
): Promise<unknown[]> {
  return db.query(sql`
    update opt_outs set is_active = ${change.isOptOut}, campaign_id = ${change.campaignId},
      at = case when ${change.isOptOut}::boolean
        then 'epoch'::timestamptz + ${change.at}::float8 * interval '1 microsecond' else at end,
      opted_in_at = case when ${change.isOptOut}::boolean then opted_in_at
        else 'epoch'::timestamptz + ${change.at}::float8 * interval '1 microsecond' end
    where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender}`);
}

export interface EntryRow extends ConsentKey {
  addressSealed: Buffer;
  campaignId: number | null;
  change: ConsentKind;
  source: ConsentSource;
  actor: string;
  inboundId: string | null;
  evidenceSealed: Buffer | null;
}

/** The moment is taken while the standing is locked: entries are in the order they took effect. */
export function insertEntry(db: Queryable, row: EntryRow): Promise<unknown[]> {
  return db.query(sql`
    insert into consent_entries (application_id, at, address_mac, address_sealed, sender,
      campaign_id, change, source, actor, inbound_id, evidence_sealed)
    values (${row.applicationId}, clock_timestamp(), ${row.addressMac}, ${row.addressSealed},
      ${row.sender}, ${row.campaignId}, ${row.change}, ${row.source}, ${row.actor},
      ${row.inboundId}::uuid, ${row.evidenceSealed})`);
}

/** Changes and questions of one number by message in the last hour. */
export function countRecentEntries(
  db: Queryable,
  applicationId: number,
  addressMac: Buffer,
): Promise<{ count: number }[]> {
  return db.query(sql`
    select count(*)::int as count from consent_entries
    where application_id = ${applicationId} and address_mac = ${addressMac}
      and at > now() - interval '1 hour' and source = 'message'`);
}

/** Senders of the application's approved campaigns for a use, the one approved last first. */
export function findSendersOfUse(
  db: Queryable,
  applicationId: number,
  use: string,
): Promise<{ sender: string; campaign_id: number }[]> {
  return db.query(sql`
    select c.value ->> 'code' as sender, (c.value ->> 'id')::int as campaign_id
    from application_senders a
    cross join lateral jsonb_array_elements(a.campaigns) with ordinality c (value, place)
    where a.application_id = ${applicationId} and c.value ->> 'use' = ${use} order by c.place`);
}

export interface PersonRow {
  address_mac: Buffer;
  address_sealed: Buffer;
  is_opted_out: boolean;
  opted_out_at: Date | null;
  opted_in_at: Date | null;
  total: number;
}

/** One row a number, in an order that stays. What was said to all counts for these senders too. */
export function listPeople(
  db: Queryable,
  request: { applicationId: number; senders: readonly string[]; offset: number; limit: number },
): Promise<PersonRow[]> {
  return db.query(sql`
    with people as materialized (
      select address_mac, (array_agg(address_sealed))[1] as address_sealed,
        max(at) as opted_out_at, max(opted_in_at) as opted_in_at,
        coalesce(bool_or(is_active) filter (where sender <> '*'), false)
          or coalesce(bool_or(is_active) filter (where sender = '*'), false)
            and coalesce(max(opted_in_at) filter (where sender <> '*'), '-infinity')
              <= max(at) filter (where sender = '*') as is_opted_out
      from opt_outs
      where application_id = ${request.applicationId}
        and (sender = any(${request.senders}::text[]) or sender = '*')
        and (at is not null or opted_in_at is not null)
      group by address_mac
    )
    select p.*, total::int from (select count(*) as total from people) c
    left join (select * from people order by address_mac
      offset ${request.offset} limit ${request.limit}) p on true
    order by address_mac`);
}

export interface ListedStandingRow {
  address_mac: Buffer;
  address_sealed: Buffer;
  sender: string;
  campaign_id: number | null;
  is_active: boolean;
  opted_out_at: Date | null;
  opted_in_at: Date | null;
  /** Microseconds since 1970. */
  changed_at: number;
}

export function findAddress(db: Queryable, key: ConsentKey): Promise<{ address_sealed: Buffer }[]> {
  return db.query(sql`
    select address_sealed from opt_outs where application_id = ${key.applicationId}
      and address_mac = ${key.addressMac} and sender = ${key.sender}`);
}

export interface StandingFilter {
  applicationId: number;
  addressMac: Buffer | null;
  /** Null: all. */
  senders: readonly string[] | null;
  isOptedOut: boolean | null;
  before: { changedAt: number; addressMac: Buffer; sender: string } | null;
  limit: number;
}

/** One row a number and sender, the one that spoke last first. */
export function listStandings(db: Queryable, filter: StandingFilter): Promise<ListedStandingRow[]> {
  const { before } = filter;
  return db.query(sql`
    select address_mac, address_sealed, sender, campaign_id, is_active, at as opted_out_at,
      opted_in_at, (extract(epoch from greatest(at, opted_in_at)) * 1000000)::bigint as changed_at
    from opt_outs
    where application_id = ${filter.applicationId} and greatest(at, opted_in_at) is not null
      and (${filter.addressMac}::bytea is null or address_mac = ${filter.addressMac}::bytea)
      and (${filter.senders}::text[] is null or sender = any(${filter.senders}::text[]))
      and (${filter.isOptedOut}::boolean is null or is_active = ${filter.isOptedOut}::boolean)
      and (${before?.changedAt ?? null}::float8 is null
        or (greatest(at, opted_in_at), address_mac, sender) < ('epoch'::timestamptz
          + ${before?.changedAt ?? null}::float8 * interval '1 microsecond',
          ${before?.addressMac ?? null}::bytea, ${before?.sender ?? null}::text))
    order by greatest(at, opted_in_at) desc, address_mac desc, sender desc
    limit ${filter.limit}`);
}

export interface ListedEntryRow {
  id: number;
  at: Date;
  /** Microseconds since 1970. */
  moment: number;
  address_mac: Buffer;
  address_sealed: Buffer;
  sender: string;
  campaign_id: number | null;
  change: ConsentKind;
  source: ConsentSource;
  actor: string;
  inbound_id: string | null;
  evidence_sealed: Buffer | null;
}

export interface EntryFilter {
  applicationId: number;
  addressMac: Buffer | null;
  change: string | null;
  before: { moment: number; id: number } | null;
  limit: number;
}

/** Newest first. */
export function listEntries(db: Queryable, filter: EntryFilter): Promise<ListedEntryRow[]> {
  const { before } = filter;
  return db.query(sql`
    select id, at, (extract(epoch from at) * 1000000)::bigint as moment, address_mac,
      address_sealed, sender, campaign_id, change, source, actor, inbound_id, evidence_sealed
    from consent_entries
    where application_id = ${filter.applicationId}
      and (${filter.addressMac}::bytea is null or address_mac = ${filter.addressMac}::bytea)
      and (${filter.change}::text is null or change = ${filter.change}::text)
      and (${before?.moment ?? null}::float8 is null or (at, id) < ('epoch'::timestamptz
        + ${before?.moment ?? null}::float8 * interval '1 microsecond',
        ${before?.id ?? null}::bigint))
    order by at desc, id desc limit ${filter.limit}`);
}
