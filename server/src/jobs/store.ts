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
