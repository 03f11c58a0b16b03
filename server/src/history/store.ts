/** All SQL that reads what happened: searches, lists and timelines. Changes nothing. */
import { type Queryable, sql } from '../db/client.ts';

export interface VerificationRow {
  application_id: number;
  id: string;
  dialect: string;
  lane: number;
  address_sealed: Buffer;
  brand: string;
  sender: string;
  locale: string;
  workflow: { channel: string; waitSeconds: number }[];
  reference: string | null;
  status: 'in_progress' | 'verified' | 'failed' | 'expired' | 'cancelled';
  price: string;
  currency: string;
  created_at: Date;
  ended_at: Date | null;
}

/** An unswept end counts as ended: the answer is the same whoever looks first. */
export function findVerifications(
  db: Queryable,
  applicationId: number,
  ids: readonly string[],
): Promise<VerificationRow[]> {
  return db.query(sql`
    select v.application_id, v.id, v.dialect, v.lane, v.address_sealed, v.brand, v.sender, v.locale,
      v.workflow, v.reference,
      case when v.status = 'in_progress' and l.ends_at <= now() then 'expired' else v.status end
        as status,
      v.price, v.currency, v.created_at, coalesce(v.ended_at,
        case when l.ends_at <= now() then l.ends_at end) as ended_at
    from verifications v
    left join live_addresses l on l.application_id = v.application_id
      and l.address_mac = v.address_mac and l.lane = v.lane and l.verification_id = v.id
    where v.application_id = ${applicationId} and v.id = any(${ids}::uuid[])`);
}

export interface VerificationFilter {
  applicationId: number;
  addressMac: Buffer | null;
  id: string | null;
  reference: string | null;
  status: string | null;
  beforeId: string | null;
  limit: number;
}

export function listVerifications(
  db: Queryable,
  filter: VerificationFilter,
): Promise<VerificationRow[]> {
  return db.query(sql`
    select application_id, id, dialect, lane, address_sealed, brand, sender, locale, workflow,
      reference, status, price, currency, created_at, ended_at
    from verifications
    where application_id = ${filter.applicationId}
      and (${filter.addressMac}::bytea is null or address_mac = ${filter.addressMac}::bytea)
      and (${filter.id}::uuid is null or id = ${filter.id}::uuid)
      and (${filter.reference}::text is null or reference = ${filter.reference}::text)
      and (${filter.status}::text is null or status = ${filter.status}::text)
      and (${filter.beforeId}::uuid is null or id < ${filter.beforeId}::uuid)
    order by id desc limit ${filter.limit}`);
}

export interface EventRow {
  verification_id: string;
  id: number;
  at: Date;
  kind: string;
  data: Record<string, unknown> | null;
  sealed: Buffer | null;
}

export function listEvents(db: Queryable, ids: readonly string[]): Promise<EventRow[]> {
  return db.query(sql`
    select verification_id, id, at, kind, data, sealed from verification_events
    where verification_id = any(${ids}::uuid[]) order by id`);
}

export interface DispatchRow {
  verification_id: string;
  id: string;
  step: number;
  channel: string;
  transport: string | null;
  sender: string;
  state: string;
  network: string | null;
  segments: number | null;
  cost: string;
  error_code: number | null;
  error: string | null;
  created_at: Date;
  sent_at: Date | null;
  ended_at: Date | null;
}

export function listDispatches(db: Queryable, ids: readonly string[]): Promise<DispatchRow[]> {
  return db.query(sql`
    select verification_id, id, step, channel, transport, sender, state, network, segments, cost,
      error_code, error, created_at, sent_at, ended_at
    from dispatches where verification_id = any(${ids}::uuid[]) order by id`);
}
