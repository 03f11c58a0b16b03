/**
 * The statements of starting. Rules held here: callers that meet on one address are ranked and each is
 * charged; live rows are locked in key order before money; the database clock decides.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import {
  type MessageStanding,
  optedOutCode,
  optedOutReason,
  unaffordableReason,
} from './standing.ts';
import { lanes } from './verification.ts';

export interface StartRow {
  applicationId: number;
  id: string;
  dispatchId: string;
  dialect: string;
  lane: number;
  addressMac: Buffer;
  addressSealed: Buffer;
  addressPrefix: string | null;
  country: string | null;
  brand: string;
  sender: string;
  /** Of the first message. */
  dispatchSender: string;
  locale: string;
  workflow: string;
  codeLength: number;
  hasOwnCode: boolean;
  codeLifeSeconds: number;
  checksMax: number;
  payment: string | null;
  templateSealed: Buffer | null;
  reference: string | null;
  receiptsToSealed: Buffer | null;
  codeMac: Buffer;
  codeSealed: Buffer;
  channel: string;
  /** Whether receipts of this message go to the application's webhook. */
  wantsReceipts: boolean;
  /** Whether what happens to this verification is told to the application's endpoints. */
  wantsEvents: boolean;
  /** Seconds to the next step; null when there is none. */
  nextStepSeconds: number | null;
  endsSeconds: number;
  sendsMax: number | null;
  windowSeconds: number | null;
  leaseSeconds: number;
  /** MAC of the asking device's address; null when it is not known. */
  clientMac: Buffer | null;
  /** What the first message costs, decimal text: taken when it is queued. */
  charge: string;
  /** What must be left after it, for the price of the right code; decimal text. */
  reserve: string;
  /** Whether the balance and its credit limit what may be spent. */
  isGuarded: boolean;
  /** Spend caps, decimal text; null for none. */
  hourCap: string | null;
  dayCap: string | null;
}

export interface StartedRow {
  /** Place of the caller in the batch, from 1. */
  ord: number;
  message: MessageStanding;
  balance: string | null;
}

/**
 * Starts each verification whose address has no live one; callers that are refused get no row, and
 * neither does a message with the caller's own code to a subscriber who opted out. The address is
 * locked before the money, as everywhere, so that two statements never wait for each other in a
 * circle; hence one that turns out to be unaffordable has been started and must be ended.
 */
export function insertStarts(db: Queryable, rows: readonly StartRow[]): Promise<StartedRow[]> {
  return db.query(sql`
    with wanted as materialized (
      select i.*, i.channel = 'sms'
        and is_opted_out(i.application_id, i.address_mac, i.dispatch_sender) as is_opted_out
      from unnest(
        ${column(rows, 'applicationId')}::int[], ${column(rows, 'id')}::uuid[],
        ${column(rows, 'dispatchId')}::uuid[], ${column(rows, 'dialect')}::text[],
        ${column(rows, 'lane')}::smallint[], ${column(rows, 'addressMac')}::bytea[],
        ${column(rows, 'addressSealed')}::bytea[], ${column(rows, 'addressPrefix')}::text[],
        ${column(rows, 'country')}::text[], ${column(rows, 'brand')}::text[],
        ${column(rows, 'sender')}::text[], ${column(rows, 'locale')}::text[],
        ${column(rows, 'workflow')}::text[], ${column(rows, 'codeLength')}::smallint[],
        ${column(rows, 'hasOwnCode')}::boolean[], ${column(rows, 'codeLifeSeconds')}::int[],
        ${column(rows, 'checksMax')}::smallint[],
        ${column(rows, 'payment')}::text[], ${column(rows, 'templateSealed')}::bytea[],
        ${column(rows, 'reference')}::text[], ${column(rows, 'receiptsToSealed')}::bytea[],
        ${column(rows, 'codeMac')}::bytea[], ${column(rows, 'codeSealed')}::bytea[],
        ${column(rows, 'channel')}::text[], ${column(rows, 'wantsReceipts')}::boolean[],
        ${column(rows, 'nextStepSeconds')}::int[],
        ${column(rows, 'endsSeconds')}::int[], ${column(rows, 'sendsMax')}::smallint[],
        ${column(rows, 'windowSeconds')}::int[], ${column(rows, 'leaseSeconds')}::int[],
        ${column(rows, 'clientMac')}::bytea[], ${column(rows, 'charge')}::numeric[],
        ${column(rows, 'isGuarded')}::boolean[], ${column(rows, 'hourCap')}::numeric[],
        ${column(rows, 'dayCap')}::numeric[], ${column(rows, 'reserve')}::numeric[],
        ${column(rows, 'wantsEvents')}::boolean[], ${column(rows, 'dispatchSender')}::text[]
      ) with ordinality as i (application_id, id, dispatch_id, dialect, lane, address_mac,
        address_sealed, address_prefix, country, brand, sender, locale, workflow, code_length,
        has_own_code, code_life_seconds, checks_max, payment, template_sealed, reference,
        receipts_to_sealed, code_mac, code_sealed, channel, wants_receipts, next_step_seconds,
        ends_seconds, sends_max, window_seconds, lease_seconds, client_mac, charge, is_guarded,
        hour_cap, day_cap, reserve, wants_events,
        dispatch_sender, ord)
    ), firsts as (
      -- Of the callers that meet on one address only the first can win it.
      select distinct on (application_id, address_mac, lane) application_id, address_mac, lane, id,
        ends_seconds, next_step_seconds, code_mac, code_sealed, code_life_seconds, window_seconds,
        sends_max
      from wanted
      where not (is_opted_out and lane = ${lanes.message}::smallint)
      order by application_id, address_mac, lane, ord
    ), taken as (
      insert into live_addresses as l (application_id, address_mac, lane, verification_id,
        started_at, ends_at, step, next_step_at, code_number, code_mac, code_sealed,
        code_expires_at, wake_at, window_started_at, window_sends, window_seconds, sends_max)
      select application_id, address_mac, lane, id, now(), now() + ends_seconds * interval '1 second',
        0, now() + next_step_seconds * interval '1 second', 1, code_mac, code_sealed,
        now() + code_life_seconds * interval '1 second',
        now() + coalesce(next_step_seconds, ends_seconds) * interval '1 second',
        now(), 1, window_seconds, sends_max
      from firsts order by application_id, address_mac, lane
      on conflict (application_id, address_mac, lane) do update set
        verification_id = excluded.verification_id, started_at = excluded.started_at,
        ends_at = excluded.ends_at, step = 0, next_step_at = excluded.next_step_at,
        code_number = 1, code_mac = excluded.code_mac, previous_code_mac = null,
        code_sealed = excluded.code_sealed,
        code_expires_at = excluded.code_expires_at, wrong_checks = 0, wake_at = excluded.wake_at,
        window_started_at = case
          when l.window_started_at > now() - excluded.window_seconds * interval '1 second'
          then l.window_started_at else now() end,
        window_sends = case
          when l.window_started_at > now() - excluded.window_seconds * interval '1 second'
          then l.window_sends + 1 else 1 end,
        window_seconds = excluded.window_seconds, sends_max = excluded.sends_max,
        touched_at = now()
      where l.verification_id is null
        and (l.locked_until is null or l.locked_until <= now())
        and (excluded.sends_max is null or l.window_sends < excluded.sends_max
          or l.window_started_at <= now() - excluded.window_seconds * interval '1 second')
      returning l.verification_id as id
    ), started as materialized (
      -- The one join of the batch with itself: everything below reads from here.
      select i.* from taken t join wanted i on i.id = t.id
    ), funds as materialized (
      select application_id, lock_funds(application_id, is_guarded, hour_cap, day_cap, reserve) as available
      from (select application_id, bool_or(is_guarded) as is_guarded, min(hour_cap) as hour_cap,
          min(day_cap) as day_cap, max(reserve) as reserve
        from started where charge > 0 and not is_opted_out
          and (is_guarded or hour_cap is not null or day_cap is not null)
        group by application_id order by application_id) limited
    ), judged as materialized (
      -- Narrow: what a verification is made of is not carried through here.
      select s.application_id, s.id, s.ord, s.dispatch_id, s.channel, s.dispatch_sender,
        s.lease_seconds, s.charge, s.wants_receipts, s.wants_events, case when is_opted_out then 'opted_out'
        when sum(case when is_opted_out then 0 else charge end)
          over (partition by s.application_id order by s.ord) > f.available then 'unaffordable'
        else 'queued' end as message
      from started s left join funds f on f.application_id = s.application_id
    ), created as (
      insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed,
        address_prefix, country, brand, sender, locale, workflow, code_length, has_own_code,
        code_life_seconds, checks_max, payment, template_sealed, reference, receipts_to_sealed,
        client_mac, wants_events)
      select application_id, id, dialect, lane, address_mac, address_sealed, address_prefix, country,
        brand, sender, locale, workflow::jsonb, code_length, has_own_code, code_life_seconds,
        checks_max,
        payment::jsonb, template_sealed, reference, receipts_to_sealed, client_mac,
        wants_events
      from started
    ), queued as (
      -- Born leased to this node, which sends it as soon as this commits.
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, due_at, leased_until, tries, cost, wants_receipts, wants_events, state, error_code,
        error, ended_at)
      select application_id, dispatch_id, id, 0, 1, channel, dispatch_sender,
        case message when 'queued' then now() end, now() + lease_seconds * interval '1 second', 1,
        case message when 'queued' then charge else 0 end, wants_receipts, wants_events,
        case message when 'queued' then 'due' when 'opted_out' then 'rejected'
          else 'not_sent' end,
        case message when 'opted_out' then ${optedOutCode}::smallint end,
        case message when 'opted_out' then ${optedOutReason}::text
          when 'unaffordable' then ${unaffordableReason}::text end,
        case when message <> 'queued' then now() end
      from judged
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, id, 'verification.started', null::jsonb, wants_events from judged
      union all
      select application_id, id, 'message.rejected', jsonb_build_object('dispatchId', dispatch_id,
        'channel', channel, 'errorCode', ${optedOutCode}::smallint,
        'error', ${optedOutReason}::text), wants_events
      from judged where message = 'opted_out'
    ), charged as materialized (
      select application_id, debit(application_id, 'message', count, total) as balance
      from (select application_id, sum(charge) as total, count(*)::int as count
        from judged where message = 'queued' and charge > 0
        group by application_id order by application_id) due
    )
    select j.ord::int, j.message, c.balance
    from judged j left join charged c on c.application_id = j.application_id`);
}
