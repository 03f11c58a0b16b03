/**
 * All SQL of idempotency keys. The primary key decides who is first; a key is worth nothing after a
 * day, whether or not housekeeping has been there.
 */
import { type Queryable, sql } from '../db/client.ts';

export interface ClaimRow {
  applicationId: number;
  keyMac: Buffer;
  requestMac: Buffer;
  effectId: string;
  leaseSeconds: number;
}

/**
 * One row for who may act: the first, the first after a day, or who takes over a claim whose lease
 * has run out. A taken-over claim keeps the id of its effect.
 */
export function claimRow(
  db: Queryable,
  row: ClaimRow,
): Promise<{ effect_id: string; claims: number; created_at: Date }[]> {
  return db.query(sql`
    insert into idempotency_keys as k (application_id, key_mac, request_mac, effect_id, leased_until)
    values (${row.applicationId}, ${row.keyMac}, ${row.requestMac}, ${row.effectId}::uuid,
      now() + ${row.leaseSeconds}::int * interval '1 second')
    on conflict (application_id, key_mac) do update set
      request_mac = excluded.request_mac, leased_until = excluded.leased_until,
      effect_id = case when k.created_at <= now() - interval '24 hours'
        then excluded.effect_id else k.effect_id end,
      claims = case when k.created_at <= now() - interval '24 hours' then 1 else k.claims + 1 end,
      created_at = case when k.created_at <= now() - interval '24 hours'
        then now() else k.created_at end,
      answered_at = null, status = null, answer_sealed = null
    where k.created_at <= now() - interval '24 hours'
      or (k.answered_at is null and k.leased_until <= now()
        and k.request_mac = excluded.request_mac)
    returning effect_id, claims, created_at`);
}

export interface KeyRow {
  request_mac: Buffer;
  answer_sealed: Buffer | null;
  /** Until a dead claim may be taken over. */
  lease_seconds: number;
}

export function findKey(db: Queryable, applicationId: number, keyMac: Buffer): Promise<KeyRow[]> {
  return db.query(sql`
    select request_mac, answer_sealed,
      coalesce(ceil(extract(epoch from leased_until - now())), 0)::int as lease_seconds
    from idempotency_keys where application_id = ${applicationId} and key_mac = ${keyMac}`);
}

export interface AnswerRow {
  applicationId: number;
  keyMac: Buffer;
  claims: number;
  status: number;
  answerSealed: Buffer;
}

export function saveAnswer(db: Queryable, row: AnswerRow): Promise<unknown[]> {
  return db.query(sql`
    update idempotency_keys set answered_at = now(), status = ${row.status}::smallint,
      answer_sealed = ${row.answerSealed}
    where application_id = ${row.applicationId} and key_mac = ${row.keyMac}
      and claims = ${row.claims}::int and answered_at is null`);
}

export function deleteClaim(
  db: Queryable,
  applicationId: number,
  keyMac: Buffer,
  claims: number,
): Promise<unknown[]> {
  return db.query(sql`
    delete from idempotency_keys
    where application_id = ${applicationId} and key_mac = ${keyMac} and claims = ${claims}::int
      and answered_at is null`);
}
