/** All SQL of the sandbox: the virtual handset, and moving an application's pending times. */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';

export interface HandsetRow {
  applicationId: number;
  id: string;
  direction: 'to-handset' | 'from-handset';
  addressMac: Buffer;
  channel: string;
  verificationId: string | null;
  contentSealed: Buffer;
  receiptsOwed: string | null;
  receiptMilliseconds: number | null;
}

/** Keeps messages; the same message handed over twice is kept once. */
export function insertHandsetMessages(
  db: Queryable,
  rows: readonly HandsetRow[],
): Promise<{ id: string; sent_at: Date }[]> {
  return db.query(sql`
    insert into handset_messages (application_id, id, direction, address_mac, channel,
      verification_id, content_sealed, receipts_owed, receipt_due_at)
    select application_id, id, direction, address_mac, channel, verification_id, content_sealed,
      receipts_owed::jsonb, now() + receipt_ms * interval '1 millisecond'
    from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
      ${column(rows, 'direction')}::text[], ${column(rows, 'addressMac')}::bytea[],
      ${column(rows, 'channel')}::text[], ${column(rows, 'verificationId')}::uuid[],
      ${column(rows, 'contentSealed')}::bytea[], ${column(rows, 'receiptsOwed')}::text[],
      ${column(rows, 'receiptMilliseconds')}::float8[]
    ) as i (application_id, id, direction, address_mac, channel, verification_id, content_sealed,
      receipts_owed, receipt_ms)
    on conflict (application_id, id) do nothing
    returning id, sent_at`);
}

export interface StoredHandsetRow {
  application_id: number;
  id: string;
  direction: 'to-handset' | 'from-handset';
  channel: string;
  verification_id: string | null;
  content_sealed: Buffer;
  sent_at: Date;
}

/** Newest first; of one number when its MAC is given. */
export function listHandsetMessages(
  db: Queryable,
  filter: { applicationId: number; addressMac: Buffer | null; afterId: string; limit: number },
): Promise<StoredHandsetRow[]> {
  return db.query(sql`
    select application_id, id, direction, channel, verification_id, content_sealed, sent_at
    from handset_messages
    where application_id = ${filter.applicationId} and id > ${filter.afterId}::uuid
      and (${filter.addressMac}::bytea is null or address_mac = ${filter.addressMac}::bytea)
    order by id desc limit ${filter.limit}`);
}

export interface OwingRow {
  application_id: number;
  id: string;
  receipts_owed: { status: string; errorCode: number; afterMilliseconds: number }[];
}

/** Takes messages whose next receipt is due, for a few seconds: a dead node's are taken again. */
export function claimOwedReceipts(db: Queryable, limit: number): Promise<OwingRow[]> {
  return db.query(sql`
    with due as (
      select application_id, id from handset_messages where receipt_due_at <= now()
      order by receipt_due_at limit ${limit} for update skip locked
    )
    update handset_messages h set receipt_due_at = now() + interval '5 seconds'
    from due where h.application_id = due.application_id and h.id = due.id
    returning h.application_id, h.id, h.receipts_owed`);
}

/** The dispatch a carrier's message id stands for, if it is this application's. */
export function findDispatchOfMessage(
  db: Queryable,
  key: { applicationId: number; transport: string; messageId: string },
): Promise<{ id: string }[]> {
  return db.query(sql`
    select id from dispatches where message_id = ${key.messageId}
      and transport = ${key.transport} and application_id = ${key.applicationId}`);
}

export interface PaidRow {
  applicationId: number;
  id: string;
  /** How many receipts were owed when they were taken: guards against paying twice. */
  owedBefore: number;
  receiptsOwed: string | null;
  receiptMilliseconds: number | null;
}

/** Records that a message's first owed receipts have been taken in. */
export function markReceiptsPaid(db: Queryable, rows: readonly PaidRow[]): Promise<unknown[]> {
  return db.query(sql`
    update handset_messages h set receipts_owed = i.receipts_owed::jsonb,
      receipt_due_at = now() + i.receipt_ms * interval '1 millisecond'
    from unnest(${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
      ${column(rows, 'owedBefore')}::int[], ${column(rows, 'receiptsOwed')}::text[],
      ${column(rows, 'receiptMilliseconds')}::float8[]
    ) as i (application_id, id, owed_before, receipts_owed, receipt_ms)
    where h.application_id = i.application_id and h.id = i.id
      and jsonb_array_length(h.receipts_owed) = i.owed_before`);
}

/** What waits for a moment, by its ids: dispatches, webhooks, and messages a receipt is owed for. */
export interface Waiting {
  dispatches: string[];
  webhooks: string[];
  receipts: string[];
}

/**
 * Brings everything that is pending for an application closer. Dates that were reported already
 * (when a verification was created, a message sent) stay as they are.
 *
 * Never waits for a row while it holds one that another statement may wait for: live addresses are taken
 * in the order in which all take them, and of the rest, after them, what nobody is changing just now.
 * Answers which those were; to move them, ask again for `only` these.
 */
export function advanceClock(
  db: Queryable,
  applicationId: number,
  seconds: number,
  only: Waiting | null,
): Promise<(Waiting & { moved: number })[]> {
  const step = `${seconds} seconds`;
  const { dispatches = null, webhooks = null, receipts = null } = only ?? {};
  return db.query(sql`
    with held as materialized (
      select application_id, address_mac, lane from live_addresses
      where application_id = ${applicationId} and ${only === null}::boolean
      order by address_mac, lane for update
    ), live as (
      update live_addresses l set started_at = started_at - ${step}::interval,
        ends_at = ends_at - ${step}::interval, next_step_at = next_step_at - ${step}::interval,
        code_expires_at = code_expires_at - ${step}::interval,
        locked_until = locked_until - ${step}::interval,
        window_started_at = window_started_at - ${step}::interval,
        wake_at = wake_at - ${step}::interval
      from held h where l.application_id = h.application_id and l.address_mac = h.address_mac
        and l.lane = h.lane
      returning 1
    ), queued as (
      update dispatches set due_at = due_at - ${step}::interval
      where application_id = ${applicationId} and state = 'due' and due_at is not null
        and id = any(array(select id from dispatches
          where application_id = ${applicationId} and state = 'due' and due_at is not null
            and (${dispatches}::uuid[] is null or id = any(${dispatches}::uuid[]))
            and (select count(*) from live) >= 0
          for update skip locked)) returning id
    ), hooks as (
      update webhook_deliveries set due_at = due_at - ${step}::interval,
        give_up_at = give_up_at - ${step}::interval
      where application_id = ${applicationId} and state = 'due'
        and id = any(array(select id from webhook_deliveries
          where application_id = ${applicationId} and state = 'due'
            and (${webhooks}::uuid[] is null or id = any(${webhooks}::uuid[]))
            and (select count(*) from live) >= 0
          for update skip locked)) returning id
    ), owed as (
      update handset_messages set receipt_due_at = receipt_due_at - ${step}::interval
      where application_id = ${applicationId} and receipt_due_at is not null
        and id = any(array(select id from handset_messages
          where application_id = ${applicationId} and receipt_due_at is not null
            and (${receipts}::uuid[] is null or id = any(${receipts}::uuid[]))
            and (select count(*) from live) >= 0
          for update skip locked)) returning id
    ), rates as (
      delete from rate_windows
      where application_id = ${applicationId} and ${only === null}::boolean returning 1
    )
    select ((select count(*) from live) + (select count(*) from queued)
        + (select count(*) from hooks) + (select count(*) from owed))::int as moved,
      array(select id from dispatches
        where application_id = ${applicationId} and state = 'due' and due_at is not null
          and (${dispatches}::uuid[] is null or id = any(${dispatches}::uuid[]))
        except select id from queued) as dispatches,
      array(select id from webhook_deliveries
        where application_id = ${applicationId} and state = 'due'
          and (${webhooks}::uuid[] is null or id = any(${webhooks}::uuid[]))
        except select id from hooks) as webhooks,
      array(select id from handset_messages
        where application_id = ${applicationId} and receipt_due_at is not null
          and (${receipts}::uuid[] is null or id = any(${receipts}::uuid[]))
        except select id from owed) as receipts`);
}

export interface DataSessionRow {
  applicationId: number;
  clientMac: Buffer;
  addressMac: Buffer;
  /** 0 ends it. */
  seconds: number;
}

/** A client address stands for one number of an application at a time. */
export function upsertDataSession(
  db: Queryable,
  row: DataSessionRow,
): Promise<{ expires_at: Date }[]> {
  return db.query(sql`
    with idle as (
      delete from sandbox_data_sessions
      where application_id = ${row.applicationId} and expires_at <= now()
        and client_mac <> ${row.clientMac}
    )
    insert into sandbox_data_sessions (client_mac, application_id, address_mac, expires_at)
    values (${row.clientMac}, ${row.applicationId}, ${row.addressMac},
      now() + ${row.seconds}::int * interval '1 second')
    on conflict (client_mac, application_id)
      do update set address_mac = excluded.address_mac, expires_at = excluded.expires_at
    returning expires_at`);
}

export function findDataSession(
  db: Queryable,
  key: { applicationId: number; clientMac: Buffer },
): Promise<{ address_mac: Buffer }[]> {
  return db.query(sql`
    select address_mac from sandbox_data_sessions
    where client_mac = ${key.clientMac} and application_id = ${key.applicationId}
      and expires_at > now()`);
}
