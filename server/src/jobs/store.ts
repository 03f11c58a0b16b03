/** All SQL of housekeeping. Bounded batches, so that it never holds much at once. */
import { type Queryable, sql } from '../db/client.ts';

export function ensurePartitions(db: Queryable, weeksAhead: number): Promise<unknown[]> {
  return db.query(sql`select ensure_partitions(${weeksAhead}::int)`);
}

/** The handset forgets after a day: its messages hold codes and whole numbers (sealed). */
export function deleteOldHandsetMessages(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from handset_messages where (application_id, id) in (
      select application_id, id from handset_messages
      where id < id_floor(now() - interval '1 day') limit 5000)`);
}

/** Addresses with nothing live, no wrong codes and no running window need no row. */
export function deleteIdleAddresses(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from live_addresses where (application_id, address_mac, lane) in (
      select application_id, address_mac, lane from live_addresses
      where verification_id is null and consecutive_wrong = 0 and lock_count = 0
        and touched_at < now() - interval '1 day' limit 5000)`);
}

/** Receipts nobody was found for in five days never will be matched: carriers give up after three. */
export function deleteOldParkedReceipts(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from parked_receipts where received_at < now() - interval '5 days'`);
}

/** Refused sends are listed for a week. */
export function deleteOldRejections(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from rejections where (application_id, at, id) in (
      select application_id, at, id from rejections
      where at < now() - interval '7 days' limit 5000)`);
}

/** What a challenge was for is forgotten a week later; its verification tells the rest. */
export function deleteOldChallenges(db: Queryable, limit: number): Promise<unknown[]> {
  return db.query(sql`
    delete from challenges where (application_id, id) in (
      select application_id, id from challenges
      where created_at < now() - interval '7 days' limit ${limit})
    returning 1`);
}

/** Answers how many there were; a key is worth nothing after a day (docs/api-v1.md). */
export function deleteOldIdempotencyKeys(db: Queryable, limit: number): Promise<unknown[]> {
  return db.query(sql`
    delete from idempotency_keys where (application_id, key_mac) in (
      select application_id, key_mac from idempotency_keys
      where created_at < now() - interval '24 hours' limit ${limit})
    returning 1`);
}

/**
 * What applications wrote is forgotten thirty days later, as if it had been redacted: whom it went to,
 * when, and at what price stays. A message can be on its way for a week at most.
 */
export function eraseOldMessages(db: Queryable, limit: number): Promise<{ id: string }[]> {
  return db.query(sql`
    update messages set content_sealed = null where (application_id, id) in (
      select application_id, id from messages
      where id < id_floor(now() - interval '30 days') and content_sealed is not null
      order by id limit ${limit} for update skip locked)
    returning id`);
}

/** The same for what subscribers wrote; the consent ledger keeps their words as its evidence. */
export function eraseOldInbound(db: Queryable, limit: number): Promise<{ id: string }[]> {
  return db.query(sql`
    update inbound_messages set content_sealed = null where (application_id, id) in (
      select application_id, id from inbound_messages
      where received_at < now() - interval '30 days' and content_sealed is not null
        and state = 'handled'
      order by received_at limit ${limit} for update skip locked)
    returning id`);
}

/** The next hour's codes that were checked more than thirty days ago; no row when there is none. */
export function eraseOldCodes(db: Queryable): Promise<{ up_to: Date }[]> {
  return db.query(sql`
    with hour as materialized (
      select up_to as since, up_to + interval '1 hour' as until from erasures
      where name = 'checked codes' and up_to + interval '1 hour' <= now() - interval '30 days'
      for update skip locked
    ), erased as (
      update verification_events set sealed = null
      where verification_id >= (select id_floor(since) from hour)
        and verification_id < (select id_floor(until) from hour) and sealed is not null
    )
    update erasures set up_to = hour.until from hour where name = 'checked codes'
    returning up_to`);
}
