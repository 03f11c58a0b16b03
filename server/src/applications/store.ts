/** All SQL about applications, their secrets, public keys, balances and request rates. */
import { type Queryable, sql } from '../db/client.ts';
import type { ApprovedCampaign } from './application.ts';

export interface ApplicationRow {
  id: number;
  name: string;
  kind: 'sandbox' | 'live';
  api_key: string;
  wire_id: string;
  signature_secret_sealed: Buffer;
  settings: Record<string, unknown>;
  created_at: Date;
  retired_at: Date | null;
  wants_events: boolean;
  amount: string;
  credit: string;
  campaigns: ApprovedCampaign[];
  registered_senders: string[];
  /** MACs of the live secrets, at most two. */
  secret_macs: Buffer[];
}

export interface KnownApplicationRow extends ApplicationRow {
  /** Live public keys (SubjectPublicKeyInfo), at most two. */
  public_keys: Buffer[];
}

/** By API key, or by the id that tokens name; the other one is null. */
export function findKnownApplication(
  db: Queryable,
  name: { apiKey: string | null; wireId: string | null },
): Promise<KnownApplicationRow[]> {
  return db.query(sql`
    select a.*, b.amount, b.credit, s.campaigns, s.registered_senders,
      coalesce((select array_agg(x.secret_mac) from application_secrets x
        where x.application_id = a.id and x.revoked_at is null), '{}') as secret_macs,
      coalesce((select array_agg(k.spki) from application_public_keys k
        where k.application_id = a.id and k.retired_at is null), '{}') as public_keys
    from applications a join balances b on b.application_id = a.id
      join application_senders s on s.application_id = a.id
    where (a.api_key = ${name.apiKey}::text or a.wire_id = ${name.wireId}::uuid)
      and a.retired_at is null`);
}

export function findApplication(db: Queryable, id: number): Promise<ApplicationRow[]> {
  return db.query(sql`
    select a.*, b.amount, b.credit, s.campaigns, s.registered_senders, '{}'::bytea[] as secret_macs
    from applications a join balances b on b.application_id = a.id
      join application_senders s on s.application_id = a.id
    where a.id = ${id}`);
}

export function listApplications(db: Queryable): Promise<ApplicationRow[]> {
  return db.query(sql`
    select a.*, b.amount, b.credit, s.campaigns, s.registered_senders, '{}'::bytea[] as secret_macs
    from applications a join balances b on b.application_id = a.id
      join application_senders s on s.application_id = a.id
    order by a.retired_at nulls first, a.id`);
}

export function insertApplication(
  db: Queryable,
  row: {
    name: string;
    kind: string;
    apiKey: string;
    signatureSecretSealed: Buffer;
    settings: string;
    balance: string;
  },
): Promise<{ id: number }[]> {
  return db.query(sql`
    with made as (
      insert into applications (name, kind, api_key, signature_secret_sealed, settings)
      values (${row.name}, ${row.kind}, ${row.apiKey}, ${row.signatureSecretSealed},
        ${row.settings}::jsonb)
      returning id)
    insert into balances (application_id, amount)
    select id, ${row.balance}::numeric from made
    returning application_id as id`);
}

export function markRetired(db: Queryable, id: number): Promise<{ id: number }[]> {
  return db.query(sql`
    update applications set retired_at = now() where id = ${id} and retired_at is null
    returning id`);
}

export function updateApplication(
  db: Queryable,
  id: number,
  name: string,
  settings: string,
): Promise<{ id: number }[]> {
  return db.query(sql`
    update applications set name = ${name}, settings = ${settings}::jsonb
    where id = ${id} and retired_at is null returning id`);
}

export function lockApplication(db: Queryable, id: number): Promise<{ id: number }[]> {
  return db.query(sql`
    select id from applications where id = ${id} and retired_at is null for update`);
}

export interface SecretRow {
  id: number;
  created_at: Date;
  revoked_at: Date | null;
  secret_sealed: Buffer | null;
  hint: string;
}

export function listSecrets(db: Queryable, applicationId: number): Promise<SecretRow[]> {
  return db.query(sql`
    select id, created_at, revoked_at, secret_sealed, hint from application_secrets
    where application_id = ${applicationId} order by id desc`);
}

export function insertSecret(
  db: Queryable,
  row: { applicationId: number; mac: Buffer; sealed: Buffer | null; hint: string },
): Promise<{ id: number; created_at: Date }[]> {
  return db.query(sql`
    insert into application_secrets (application_id, secret_mac, secret_sealed, hint)
    values (${row.applicationId}, ${row.mac}, ${row.sealed}, ${row.hint})
    returning id, created_at`);
}

export function markSecretRevoked(
  db: Queryable,
  applicationId: number,
  id: number,
): Promise<{ id: number }[]> {
  return db.query(sql`
    update application_secrets set revoked_at = now(), secret_sealed = null
    where application_id = ${applicationId} and id = ${id} and revoked_at is null
    returning id`);
}

export interface PublicKeyRow {
  id: number;
  fingerprint: Buffer;
  spki: Buffer;
  created_at: Date;
}

/** The live ones, newest first. */
export function listPublicKeys(db: Queryable, applicationId: number): Promise<PublicKeyRow[]> {
  return db.query(sql`
    select id, fingerprint, spki, created_at from application_public_keys
    where application_id = ${applicationId} and retired_at is null order by id desc`);
}

/** No row when the same key is live already. */
export function insertPublicKey(
  db: Queryable,
  row: { applicationId: number; spki: Buffer; fingerprint: Buffer },
): Promise<{ id: number; created_at: Date }[]> {
  return db.query(sql`
    insert into application_public_keys (application_id, spki, fingerprint)
    values (${row.applicationId}, ${row.spki}, ${row.fingerprint})
    on conflict do nothing returning id, created_at`);
}

export function markPublicKeyRetired(
  db: Queryable,
  applicationId: number,
  id: number,
): Promise<{ fingerprint: Buffer }[]> {
  return db.query(sql`
    update application_public_keys set retired_at = now()
    where application_id = ${applicationId} and id = ${id} and retired_at is null
    returning fingerprint`);
}

/** Counts `count` requests into the running second; answers the count after. */
export function countRequests(
  db: Queryable,
  applicationId: number,
  kind: string,
  count: number,
): Promise<{ count: number }[]> {
  return db.query(sql`
    insert into rate_windows as w (application_id, kind, window_start, count)
    values (${applicationId}, ${kind}, date_trunc('second', now()), ${count})
    on conflict (application_id, kind, window_start)
    do update set count = w.count + excluded.count
    returning count`);
}

export function deleteOldRateWindows(db: Queryable): Promise<unknown[]> {
  return db.query(sql`
    delete from rate_windows where window_start < now() - interval '10 seconds'`);
}

export function countApplications(db: Queryable): Promise<{ count: number }[]> {
  return db.query(sql`select count(*)::int as count from applications`);
}

/** The oldest sandbox application: the one a newcomer is shown. */
export function findFirstSandbox(db: Queryable): Promise<ApplicationRow[]> {
  return db.query(sql`
    select a.*, b.amount, b.credit, s.campaigns, s.registered_senders, '{}'::bytea[] as secret_macs
    from applications a join balances b on b.application_id = a.id
      join application_senders s on s.application_id = a.id
    where a.kind = 'sandbox' and a.retired_at is null order by a.id limit 1`);
}

/** One server at a time makes the first application; ends with the transaction. */
export function lockFirstRun(tx: Queryable): Promise<unknown[]> {
  return tx.query(sql`select pg_advisory_xact_lock(hashtext('countersign.first_run'))`);
}
