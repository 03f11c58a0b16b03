/** All SQL about an application's own endpoints. */
import { type Queryable, sql } from '../../db/client.ts';

export interface EndpointRow {
  application_id: number;
  id: string;
  url_sealed: Buffer;
  description: string;
  event_types: string[] | null;
  secret_sealed: Buffer;
  /** While it signs beside the current one; null before and after. */
  previous_secret_ends_at: Date | null;
  previous_secret_sealed: Buffer | null;
  failing_since: Date | null;
  disabled_at: Date | null;
  disabled_reason: DisabledReason | null;
  created_at: Date;
  changed_at: Date;
}

export type DisabledReason = 'gone' | 'failing' | 'by-hand';

/** In the order they were made. */
export function findEndpoints(
  db: Queryable,
  applicationId: number,
  id: string | null,
): Promise<EndpointRow[]> {
  return db.query(sql`
    select application_id, id, url_sealed, description, event_types, secret_sealed,
      case when previous_secret_ends_at > now() then previous_secret_sealed end
        as previous_secret_sealed,
      case when previous_secret_ends_at > now() then previous_secret_ends_at end
        as previous_secret_ends_at,
      failing_since, disabled_at, disabled_reason, created_at, changed_at
    from webhook_endpoints
    where application_id = ${applicationId} and (${id}::uuid is null or id = ${id}::uuid)
    order by created_at, id`);
}

/** Holds back other changes of the application's endpoints until the transaction ends. */
export function lockApplication(tx: Queryable, applicationId: number): Promise<unknown[]> {
  return tx.query(sql`
    select id from applications where id = ${applicationId} for no key update`);
}

export interface NewEndpointRow {
  applicationId: number;
  id: string;
  urlSealed: Buffer;
  description: string;
  eventTypes: readonly string[] | null;
  secretSealed: Buffer;
}

export function insertEndpoint(tx: Queryable, row: NewEndpointRow): Promise<unknown[]> {
  return tx.query(sql`
    insert into webhook_endpoints
      (application_id, id, url_sealed, description, event_types, secret_sealed)
    values (${row.applicationId}, ${row.id}::uuid, ${row.urlSealed}, ${row.description},
      ${row.eventTypes}::text[], ${row.secretSealed})`);
}

export interface ChangedEndpointRow {
  applicationId: number;
  id: string;
  urlSealed: Buffer;
  description: string;
  eventTypes: readonly string[] | null;
  /** Null leaves it as it is. */
  isEnabled: boolean | null;
}

export function updateEndpoint(tx: Queryable, row: ChangedEndpointRow): Promise<unknown[]> {
  return tx.query(sql`
    update webhook_endpoints set url_sealed = ${row.urlSealed},
      description = ${row.description}, event_types = ${row.eventTypes}::text[],
      disabled_at = case when ${row.isEnabled}::boolean then null
        when not ${row.isEnabled}::boolean then coalesce(disabled_at, now())
        else disabled_at end,
      disabled_reason = case when ${row.isEnabled}::boolean then null
        when not ${row.isEnabled}::boolean then coalesce(disabled_reason, 'by-hand')
        else disabled_reason end,
      failing_since = case when ${row.isEnabled}::boolean then null else failing_since end,
      changed_at = now()
    where application_id = ${row.applicationId} and id = ${row.id}::uuid`);
}

export function deleteEndpoint(
  tx: Queryable,
  applicationId: number,
  id: string,
): Promise<{ id: string }[]> {
  return tx.query(sql`
    delete from webhook_endpoints where application_id = ${applicationId} and id = ${id}::uuid
    returning id`);
}

/** Whatever its dialect, what begins from now on is told while there is an endpoint. */
export function noteWhetherEventsAreWanted(
  tx: Queryable,
  applicationId: number,
): Promise<unknown[]> {
  return tx.query(sql`
    update applications a set wants_events = exists (
      select from webhook_endpoints e where e.application_id = a.id)
    where a.id = ${applicationId}`);
}

/** The one in force goes on signing beside the new one for a time. */
export function replaceSecret(
  tx: Queryable,
  row: { applicationId: number; id: string; secretSealed: Buffer; overlapSeconds: number },
): Promise<{ previous_secret_ends_at: Date }[]> {
  return tx.query(sql`
    update webhook_endpoints set previous_secret_sealed = secret_sealed,
      previous_secret_ends_at = now() + ${row.overlapSeconds}::int * interval '1 second',
      secret_sealed = ${row.secretSealed}, changed_at = now()
    where application_id = ${row.applicationId} and id = ${row.id}::uuid
    returning previous_secret_ends_at`);
}

/** No row when it was disabled already, or is gone. */
export function disableEndpointRow(
  tx: Queryable,
  row: { applicationId: number; endpointId: string; reason: DisabledReason },
): Promise<{ id: string }[]> {
  return tx.query(sql`
    update webhook_endpoints set disabled_at = now(), disabled_reason = ${row.reason}
    where application_id = ${row.applicationId} and id = ${row.endpointId}::uuid
      and disabled_at is null
    returning id`);
}

/** Since when none was acknowledged; a success begins it anew. */
export function noteEndpoint(
  db: Queryable,
  row: { applicationId: number; endpointId: string; isFailing: boolean },
): Promise<unknown[]> {
  return db.query(sql`
    update webhook_endpoints
    set failing_since = case when ${row.isFailing}::boolean then now() end
    where application_id = ${row.applicationId} and id = ${row.endpointId}::uuid
      and (failing_since is null) = ${row.isFailing}::boolean`);
}

/** Where events of some applications are told. */
export function findEventFilters(
  tx: Queryable,
  applicationIds: readonly number[],
): Promise<{ application_id: number; id: string; event_types: string[] | null }[]> {
  return tx.query(sql`
    select application_id, id, event_types from webhook_endpoints
    where application_id = any(${applicationIds}::int[]) order by application_id, id`);
}
