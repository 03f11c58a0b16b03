/** All SQL of redaction. What was sent, when, at what price and how it went stays. */
import { type Queryable, sql } from '../../db/client.ts';

export interface RedactableRow {
  /** False for a message without a code. */
  is_verification: boolean;
  is_under_way: boolean;
}

/** Under way: it lives, it is yet to be sent, or a receipt may come within the hour. */
export function findRedactable(
  db: Queryable,
  applicationId: number,
  id: string,
): Promise<RedactableRow[]> {
  return db.query(sql`
    select p.is_verification, p.is_live or exists (
      select from dispatches d where d.verification_id = ${id}::uuid and (d.state = 'due'
        or d.ended_at is null and d.created_at > now() - interval '60 minutes')) as is_under_way
    from (
      select true as is_verification, status = 'in_progress' as is_live from verifications
      where application_id = ${applicationId} and id = ${id}::uuid
      union all
      select false, false from messages where application_id = ${applicationId} and id = ${id}::uuid
    ) p`);
}

export interface Erasure {
  applicationId: number;
  id: string;
  /** Nothing, sealed in the address's place. */
  addressSealed: Buffer;
}

export function eraseVerification(tx: Queryable, erasure: Erasure): Promise<unknown[]> {
  return tx.query(sql`
    update verifications set address_sealed = ${erasure.addressSealed}, address_mac = '',
      address_prefix = null, template_sealed = null, receipts_to_sealed = null,
      -- A step may have written to another address, or with words of its own.
      workflow = (select jsonb_agg(step - '{toSealed,templateSealed}'::text[] order by place)
        from jsonb_array_elements(workflow) with ordinality as steps (step, place))
    where application_id = ${erasure.applicationId} and id = ${erasure.id}::uuid`);
}

export function eraseMessage(tx: Queryable, erasure: Erasure): Promise<unknown[]> {
  return tx.query(sql`
    update messages set address_sealed = ${erasure.addressSealed}, address_mac = '',
      address_prefix = null, content_sealed = null, receipts_to_sealed = null
    where application_id = ${erasure.applicationId} and id = ${erasure.id}::uuid`);
}

/** Checked codes, the addresses they came from, and the carrier's own words. */
export function eraseEvents(
  tx: Queryable,
  applicationId: number,
  verificationId: string,
): Promise<unknown[]> {
  return tx.query(sql`
    update verification_events set sealed = null, data = data - 'raw' - 'clientAddress'
    where verification_id = ${verificationId}::uuid and application_id = ${applicationId}`);
}

export function deleteHandsetMessages(
  tx: Queryable,
  applicationId: number,
  verificationId: string,
): Promise<unknown[]> {
  return tx.query(sql`
    delete from handset_messages
    where application_id = ${applicationId} and verification_id = ${verificationId}::uuid`);
}

export function findInboundState(
  db: Queryable,
  applicationId: number,
  id: string | null,
  messageId: string,
): Promise<{ id: string; is_handled: boolean }[]> {
  return db.query(sql`
    select id, state = 'handled' as is_handled from inbound_messages
    where application_id = ${applicationId}
      and (id = ${id}::uuid or message_id = ${messageId}::text)
    order by id limit 1`);
}

export function eraseInbound(tx: Queryable, erasure: Erasure): Promise<unknown[]> {
  return tx.query(sql`
    update inbound_messages set address_sealed = ${erasure.addressSealed}, address_mac = '',
      content_sealed = null
    where application_id = ${erasure.applicationId} and id = ${erasure.id}::uuid`);
}
