/**
 * All SQL about messages without a code. One batched statement queues them: the message, a dispatch a
 * part, the money and the events are committed together; the database decides what is allowed.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';

export interface MessageRow {
  applicationId: number;
  id: string;
  dialect: string;
  channel: string;
  campaignId: number | null;
  addressMac: Buffer;
  addressSealed: Buffer;
  addressPrefix: string;
  country: string;
  sender: string;
  encoding: string;
  contentSealed: Buffer;
  parts: number;
  flash: boolean;
  reference: string | null;
  accountReference: string | null;
  receiptsToSealed: Buffer | null;
  wantsReceipts: boolean;
  wantsEvents: boolean;
  validitySeconds: number;
  inReplyTo: string | null;
  /** Whether an opt-out matters, and whether nothing at all is stored because of one. */
  heedsOptOut: boolean;
  refusesOptOut: boolean;
  /** Whether a number must be the application's own to be sent from. */
  ownsSender: boolean;
  leaseSeconds: number;
  /** Price of one part, decimal text. */
  unitPrice: string;
  isGuarded: boolean;
  /** Spend caps, decimal text; null for none. */
  hourCap: string | null;
  dayCap: string | null;
}

export interface PartRow {
  messageId: string;
  dispatchId: string;
  /** From 0. */
  place: number;
  /** Id of the webhook delivery that is owed when the part is rejected at once. */
  deliveryId: string;
}

/** `rejected`: stored, but the subscriber has opted out; `opted_out`: refused because of it. */
export type MessageVerdict =
  | 'queued'
  | 'rejected'
  | 'opted_out'
  | 'unaffordable'
  | 'answered'
  | 'foreign_sender';

export interface QueuedRow {
  /** Place of the caller in the batch, from 1. */
  ord: number;
  verdict: MessageVerdict;
  /** After this message; null when nothing was taken. */
  balance: string | null;
}

/** Error number of a message to somebody who opted out (docs/compatibility/nexmo-2fa.md). */
const optedOutCode = 9;
const optedOutReason = 'the subscriber has opted out';

/**
 * Queues messages. Each part's dispatch is born leased to this node, or rejected when the subscriber
 * has opted out. Money is locked once an application and batch; who cannot pay is not stored.
 */
export function insertMessages(
  db: Queryable,
  rows: readonly MessageRow[],
  parts: readonly PartRow[],
  webhookSecondsMax: number,
): Promise<QueuedRow[]> {
  return db.query(sql`
    with input as materialized (
      select * from unnest(
        ${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
        ${column(rows, 'dialect')}::text[], ${column(rows, 'channel')}::text[],
        ${column(rows, 'campaignId')}::int[],
        ${column(rows, 'addressMac')}::bytea[], ${column(rows, 'addressSealed')}::bytea[],
        ${column(rows, 'addressPrefix')}::text[], ${column(rows, 'country')}::text[],
        ${column(rows, 'sender')}::text[], ${column(rows, 'encoding')}::text[],
        ${column(rows, 'contentSealed')}::bytea[], ${column(rows, 'parts')}::smallint[],
        ${column(rows, 'flash')}::boolean[], ${column(rows, 'reference')}::text[],
        ${column(rows, 'accountReference')}::text[], ${column(rows, 'receiptsToSealed')}::bytea[],
        ${column(rows, 'wantsReceipts')}::boolean[], ${column(rows, 'validitySeconds')}::int[],
        ${column(rows, 'inReplyTo')}::uuid[], ${column(rows, 'heedsOptOut')}::boolean[],
        ${column(rows, 'refusesOptOut')}::boolean[], ${column(rows, 'ownsSender')}::boolean[],
        ${column(rows, 'wantsEvents')}::boolean[],
        ${column(rows, 'leaseSeconds')}::int[],
        ${column(rows, 'unitPrice')}::numeric[], ${column(rows, 'isGuarded')}::boolean[],
        ${column(rows, 'hourCap')}::numeric[], ${column(rows, 'dayCap')}::numeric[]
      ) with ordinality as i (application_id, id, dialect, channel, campaign_id, address_mac,
        address_sealed, address_prefix, country, sender, encoding, content_sealed, parts, flash,
        reference, account_reference, receipts_to_sealed, wants_receipts, validity_seconds,
        in_reply_to, heeds_opt_out, refuses_opt_out, owns_sender, wants_events, lease_seconds, unit_price,
        is_guarded, hour_cap, day_cap, ord)
    ), input_parts as materialized (
      select * from unnest(${column(parts, 'messageId')}::uuid[],
        ${column(parts, 'dispatchId')}::uuid[], ${column(parts, 'place')}::smallint[],
        ${column(parts, 'deliveryId')}::uuid[]
      ) as p (message_id, dispatch_id, place, delivery_id)
    ), answering as (
      -- A message from a subscriber is answered once, whoever takes it up.
      insert into keyword_replies (inbound_id, message_id)
      select distinct on (in_reply_to) in_reply_to, id from input
      where in_reply_to is not null order by in_reply_to, ord
      on conflict do nothing
      returning message_id
    ), wanted as materialized (
      select i.*, i.unit_price * i.parts as charge,
        i.in_reply_to is not null and a.message_id is null as is_answered,
        owns_sender and not exists (select from numbers n where n.sender = i.sender
          and n.application_id = i.application_id and n.released_at is null) as is_foreign,
        heeds_opt_out
          and is_opted_out(i.application_id, i.address_mac, i.sender) as is_opted_out
      from input i left join answering a on a.message_id = i.id
    ), payable as materialized (
      select * from wanted 
      where not (is_opted_out or is_answered or is_foreign) and charge > 0
    ), funds as materialized (
      select application_id, lock_funds(application_id, is_guarded, hour_cap, day_cap) as available
      from (select application_id, bool_or(is_guarded) as is_guarded, min(hour_cap) as hour_cap,
          min(day_cap) as day_cap
        from payable where is_guarded or hour_cap is not null or day_cap is not null
        group by application_id order by application_id) limited
    ), afforded as materialized (
      select p.id, sum(p.charge) over (partition by p.application_id order by p.ord) as spent,
        f.available
      from payable p left join funds f on f.application_id = p.application_id
    ), judged as materialized (
      select w.*, case
        when is_answered then 'answered'
        when is_foreign then 'foreign_sender'
        when is_opted_out and refuses_opt_out then 'opted_out'
        when is_opted_out then 'rejected'
        when a.spent > a.available then 'unaffordable'
        else 'queued' end as verdict
      from wanted w left join afforded a on a.id = w.id
    ), kept as materialized (
      select * from judged where verdict in ('queued', 'rejected')
    ), created as (
      insert into messages (application_id, id, dialect, campaign_id, address_mac, address_sealed,
        address_prefix, country, sender, encoding, content_sealed, parts, flash, reference,
        account_reference, receipts_to_sealed, validity_seconds, in_reply_to)
      select application_id, id, dialect, campaign_id, address_mac, address_sealed, address_prefix,
        country, sender, encoding, content_sealed, parts, flash, reference, account_reference,
        receipts_to_sealed, validity_seconds, in_reply_to
      from kept
    ), placed as materialized (
      select k.*, p.dispatch_id, p.place, p.delivery_id
      from kept k join input_parts p on p.message_id = k.id
    ), queued as (
      -- Born leased to this node, which sends it as soon as this commits.
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, due_at, leased_until, tries, cost, wants_receipts, wants_events, state, error_code,
        error, ended_at)
      select application_id, dispatch_id, id, place, 0, channel, sender,
        case verdict when 'queued' then now() end,
        case verdict when 'queued' then now() + lease_seconds * interval '1 second' end, 1,
        case verdict when 'queued' then unit_price else 0 end, wants_receipts, wants_events,
        case verdict when 'queued' then 'due' else 'rejected' end,
        case verdict when 'rejected' then ${optedOutCode}::smallint end,
        case verdict when 'rejected' then ${optedOutReason}::text end,
        case verdict when 'rejected' then now() end
      from placed
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, id, 'message.created',
        jsonb_build_object('dialect', dialect, 'parts', parts, 'encoding', encoding), wants_events
      from kept
      union all
      select application_id, id, 'message.rejected', jsonb_build_object('dispatchId', dispatch_id,
        'channel', channel, 'errorCode', ${optedOutCode}::smallint,
        'error', ${optedOutReason}::text), wants_events
      from placed where verdict = 'rejected'
    ), owed as (
      insert into webhook_deliveries (application_id, id, kind, verification_id, dispatch_id, data,
        give_up_at)
      select application_id, delivery_id, 'delivery-receipt', id, dispatch_id,
        jsonb_build_object('status', 'rejected', 'errorCode', ${optedOutCode}::smallint),
        now() + ${webhookSecondsMax}::int * interval '1 second'
      from placed where verdict = 'rejected' and wants_receipts
    ), charged as materialized (
      select application_id, debit(application_id, 'message', count, total) as balance
      from (select application_id, sum(charge) as total, sum(parts)::int as count
        from kept where verdict = 'queued' and charge > 0
        group by application_id order by application_id) due
    )
    select j.ord::int, j.verdict, c.balance
      -- What those behind it in the batch have paid was not yet taken when this one was.
      + coalesce(sum(case when j.verdict = 'queued' then j.charge else 0 end)
          over (partition by j.application_id order by j.ord
            rows between 1 following and unbounded following), 0) as balance
    from judged j left join charged c on c.application_id = j.application_id`);
}
