/**
 * All SQL about webhook deliveries after they were owed: claiming, recording, reading, replaying. A
 * delivery that was acknowledged never becomes due again but by a replay.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { WebhookKey } from './facts-store.ts';
import type { WebhookState } from './webhook.ts';

export interface WebhookClaim {
  limit: number;
  leaseSeconds: number;
  /** Deliveries of one application under way on this node at the most. */
  perApplicationMax: number;
  /** How many are under way already. */
  busy: readonly { applicationId: number; count: number }[];
}

export interface ClaimedWebhookRow {
  application_id: number;
  id: string;
  /** This attempt's number. */
  tries: number;
  /** The same since the last replay. */
  tries_since: number;
  is_last_chance: boolean;
  /** Database time, for the wire's timestamps. */
  now: Date;
}

/**
 * Takes due deliveries under a lease: the first of each application, then the second of each, and so
 * on. Reads no more of an application's backlog than may go, however long that is.
 */
export function claimWebhooks(db: Queryable, claim: WebhookClaim): Promise<ClaimedWebhookRow[]> {
  return db.query(sql`
    with recursive owners as (
      (select application_id from webhook_deliveries where state = 'due'
        order by application_id limit 1)
      union all
      select (select w.application_id from webhook_deliveries w
        where w.state = 'due' and w.application_id > o.application_id
        order by w.application_id limit 1)
      from owners o where o.application_id is not null
    ), fair as (
      select next.* from owners o
      left join unnest(${column(claim.busy, 'applicationId')}::int[],
        ${column(claim.busy, 'count')}::int[]) as b (application_id, count) using (application_id)
      cross join lateral (
        select w.application_id, w.id, w.due_at,
          row_number() over (order by w.due_at, w.id) as place
        from webhook_deliveries w
        where w.application_id = o.application_id and w.state = 'due' and w.due_at <= now()
          and (w.leased_until is null or w.leased_until <= now())
        order by w.due_at, w.id
        limit greatest(${claim.perApplicationMax}::int - coalesce(b.count, 0), 0)
      ) next
      order by next.place, next.due_at limit ${claim.limit}
    ), due as (
      select w.application_id, w.id from webhook_deliveries w
      join fair f on f.application_id = w.application_id and f.id = w.id
      where w.state = 'due' and (w.leased_until is null or w.leased_until <= now())
      for update of w skip locked
    )
    update webhook_deliveries w set tries = w.tries + 1,
      leased_until = now() + ${claim.leaseSeconds}::int * interval '1 second'
    from due where w.application_id = due.application_id and w.id = due.id
    returning w.application_id, w.id, w.tries, w.tries - w.tries_before as tries_since,
      w.give_up_at <= now() as is_last_chance, now() as now`);
}

export interface WebhookAttemptRow {
  applicationId: number;
  id: string;
  number: number;
  status: number | null;
  error: string | null;
  /** Null when nothing was sent: no attempt is listed then. */
  milliseconds: number | null;
  /** What of the request cannot be told from the delivery, as JSON; null when none could be made. */
  sent: string | null;
  isDelivered: boolean;
  /** Seconds to the next try; null gives up. */
  retrySeconds: number | null;
}

export interface GivenUpRow {
  application_id: number;
  id: string;
  kind: string;
}

/** Records attempts; answers the deliveries that were given up with them. */
export function recordWebhookAttempts(
  db: Queryable,
  rows: readonly WebhookAttemptRow[],
  lowestId: string,
  highestId: string,
): Promise<GivenUpRow[]> {
  return db.query(sql`
    with input as materialized (
      select i.*, array[id] as ids from unnest(
        ${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
        ${column(rows, 'number')}::smallint[], ${column(rows, 'status')}::smallint[],
        ${column(rows, 'error')}::text[], ${column(rows, 'milliseconds')}::int[],
        ${column(rows, 'sent')}::text[], ${column(rows, 'isDelivered')}::boolean[],
        ${column(rows, 'retrySeconds')}::float8[]
      ) as i (application_id, id, number, status, error, milliseconds, sent, is_delivered,
        retry_seconds)
    ), attempted as (
      insert into webhook_attempts
        (application_id, delivery_id, number, status, error, milliseconds, sent)
      select application_id, id, number, status, error, milliseconds, sent::jsonb from input
      where milliseconds is not null
      on conflict do nothing
    ), decided as (
      select i.application_id, i.id, i.ids, i.number, i.status, i.error, i.is_delivered,
        now() + i.retry_seconds * interval '1 second' as next_at
      from input i
    ), recorded as (
      update webhook_deliveries w set leased_until = null, last_status = i.status,
        last_error = i.error, due_at = coalesce(i.next_at, now()),
        state = case when i.is_delivered then 'delivered'
          when i.next_at <= w.give_up_at then 'due' else 'gave_up' end,
        ended_at = case when i.is_delivered or i.next_at is null or i.next_at > w.give_up_at
          then now() end
      from decided i
      -- A list of one: see "ended" in verification/check-store.ts.
      where w.id = any(i.ids) and w.application_id = i.application_id and w.state = 'due'
        and w.id between ${lowestId}::uuid and ${highestId}::uuid
        -- Of two nodes the later one decides, unless the earlier one was acknowledged.
        and (i.is_delivered or w.tries = i.number)
      returning w.application_id, w.id, w.kind, w.state
    )
    select application_id, id, kind from recorded where state = 'gave_up'`);
}

export interface DisabledEndpoint {
  applicationId: number;
  urlMac: Buffer;
  urlSealed: Buffer;
  deliveryId: string;
}

/** No row when it was disabled already. */
export function insertDisabledEndpoint(
  db: Queryable,
  endpoint: DisabledEndpoint,
): Promise<{ disabled_at: Date }[]> {
  return db.query(sql`
    insert into disabled_endpoints (application_id, url_mac, url_sealed, delivery_id)
    values (${endpoint.applicationId}, ${endpoint.urlMac}, ${endpoint.urlSealed},
      ${endpoint.deliveryId}::uuid)
    on conflict do nothing returning disabled_at`);
}

export interface WebhookFilter {
  applicationId: number;
  state: WebhookState | null;
  kind: string | null;
  endpointId: string | null;
  eventType: string | null;
  /** Inclusive and exclusive: ids tell the time. */
  lowestId: string;
  beforeId: string;
  limit: number;
}

/** Newest first. Each state is looked up by the index that knows it. */
export function listWebhookKeys(db: Queryable, filter: WebhookFilter): Promise<WebhookKey[]> {
  const { applicationId, state, kind, lowestId, beforeId, limit, endpointId, eventType } = filter;
  return db.query(sql`
    select application_id, id from (
      (select w.application_id, w.id from webhook_deliveries w
        where ${state}::text = 'due' and w.state = 'due' and w.application_id = ${applicationId}
          and (${kind}::text is null or w.kind = ${kind}::text)
          and (${endpointId}::uuid is null or w.endpoint_id = ${endpointId}::uuid)
          and (${eventType}::text is null or w.data ->> 'type' = ${eventType}::text)
          and w.id >= ${lowestId}::uuid and w.id < ${beforeId}::uuid
        order by w.id desc limit ${limit})
      union all
      (select w.application_id, w.id from webhook_deliveries w
        where ${state}::text = 'gave_up' and w.state = 'gave_up'
          and w.application_id = ${applicationId}
          and (${kind}::text is null or w.kind = ${kind}::text)
          and (${endpointId}::uuid is null or w.endpoint_id = ${endpointId}::uuid)
          and (${eventType}::text is null or w.data ->> 'type' = ${eventType}::text)
          and w.id >= ${lowestId}::uuid and w.id < ${beforeId}::uuid
        order by w.id desc limit ${limit})
      union all
      (select w.application_id, w.id from webhook_deliveries w
        where (${state}::text is null or ${state}::text = 'delivered' and w.state = 'delivered')
          and w.application_id = ${applicationId}
          and (${kind}::text is null or w.kind = ${kind}::text)
          and (${endpointId}::uuid is null or w.endpoint_id = ${endpointId}::uuid)
          and (${eventType}::text is null or w.data ->> 'type' = ${eventType}::text)
          and w.id >= ${lowestId}::uuid and w.id < ${beforeId}::uuid
        order by w.id desc limit ${limit})
    ) found order by id desc limit ${limit}`);
}

export interface AttemptRow {
  number: number;
  /** When its outcome was recorded. */
  at: Date;
  status: number | null;
  error: string | null;
  milliseconds: number;
  sent: Record<string, string> | null;
}

/** In order. */
export function listAttempts(
  db: Queryable,
  applicationId: number,
  deliveryId: string,
): Promise<AttemptRow[]> {
  return db.query(sql`
    select number, at, status, error, milliseconds, sent from webhook_attempts
    where application_id = ${applicationId} and delivery_id = ${deliveryId}::uuid
    order by number`);
}

export interface Kept {
  kind: string;
  seconds: number;
}

/** Makes one delivery due now under its id, unless it is under way. */
export function replayWebhook(
  db: Queryable,
  replay: { applicationId: number; id: string; kept: readonly Kept[] },
): Promise<{ id: string }[]> {
  return db.query(sql`
    update webhook_deliveries w set state = 'due', due_at = now(), leased_until = null,
      ended_at = null, replayed_at = now(), tries_before = w.tries,
      give_up_at = now() + k.seconds * interval '1 second'
    from unnest(${column(replay.kept, 'kind')}::text[], ${column(replay.kept, 'seconds')}::int[])
      as k (kind, seconds)
    where w.application_id = ${replay.applicationId} and w.id = ${replay.id}::uuid
      and w.kind = k.kind and (w.leased_until is null or w.leased_until <= now())
    returning w.id`);
}

/** Makes deliveries of a time that have ended due now, the oldest first, up to a number of them. */
export function replayGivenUpWebhooks(
  db: Queryable,
  replay: {
    applicationId: number;
    kind: string | null;
    endpointId: string | null;
    eventType: string | null;
    withDelivered: boolean;
    lowestId: string;
    beforeId: string;
    limit: number;
    kept: readonly Kept[];
  },
): Promise<{ id: string }[]> {
  return db.query(sql`
    with chosen as (
      select w.application_id, w.id from webhook_deliveries w
      where w.application_id = ${replay.applicationId}
        and (w.state = 'gave_up' or ${replay.withDelivered}::boolean and w.state = 'delivered')
        and (${replay.kind}::text is null or w.kind = ${replay.kind}::text)
        and (${replay.endpointId}::uuid is null or w.endpoint_id = ${replay.endpointId}::uuid)
        and (${replay.eventType}::text is null or w.data ->> 'type' = ${replay.eventType}::text)
        and w.id >= ${replay.lowestId}::uuid and w.id < ${replay.beforeId}::uuid
      order by w.id limit ${replay.limit} for update of w skip locked
    )
    update webhook_deliveries w set state = 'due', due_at = now(), leased_until = null,
      ended_at = null, replayed_at = now(), tries_before = w.tries,
      give_up_at = now() + k.seconds * interval '1 second'
    from chosen c, unnest(${column(replay.kept, 'kind')}::text[],
      ${column(replay.kept, 'seconds')}::int[]) as k (kind, seconds)
    where w.application_id = c.application_id and w.id = c.id and w.kind = k.kind
    returning w.id`);
}

export interface DisabledEndpointRow {
  url_mac: Buffer;
  url_sealed: Buffer;
  delivery_id: string;
  disabled_at: Date;
}

export function listDisabledEndpoints(
  db: Queryable,
  applicationId: number,
): Promise<DisabledEndpointRow[]> {
  return db.query(sql`
    select url_mac, url_sealed, delivery_id, disabled_at from disabled_endpoints
    where application_id = ${applicationId} order by disabled_at desc limit 100`);
}

export function deleteDisabledEndpoint(
  db: Queryable,
  applicationId: number,
  urlMac: Buffer,
): Promise<{ delivery_id: string }[]> {
  return db.query(sql`
    delete from disabled_endpoints
    where application_id = ${applicationId} and url_mac = ${urlMac} returning delivery_id`);
}
