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

/** A verification as its own application may see it, with what still lives of it. */
export interface OwnVerificationRow extends VerificationRow {
  country: string | null;
  code_length: number;
  code_life_seconds: number;
  checks_max: number;
  /** The four below are null once it has ended. */
  step: number | null;
  ends_at: Date | null;
  next_step_at: Date | null;
  checks_left: number | null;
}

export interface OwnVerificationFilter {
  applicationId: number;
  lane: number;
  ids: readonly string[] | null;
  addressMac: Buffer | null;
  reference: string | null;
  status: string | null;
  /** Inclusive and exclusive; ids tell the time. */
  sinceId: string;
  beforeId: string;
  limit: number;
}

/** Newest first. As in findVerifications an unswept end counts as ended. */
export function listOwnVerifications(
  db: Queryable,
  filter: OwnVerificationFilter,
): Promise<OwnVerificationRow[]> {
  return db.query(sql`
    select v.application_id, v.id, v.dialect, v.lane, v.address_sealed, v.country, v.brand, v.sender,
      v.locale, v.workflow, v.reference, now.status, v.price, v.currency, v.created_at,
      v.code_length, v.code_life_seconds, v.checks_max, l.step, l.ends_at, l.next_step_at,
      coalesce(v.ended_at, case when l.ends_at <= now() then l.ends_at end) as ended_at,
      v.checks_max - l.wrong_checks as checks_left
    from verifications v
    left join live_addresses l on l.application_id = v.application_id
      and l.address_mac = v.address_mac and l.lane = v.lane and l.verification_id = v.id
    cross join lateral (
      select case when v.status = 'in_progress' and l.ends_at <= now() then 'expired'
        else v.status end as status
    ) now
    where v.application_id = ${filter.applicationId} and v.lane = ${filter.lane}::smallint
      and v.id >= ${filter.sinceId}::uuid and v.id < ${filter.beforeId}::uuid
      and (${filter.ids}::uuid[] is null or v.id = any(${filter.ids}::uuid[]))
      and (${filter.addressMac}::bytea is null or v.address_mac = ${filter.addressMac}::bytea)
      and (${filter.reference}::text is null or v.reference = ${filter.reference}::text)
      and (${filter.status}::text is null or now.status = ${filter.status}::text)
    order by v.id desc limit ${filter.limit}`);
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

/** What a message belongs to: a verification, a message without a code, or one from a subscriber. */
export type ParentKind = 'verification' | 'message' | 'inbound';

export interface ParentRow {
  kind: ParentKind;
  id: string;
}

export interface ParentFilter {
  applicationId: number;
  kinds: readonly ParentKind[];
  /** Exclusive; ids tell the time. */
  beforeId: string;
  /** Inclusive. */
  sinceId: string;
  limit: number;
}

/** The newest things of an application that have messages, along the primary keys. */
export function listParents(db: Queryable, filter: ParentFilter): Promise<ParentRow[]> {
  const { applicationId, kinds, beforeId, sinceId, limit } = filter;
  return db.query(sql`
    select kind, id from (
      (select 'verification' as kind, id from verifications
        where application_id = ${applicationId} and id < ${beforeId}::uuid
          and id >= ${sinceId}::uuid and 'verification' = any(${kinds}::text[])
        order by id desc limit ${limit})
      union all
      (select 'message', id from messages
        where application_id = ${applicationId} and id < ${beforeId}::uuid
          and id >= ${sinceId}::uuid and 'message' = any(${kinds}::text[])
        order by id desc limit ${limit})
      union all
      (select 'inbound', id from inbound_messages
        where application_id = ${applicationId} and id < ${beforeId}::uuid
          and id >= ${sinceId}::uuid and 'inbound' = any(${kinds}::text[])
        order by id desc limit ${limit})
    ) parents order by id desc limit ${limit}`);
}

/** As listParents, of one address, along the indexes by address. */
export function listParentsOfAddress(
  db: Queryable,
  filter: ParentFilter,
  addressMac: Buffer,
): Promise<ParentRow[]> {
  const { applicationId, kinds, beforeId, sinceId, limit } = filter;
  return db.query(sql`
    select kind, id from (
      (select 'verification' as kind, id from verifications
        where application_id = ${applicationId} and address_mac = ${addressMac}
          and id < ${beforeId}::uuid and id >= ${sinceId}::uuid
          and 'verification' = any(${kinds}::text[])
        order by id desc limit ${limit})
      union all
      (select 'message', id from messages
        where application_id = ${applicationId} and address_mac = ${addressMac}
          and id < ${beforeId}::uuid and id >= ${sinceId}::uuid
          and 'message' = any(${kinds}::text[])
        order by id desc limit ${limit})
      union all
      (select 'inbound', id from inbound_messages
        where application_id = ${applicationId} and address_mac = ${addressMac}
          and id < ${beforeId}::uuid and id >= ${sinceId}::uuid
          and 'inbound' = any(${kinds}::text[])
        order by id desc limit ${limit})
    ) parents order by id desc limit ${limit}`);
}

/** Which of these ids name something that has messages; newest first. */
export function findParents(
  db: Queryable,
  applicationId: number,
  ids: readonly string[],
): Promise<ParentRow[]> {
  return db.query(sql`
    select 'verification' as kind, id from verifications
    where application_id = ${applicationId} and id = any(${ids}::uuid[])
    union all
    select 'message', id from messages
    where application_id = ${applicationId} and id = any(${ids}::uuid[])
    union all
    select 'inbound', id from inbound_messages
    where application_id = ${applicationId} and id = any(${ids}::uuid[])
    order by id desc`);
}

/** One dispatch with what it belongs to. */
export interface OutboundRow extends DispatchRow {
  kind: 'verification' | 'message';
  dialect: string;
  address_sealed: Buffer;
  country: string | null;
  reference: string | null;
  currency: string;
  tries: number;
  carrier_message_id: string | null;
  /** Of a message without a code; null otherwise. */
  encoding: string | null;
  parts: number | null;
  /** The inbound message it answers. */
  in_reply_to: string | null;
}

export interface OutboundFilter {
  applicationId: number;
  verificationIds: readonly string[];
  messageIds: readonly string[];
  /** All ids of both. */
  parentIds: readonly string[];
  lowestId: string;
  highestId: string;
  state: string | null;
  channel: string | null;
  country: string | null;
  network: string | null;
  reference: string | null;
}

/** The dispatches of some verifications and messages that fit the filter, newest first. */
export function listOutbound(db: Queryable, filter: OutboundFilter): Promise<OutboundRow[]> {
  return db.query(sql`
    select p.kind, d.verification_id, d.id, d.step, d.channel, d.transport, d.sender, d.state,
      d.network, d.segments, d.cost, d.error_code, d.error, d.created_at, d.sent_at, d.ended_at,
      d.tries, d.message_id as carrier_message_id, p.dialect, p.address_sealed, p.country,
      p.reference, p.currency, p.encoding, p.parts, p.in_reply_to
    from (
      select 'verification' as kind, id, dialect, address_sealed, country, reference, currency,
        null as encoding, null::smallint as parts, null::uuid as in_reply_to
      from verifications
      where application_id = ${filter.applicationId}
        and id = any(${filter.verificationIds}::uuid[])
        and id between ${filter.lowestId}::uuid and ${filter.highestId}::uuid
      union all
      select 'message', id, dialect, address_sealed, country, reference, 'EUR', encoding, parts,
        in_reply_to
      from messages
      where application_id = ${filter.applicationId} and id = any(${filter.messageIds}::uuid[])
        and id between ${filter.lowestId}::uuid and ${filter.highestId}::uuid
    ) p
    join dispatches d on d.verification_id = p.id
    where d.verification_id = any(${filter.parentIds}::uuid[])
      and d.verification_id between ${filter.lowestId}::uuid and ${filter.highestId}::uuid
      and d.application_id = ${filter.applicationId}
      and (${filter.state}::text is null or d.state = ${filter.state}::text)
      and (${filter.channel}::text is null or d.channel = ${filter.channel}::text)
      and (${filter.country}::text is null or p.country = ${filter.country}::text)
      and (${filter.network}::text is null or d.network = ${filter.network}::text)
      and (${filter.reference}::text is null or p.reference = ${filter.reference}::text)
    order by d.verification_id desc, d.id desc`);
}

export interface InboundRow {
  id: string;
  transport: string;
  carrier_message_id: string;
  address_sealed: Buffer;
  recipient: string;
  network: string | null;
  type: string;
  concat_total: number | null;
  concat_part: number | null;
  meaning: string | null;
  verification_id: string | null;
  received_at: Date;
  handled_at: Date | null;
  /** The message it was answered with. */
  reply_id: string | null;
}

export function findInbound(
  db: Queryable,
  applicationId: number,
  ids: readonly string[],
): Promise<InboundRow[]> {
  return db.query(sql`
    select i.id, i.transport, i.message_id as carrier_message_id, i.address_sealed, i.recipient,
      i.network, i.type, i.concat_total, i.concat_part, i.meaning, i.verification_id,
      i.received_at, i.handled_at, r.message_id as reply_id
    from inbound_messages i left join keyword_replies r on r.inbound_id = i.id
    where i.application_id = ${applicationId} and i.id = any(${ids}::uuid[])
    order by i.id desc`);
}

/**
 * What the dispatch of an id belongs to. A dispatch is made with its verification or some steps
 * later, so both ids lie near each other in time and only that part of the primary key is read.
 */
export function findParentOfDispatch(
  db: Queryable,
  place: { applicationId: number; id: string; lowestId: string; highestId: string },
): Promise<{ verification_id: string }[]> {
  return db.query(sql`
    select verification_id from dispatches
    where verification_id >= ${place.lowestId}::uuid and verification_id < ${place.highestId}::uuid
      and id = ${place.id}::uuid and application_id = ${place.applicationId}`);
}

/** As findParentOfDispatch, by the id the carrier gave it. */
export function findDispatchesByCarrierId(
  db: Queryable,
  applicationId: number,
  messageId: string,
): Promise<{ verification_id: string; id: string }[]> {
  return db.query(sql`
    select verification_id, id from dispatches
    where message_id = ${messageId} and application_id = ${applicationId} limit 20`);
}

export interface ConversionRow {
  is_converted: boolean;
  at: Date;
  reported_at: Date;
}

export function findConversion(
  db: Queryable,
  applicationId: number,
  messageId: string,
): Promise<ConversionRow[]> {
  return db.query(sql`
    select is_converted, at, reported_at from conversions
    where application_id = ${applicationId} and message_id = ${messageId}::uuid`);
}

/** Sealed words of a message without a code, to tell how long it is; never shown. */
export function findContent(
  db: Queryable,
  applicationId: number,
  id: string,
): Promise<{ content_sealed: Buffer | null; flash: boolean; campaign_id: number | null }[]> {
  return db.query(sql`
    select content_sealed, flash, campaign_id from messages
    where application_id = ${applicationId} and id = ${id}::uuid`);
}
