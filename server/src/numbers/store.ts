/** All SQL about numbers, the pool of shared short codes, and what is registered about them. */
import { type Queryable, sql } from '../db/client.ts';
import type { NumberKind, OwnedNumber, RegistrationState } from './number.ts';

export interface NumberRow {
  id: number;
  application_id: number;
  kind: NumberKind;
  sender: string;
  country: string;
  registration_state: RegistrationState;
  registry_id: string | null;
  registration_expires_at: Date | null;
  created_at: Date;
  is_registered: boolean;
  campaign: OwnedNumber['campaign'];
}

/** Those an application has now, oldest first; `id` null lists them all. */
export function listNumberRows(
  db: Queryable,
  applicationId: number,
  id: number | null,
): Promise<NumberRow[]> {
  return db.query(sql`
    select n.id, n.application_id, n.kind, n.sender, n.country, n.registration_state,
      n.registry_id, n.registration_expires_at, n.created_at,
      n.registration_state = 'registered' and (n.registration_expires_at is null
        or n.registration_expires_at > now()) as is_registered,
      (select jsonb_build_object('id', c.id, 'use', c.use, 'state', c.state,
          'isInForce', c.is_in_force)
        from campaign_rows c where c.application_id = n.application_id and c.number_id = n.id
          and c.state <> 'withdrawn') as campaign
    from numbers n
    where n.application_id = ${applicationId} and n.released_at is null
      and (${id}::integer is null or n.id = ${id}::integer)
    order by n.id`);
}

/** The kind of an application that may change; keeps it from being retired meanwhile. */
export function lockOwner(
  tx: Queryable,
  applicationId: number,
): Promise<{ kind: 'sandbox' | 'live' }[]> {
  return tx.query(sql`
    select kind from applications where id = ${applicationId} and retired_at is null for share`);
}

/** No row: the application has it already, or somebody else has it to themselves. */
export function insertNumber(
  tx: Queryable,
  row: {
    applicationId: number;
    isSandbox: boolean;
    kind: NumberKind;
    sender: string;
    country: string;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    insert into numbers (application_id, is_sandbox, kind, sender, country)
    values (${row.applicationId}, ${row.isSandbox}, ${row.kind}, ${row.sender}, ${row.country})
    on conflict do nothing returning id`);
}

export function findOwnNumber(
  tx: Queryable,
  applicationId: number,
  sender: string,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    select id from numbers where application_id = ${applicationId} and sender = ${sender}
      and released_at is null`);
}

export function lockNumber(
  tx: Queryable,
  applicationId: number,
  id: number,
): Promise<{ id: number; sender: string }[]> {
  return tx.query(sql`
    select id, sender from numbers where application_id = ${applicationId} and id = ${id}
      and released_at is null for update`);
}

/** No row when a campaign is still on it. The caller holds the number's lock. */
export function markReleased(
  tx: Queryable,
  applicationId: number,
  id: number,
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update numbers n set released_at = now()
    where n.application_id = ${applicationId} and n.id = ${id} and n.released_at is null
      and not exists (select from campaigns c where c.application_id = n.application_id
        and c.number_id = n.id and c.state <> 'withdrawn')
    returning n.id`);
}

export function markAllReleased(tx: Queryable, applicationId: number): Promise<{ id: number }[]> {
  return tx.query(sql`
    update numbers set released_at = now()
    where application_id = ${applicationId} and released_at is null returning id`);
}

export function updateRegistration(
  tx: Queryable,
  row: {
    applicationId: number;
    id: number;
    state: RegistrationState;
    registryId: string | null;
    expiresAt: Date | null;
  },
): Promise<{ id: number }[]> {
  return tx.query(sql`
    update numbers set registration_state = ${row.state}, registry_id = ${row.registryId},
      registration_expires_at = ${row.expiresAt}
    where application_id = ${row.applicationId} and id = ${row.id} and released_at is null
    returning id`);
}

export interface SharedShortCodeRow {
  code: string;
  kind: 'sandbox' | 'live';
  country: string;
  users: number;
  created_at: Date;
}

export function listSharedRows(db: Queryable): Promise<SharedShortCodeRow[]> {
  return db.query(sql`
    select s.code, s.kind, s.country, s.created_at,
      (select count(*)::int from numbers n where n.sender = s.code
        and n.kind = 'shared-short-code' and n.released_at is null) as users
    from shared_short_codes s order by s.kind, s.code`);
}

/**
 * One at a time for a code, until the transaction ends: whether it is shared or somebody's own is
 * asked in two tables.
 */
export function lockCode(tx: Queryable, code: string): Promise<unknown[]> {
  return tx.query(
    sql`select pg_advisory_xact_lock(hashtext('countersign.number.' || ${code}::text))`,
  );
}

/** Keeps a code in the pool while a number is made of it. */
export function lockShared(
  tx: Queryable,
  code: string,
): Promise<{ kind: 'sandbox' | 'live'; country: string }[]> {
  return tx.query(sql`
    select kind, country from shared_short_codes where code = ${code} for share`);
}

export function insertShared(
  tx: Queryable,
  row: { code: string; kind: 'sandbox' | 'live'; country: string },
): Promise<{ code: string }[]> {
  return tx.query(sql`
    insert into shared_short_codes (code, kind, country)
    values (${row.code}, ${row.kind}, ${row.country})
    on conflict do nothing returning code`);
}

export function lockSharedForRemoval(tx: Queryable, code: string): Promise<{ code: string }[]> {
  return tx.query(sql`
    select code from shared_short_codes where code = ${code} for update`);
}

/** No row while somebody has it. The caller holds the code's lock. */
export function deleteShared(tx: Queryable, code: string): Promise<{ code: string }[]> {
  return tx.query(sql`
    delete from shared_short_codes s where s.code = ${code} and not exists (
      select from numbers n where n.sender = s.code and n.kind = 'shared-short-code'
        and n.released_at is null)
    returning s.code`);
}

/** Whether an application has this code to itself: it cannot be shared then. */
export function findExclusive(tx: Queryable, sender: string): Promise<{ id: number }[]> {
  return tx.query(sql`
    select id from numbers where sender = ${sender} and released_at is null
      and kind not in ('shared-short-code', 'alphanumeric') limit 1`);
}
