/** All SQL of the classic searches: messages by id or by day, and sends that were refused. */
import { type Queryable, sql } from '../../db/client.ts';
import { column } from '../../db/columns.ts';

export interface RejectionRow {
  applicationId: number;
  addressMac: Buffer;
  addressSealed: Buffer;
  sender: string;
  code: string;
  label: string;
}

export function insertRejections(db: Queryable, rows: readonly RejectionRow[]): Promise<unknown[]> {
  return db.query(sql`
    insert into rejections (application_id, address_mac, address_sealed, sender, code, label)
    select * from unnest(${column(rows, 'applicationId')}::int[],
      ${column(rows, 'addressMac')}::bytea[], ${column(rows, 'addressSealed')}::bytea[],
      ${column(rows, 'sender')}::text[], ${column(rows, 'code')}::text[],
      ${column(rows, 'label')}::text[])`);
}

export interface FoundRejectionRow {
  at: Date;
  address_sealed: Buffer;
  sender: string;
  code: string;
  label: string;
}

/** Of one day in UTC, the oldest first. */
export function findRejections(
  db: Queryable,
  search: { applicationId: number; addressMac: Buffer | null; day: string; limit: number },
): Promise<FoundRejectionRow[]> {
  return db.query(sql`
    select at, address_sealed, sender, code, label from rejections
    where application_id = ${search.applicationId}
      and (${search.addressMac}::bytea is null or address_mac = ${search.addressMac}::bytea)
      and at >= ${search.day}::timestamp at time zone 'utc'
      and at < (${search.day}::timestamp + interval '1 day') at time zone 'utc'
    order by at, id limit ${search.limit}`);
}

export interface FoundDispatchRow {
  id: string;
  verification_id: string;
  step: number;
  sender: string;
  state: string;
  network: string | null;
  cost: string;
  error_code: number | null;
  created_at: Date;
  ended_at: Date | null;
  address_sealed: Buffer;
  reference: string | null;
  /** Whether it is a part of a message without a code. */
  is_part: boolean;
  content_sealed: Buffer | null;
  template_sealed: Buffer | null;
  brand: string | null;
  code_length: number | null;
}

export interface IdWindow {
  applicationId: number;
  /** Of what the dispatch belongs to: inclusive, exclusive. */
  lowestId: string;
  highestId: string;
}

/** The dispatch of an id; what it belongs to was made within a window of time. */
export function findDispatch(
  db: Queryable,
  { applicationId, lowestId, highestId }: IdWindow,
  id: string,
): Promise<FoundDispatchRow[]> {
  return db.query(sql`
    select d.id, d.verification_id, d.step, d.sender, d.state, d.network, d.cost, d.error_code,
      d.created_at, d.ended_at, coalesce(m.address_sealed, v.address_sealed) as address_sealed,
      coalesce(m.reference, v.reference) as reference, m.id is not null as is_part,
      m.content_sealed, v.template_sealed, v.brand, v.code_length
    from dispatches d
    left join verifications v on v.application_id = d.application_id and v.id = d.verification_id
      and v.id >= ${lowestId}::uuid and v.id < ${highestId}::uuid
    left join messages m on m.application_id = d.application_id and m.id = d.verification_id
      and m.id >= ${lowestId}::uuid and m.id < ${highestId}::uuid
    where d.verification_id >= ${lowestId}::uuid and d.verification_id < ${highestId}::uuid
      and d.id = ${id}::uuid and d.application_id = ${applicationId}`);
}

/** Dispatches to an address in a window of time, the oldest first. */
export function findDispatchesTo(
  db: Queryable,
  { applicationId, lowestId, highestId }: IdWindow,
  addressMac: Buffer,
  limit: number,
): Promise<FoundDispatchRow[]> {
  return db.query(sql`
    with parents as (
      select id, address_sealed, reference, false as is_part, null::bytea as content_sealed,
        template_sealed, brand, code_length
      from verifications
      where application_id = ${applicationId} and address_mac = ${addressMac}
        and id >= ${lowestId}::uuid and id < ${highestId}::uuid
      union all
      select id, address_sealed, reference, true, content_sealed, null, null, null from messages
      where application_id = ${applicationId} and address_mac = ${addressMac}
        and id >= ${lowestId}::uuid and id < ${highestId}::uuid
    )
    select d.id, d.verification_id, d.step, d.sender, d.state, d.network, d.cost, d.error_code,
      d.created_at, d.ended_at, p.address_sealed, p.reference, p.is_part, p.content_sealed,
      p.template_sealed, p.brand, p.code_length
    from parents p join dispatches d on d.verification_id = p.id
      and d.verification_id >= ${lowestId}::uuid and d.verification_id < ${highestId}::uuid
    order by d.verification_id, d.id limit ${limit}`);
}

export interface FoundInboundRow {
  id: string;
  /** As the carrier gave it, and as webhooks tell it. */
  message_id: string;
  address_sealed: Buffer;
  recipient: string;
  network: string | null;
  content_sealed: Buffer | null;
  /** Of a reply with a code: how its check went, and the message that had carried it. */
  checked: string | null;
  checked_dispatch_id: string | null;
  received_at: Date;
}

/** By our id or by the one the carrier gave it. */
export function findInbound(
  db: Queryable,
  applicationId: number,
  id: string | null,
  messageId: string,
): Promise<FoundInboundRow[]> {
  return db.query(sql`
    select id, message_id, address_sealed, recipient, network, content_sealed, received_at,
      outcome ->> 'check' as checked, outcome ->> 'dispatchId' as checked_dispatch_id
    from inbound_messages
    where application_id = ${applicationId}
      and (id = ${id}::uuid or message_id = ${messageId}::text)
    order by id limit 1`);
}

export function findInboundFrom(
  db: Queryable,
  { applicationId, lowestId, highestId }: IdWindow,
  addressMac: Buffer,
  limit: number,
): Promise<FoundInboundRow[]> {
  return db.query(sql`
    select id, message_id, address_sealed, recipient, network, content_sealed, received_at,
      outcome ->> 'check' as checked, outcome ->> 'dispatchId' as checked_dispatch_id
    from inbound_messages
    where application_id = ${applicationId} and address_mac = ${addressMac}
      and id >= ${lowestId}::uuid and id < ${highestId}::uuid
    order by id limit ${limit}`);
}

/**
 * As findDispatch, for a later step of one of the last verifications before it: a dispatch says when
 * it was made, not what it belongs to.
 */
export function findLaterStep(
  db: Queryable,
  { applicationId, lowestId, highestId }: IdWindow,
  id: string,
  verificationsMax: number,
): Promise<{ verification_id: string }[]> {
  return db.query(sql`
    select d.verification_id
    from (select id from verifications
      where application_id = ${applicationId} and id >= ${lowestId}::uuid
        and id < ${highestId}::uuid
      order by id desc limit ${verificationsMax}) v
    join dispatches d on d.verification_id = v.id and d.id = ${id}::uuid
      and d.verification_id >= ${lowestId}::uuid and d.verification_id < ${highestId}::uuid`);
}
