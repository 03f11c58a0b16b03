/**
 * All SQL about messages from subscribers: kept once each, handled once in effect. Whoever handles one
 * holds its lease; what must not happen twice is guarded by its state, not by the lease.
 */
import { type Queryable, sql } from '../db/client.ts';
import type { InboundMeaning, InboundOutcome } from './inbound.ts';

export interface NewInboundRow {
  applicationId: number;
  id: string;
  transport: string;
  messageId: string;
  addressMac: Buffer;
  addressSealed: Buffer;
  recipient: string;
  network: string | null;
  type: 'text' | 'unicode' | 'binary';
  contentSealed: Buffer;
  concatReference: string | null;
  concatTotal: number | null;
  concatPart: number | null;
  leaseSeconds: number;
}

/** A message as it is being handled. */
export interface InboundRow {
  application_id: number;
  id: string;
  address_sealed: Buffer;
  recipient: string;
  type: 'text' | 'unicode' | 'binary';
  content_sealed: Buffer;
  concat_total: number | null;
  /** Set when it was decided what it is, but not all that follows has been done. */
  meaning: InboundMeaning | null;
  outcome: InboundOutcome | null;
  verification_id: string | null;
  tries: number;
  /** Microseconds since 1970. */
  received_at: number;
}

/** Keeps a message, leased to this node; no row when it is kept already. */
export function insertInbound(db: Queryable, row: NewInboundRow): Promise<InboundRow[]> {
  return db.query(sql`
    insert into inbound_messages (application_id, id, transport, message_id, address_mac,
      address_sealed, recipient, network, type, content_sealed, concat_reference, concat_total,
      concat_part, leased_until, tries)
    values (${row.applicationId}, ${row.id}::uuid, ${row.transport}, ${row.messageId},
      ${row.addressMac}, ${row.addressSealed}, ${row.recipient}, ${row.network}, ${row.type},
      ${row.contentSealed}, ${row.concatReference}, ${row.concatTotal}, ${row.concatPart},
      now() + ${row.leaseSeconds}::int * interval '1 second', 1)
    on conflict (application_id, transport, message_id) do nothing
    returning application_id, id, address_sealed, recipient, type, content_sealed, concat_total,
      meaning, outcome, verification_id, tries,
      (extract(epoch from received_at) * 1000000)::bigint as received_at`);
}

export function findInboundId(
  db: Queryable,
  key: { applicationId: number; transport: string; messageId: string },
): Promise<{ id: string }[]> {
  return db.query(sql`
    select id from inbound_messages where application_id = ${key.applicationId}
      and transport = ${key.transport} and message_id = ${key.messageId}`);
}

/** Takes messages whose node died before it was done with them. */
export function claimInbound(
  db: Queryable,
  limit: number,
  leaseSeconds: number,
): Promise<InboundRow[]> {
  return db.query(sql`
    with due as (
      select application_id, id from inbound_messages
      where state = 'received' and (leased_until is null or leased_until <= now())
      order by received_at limit ${limit} for update skip locked
    )
    update inbound_messages m set tries = m.tries + 1,
      leased_until = now() + ${leaseSeconds}::int * interval '1 second'
    from due where m.application_id = due.application_id and m.id = due.id
    returning m.application_id, m.id, m.address_sealed, m.recipient, m.type, m.content_sealed,
      m.concat_total, m.meaning, m.outcome, m.verification_id, m.tries,
      (extract(epoch from m.received_at) * 1000000)::bigint as received_at`);
}

export interface InboundKey {
  application_id: number;
  id: string;
}

/** Locks a message of which nobody has decided yet what it is. */
export function lockUndecided(tx: Queryable, key: InboundKey): Promise<InboundKey[]> {
  return tx.query(sql`
    select application_id, id from inbound_messages
    where application_id = ${key.application_id} and id = ${key.id}::uuid
      and state = 'received' and meaning is null for update`);
}

export interface Decision {
  meaning: InboundMeaning;
  outcome: InboundOutcome;
  verificationId: string | null;
}

/** Writes down what it is; no row when somebody else did. */
export function markDecided(
  db: Queryable,
  key: InboundKey,
  decision: Decision,
): Promise<InboundKey[]> {
  return db.query(sql`
    update inbound_messages set meaning = ${decision.meaning},
      outcome = ${JSON.stringify(decision.outcome)}::jsonb,
      verification_id = ${decision.verificationId}::uuid
    where application_id = ${key.application_id} and id = ${key.id}::uuid
      and state = 'received' and meaning is null
    returning application_id, id`);
}

export interface HandledRow extends Decision, InboundKey {
  deliveryId: string;
  /** Whether the application is told by webhook. */
  wantsWebhook: boolean;
  keptSeconds: number;
}

/** Ends the handling: owes the webhook, and the verification's timeline tells of the reply. */
export function markHandled(db: Queryable, row: HandledRow): Promise<InboundKey[]> {
  return db.query(sql`
    with handled as (
      update inbound_messages set state = 'handled', handled_at = now(), leased_until = null,
        meaning = ${row.meaning}, outcome = ${JSON.stringify(row.outcome)}::jsonb,
        verification_id = ${row.verificationId}::uuid
      where application_id = ${row.application_id} and id = ${row.id}::uuid
        and state = 'received'
      returning application_id, id, verification_id, outcome
    ), owed as (
      insert into webhook_deliveries (application_id, id, kind, inbound_id, data, give_up_at)
      select application_id, ${row.deliveryId}::uuid, 'inbound-message', id, '{}'::jsonb,
        now() + ${row.keptSeconds}::int * interval '1 second'
      from handled where ${row.wantsWebhook}::boolean
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select h.application_id, h.verification_id, 'reply.received',
        jsonb_build_object('inboundId', h.id, 'check', h.outcome ->> 'check'),
        coalesce(v.wants_events, false)
      from handled h left join verifications v on v.application_id = h.application_id
        and v.id = h.verification_id
      where h.verification_id is not null
    )
    select application_id, id from handled`);
}

/** Applications that have a number, or share a short code, and reach people. */
export function findHolders(db: Queryable, number: string): Promise<{ application_id: number }[]> {
  return db.query(sql`
    select distinct n.application_id from numbers n
    join applications a on a.id = n.application_id
    where n.sender = ${number} and n.released_at is null and a.retired_at is null
      and a.kind = 'live'
    order by n.application_id limit 1000`);
}

/** Of some applications the one that wrote last to a subscriber from this number. */
export function findLastWriter(
  db: Queryable,
  applicationIds: readonly number[],
  addressMac: Buffer,
  sender: string,
): Promise<{ application_id: number }[]> {
  return db.query(sql`
    select h.application_id from unnest(${applicationIds}::int[]) as h (application_id)
    cross join lateral (
      (select id from verifications v where v.application_id = h.application_id
        and v.address_mac = ${addressMac} and v.sender = ${sender} order by v.id desc limit 1)
      union all
      (select id from messages m where m.application_id = h.application_id
        and m.address_mac = ${addressMac} and m.sender = ${sender} order by m.id desc limit 1)
    ) written
    order by written.id desc limit 1`);
}

export interface CheckEventRow {
  kind: string;
  sealed: Buffer;
}

/** Codes checked since a moment, newest first: a node may have died after its check was counted. */
export function listChecksSince(
  db: Queryable,
  applicationId: number,
  verificationId: string,
  since: number,
): Promise<CheckEventRow[]> {
  return db.query(sql`
    select kind, sealed from verification_events
    where application_id = ${applicationId} and verification_id = ${verificationId}::uuid
      and sealed is not null
      and at >= 'epoch'::timestamptz + ${since}::float8 * interval '1 microsecond'
    order by id desc limit 100`);
}

/** The dispatch that carried a message's code, and how many digits that has. */
export function findLastDispatch(
  db: Queryable,
  applicationId: number,
  verificationId: string,
): Promise<{ id: string; code_length: number }[]> {
  return db.query(sql`
    select d.id, v.code_length from dispatches d
    join verifications v on v.application_id = d.application_id and v.id = d.verification_id
    where d.application_id = ${applicationId} and d.verification_id = ${verificationId}::uuid
    order by d.id desc limit 1`);
}
