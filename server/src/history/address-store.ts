/** What holds messages to an address back, as the rows of its budgets have it. */
import { type Queryable, sql } from '../db/client.ts';

export interface AddressHoldRow {
  lane: number;
  /** Each null where it does not hold now. */
  locked_until: Date | null;
  window_ends_at: Date | null;
  verification_id: string | null;
  ends_at: Date | null;
}

/** What keeps a message from an address now: the lock, the window, the verification that is live. */
export function findAddressHolds(
  db: Queryable,
  applicationId: number,
  addressMac: Buffer,
): Promise<AddressHoldRow[]> {
  return db.query(sql`
    select lane, case when locked_until > now() then locked_until end as locked_until,
      case when window_sends >= sends_max
        and window_started_at + make_interval(secs => window_seconds) > now()
        then window_started_at + make_interval(secs => window_seconds) end as window_ends_at,
      case when ends_at > now() then verification_id end as verification_id,
      case when ends_at > now() then ends_at end as ends_at
    from live_addresses
    where application_id = ${applicationId} and address_mac = ${addressMac}
    order by lane`);
}
