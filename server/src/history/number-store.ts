/** The statement that finds a verification by the number its wire names it by. */
import { type Queryable, sql } from '../db/client.ts';
import type { VerificationRow } from './store.ts';

/**
 * By the last 14 characters of its id; `lowestId` bounds the partitions that are looked into. What has
 * that end is found first and ordered then: with the order in view the planner walks along the ids.
 */
export function findVerificationByEnd(
  db: Queryable,
  applicationId: number,
  idEnd: string,
  lowestId: string,
): Promise<Pick<VerificationRow, 'id' | 'status'>[]> {
  return db.query(sql`
    with found as materialized (
      select application_id, id, lane, address_mac, status from verifications
      where application_id = ${applicationId} and right(id::text, 14) = ${idEnd}
        -- The index holds this dialect's rows only.
        and dialect = 'verifynow' and id >= ${lowestId}::uuid
    )
    select f.id,
      case when f.status = 'in_progress' and l.ends_at <= now() then 'expired' else f.status end
        as status
    from (select * from found order by id desc limit 1) f
    left join live_addresses l on l.application_id = f.application_id
      and l.address_mac = f.address_mac and l.lane = f.lane and l.verification_id = f.id`);
}
