/**
 * The statements of the hot path: start, check, advance, end. Each takes arrays and serves many
 * callers at once. Rules held here: callers that meet on one address are ranked and each is charged;
 * live rows are locked in key order before anything else; every change is guarded by the state it
 * expects; money is one debit per application and batch; the database clock decides.
 */
import type { ApplicationSettings } from '../applications/application.ts';
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { StoredMessageFacts } from '../delivery/contract.ts';
import { addressBudget, addressLockMinutes, addressLockMinutesMax, lanes } from './verification.ts';

/** Receipt code of a subscriber who answered STOP (docs/compatibility/nexmo-2fa.md). */
const optedOutCode = 9;
const optedOutReason = 'the number has opted out of messages from this sender';
const unaffordableReason = 'the balance or a spend cap does not allow another message';

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
  /** Whether the balance and its credit limit what may be spent. */
  isGuarded: boolean;
  /** Spend caps, decimal text; null for none. */
  hourCap: string | null;
  dayCap: string | null;
}

/** How a message stands once its verification has been started or moved on. */
export type MessageStanding = 'queued' | 'opted_out' | 'unaffordable';

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
    with input as materialized (
      select * from unnest(
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
        ${column(rows, 'dayCap')}::numeric[]
      ) with ordinality as i (application_id, id, dispatch_id, dialect, lane, address_mac,
        address_sealed, address_prefix, country, brand, sender, locale, workflow, code_length,
        has_own_code, code_life_seconds, checks_max, payment, template_sealed, reference,
        receipts_to_sealed, code_mac, code_sealed, channel, wants_receipts, next_step_seconds,
        ends_seconds, sends_max, window_seconds, lease_seconds, client_mac, charge, is_guarded,
        hour_cap, day_cap, ord)
    ), wanted as materialized (
      select i.*, i.channel = 'sms' and exists (select from opt_outs o
        where o.application_id = i.application_id and o.address_mac = i.address_mac
          and o.sender in (i.sender, '*') and o.is_active
          -- A later word to the sender itself goes before one to the whole application.
          and not (o.sender = '*' and exists (select from opt_outs own
            where own.application_id = i.application_id and own.address_mac = i.address_mac
              and own.sender = i.sender and not own.is_active and own.opted_in_at > o.at))
        ) as is_opted_out
      from input i
    ), firsts as (
      -- Of the callers that meet on one address only the first can win it.
      select distinct on (application_id, address_mac, lane) * from wanted
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
        code_number = 1, code_mac = excluded.code_mac, code_sealed = excluded.code_sealed,
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
      select application_id, lock_funds(application_id, is_guarded, hour_cap, day_cap) as available
      from (select application_id, bool_or(is_guarded) as is_guarded, min(hour_cap) as hour_cap,
          min(day_cap) as day_cap
        from started where charge > 0 and not is_opted_out
          and (is_guarded or hour_cap is not null or day_cap is not null)
        group by application_id order by application_id) limited
    ), judged as materialized (
      select s.*, case when is_opted_out then 'opted_out'
        when sum(case when is_opted_out then 0 else charge end)
          over (partition by s.application_id order by s.ord) > f.available then 'unaffordable'
        else 'queued' end as message
      from started s left join funds f on f.application_id = s.application_id
    ), created as (
      insert into verifications (application_id, id, dialect, lane, address_mac, address_sealed,
        address_prefix, country, brand, sender, locale, workflow, code_length, has_own_code,
        code_life_seconds, checks_max, payment, template_sealed, reference, receipts_to_sealed,
        client_mac)
      select application_id, id, dialect, lane, address_mac, address_sealed, address_prefix, country,
        brand, sender, locale, workflow::jsonb, code_length, has_own_code, code_life_seconds,
        checks_max,
        payment::jsonb, template_sealed, reference, receipts_to_sealed, client_mac
      from judged
    ), queued as (
      -- Born leased to this node, which sends it as soon as this commits.
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, leased_until, tries, cost, wants_receipts, state, error_code, error, ended_at)
      select application_id, dispatch_id, id, 0, 1, channel, sender,
        now() + lease_seconds * interval '1 second', 1,
        case message when 'queued' then charge else 0 end, wants_receipts,
        case message when 'queued' then 'due' when 'opted_out' then 'rejected'
          else 'not_sent' end,
        case message when 'opted_out' then ${optedOutCode}::smallint end,
        case message when 'opted_out' then ${optedOutReason}::text
          when 'unaffordable' then ${unaffordableReason}::text end,
        case when message <> 'queued' then now() end
      from judged
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data)
      select application_id, id, 'verification.started', null from judged
      union all
      select application_id, id, 'message.rejected', jsonb_build_object('dispatchId', dispatch_id,
        'channel', channel, 'errorCode', ${optedOutCode}::smallint,
        'error', ${optedOutReason}::text)
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

export interface CheckRow {
  applicationId: number;
  verificationId: string;
  lane: number;
  /** HMAC of the submitted code under the current and the previous key of the ring. */
  mac: Buffer;
  olderMac: Buffer | null;
  codeSealed: Buffer;
  clientAddress: string | null;
  price: string;
}

export type CheckVerdict =
  | 'verified'
  | 'mismatch'
  | 'code_expired'
  | 'exhausted'
  | 'locked'
  | 'not_live';

export interface CheckedRow {
  /** Place of the caller in the batch, from 1. */
  ord: number;
  verdict: CheckVerdict;
  is_compared: boolean;
  checks_left: number | null;
  event_id: string | null;
  messages_cost: string | null;
  /** Where a verified code had been sent: budgets against pumping grow by it. */
  country: string | null;
  address_prefix: string | null;
  client_mac: Buffer | null;
}

/**
 * One guarded statement counts, compares and marks. Each caller has a place among those that check
 * the same verification; only places within the budget are compared at all (count before compare),
 * so a thousand parallel guesses cost exactly the limit. Callers without a live verification get
 * no row.
 */
export function checkCodes(
  db: Queryable,
  rows: readonly CheckRow[],
  lowestId: string,
  highestId: string,
): Promise<CheckedRow[]> {
  return db.query(sql`
    with input as materialized (
      select * from unnest(
        ${column(rows, 'applicationId')}::int[], ${column(rows, 'verificationId')}::uuid[],
        ${column(rows, 'lane')}::smallint[], ${column(rows, 'mac')}::bytea[],
        ${column(rows, 'olderMac')}::bytea[], ${column(rows, 'codeSealed')}::bytea[],
        ${column(rows, 'clientAddress')}::text[], ${column(rows, 'price')}::numeric[]
      ) with ordinality as i (application_id, id, lane, mac, older_mac, code_sealed,
        client_address, price, ord)
    ), wanted as materialized (
      select i.*, v.address_mac, v.checks_max, v.country, v.address_prefix, v.client_mac
      from input i join verifications v on v.application_id = i.application_id and v.id = i.id
      where v.lane = i.lane and v.id between ${lowestId}::uuid and ${highestId}::uuid
    ), locked as materialized (
      select w.*, l.code_mac, l.wrong_checks, l.consecutive_wrong,
        coalesce(l.locked_until > now(), false) as is_locked,
        l.code_expires_at > now() as is_code_alive
      from (select * from wanted order by application_id, address_mac, lane, ord) w
      join live_addresses l on l.application_id = w.application_id
        and l.address_mac = w.address_mac and l.lane = w.lane and l.verification_id = w.id
      where l.ends_at > now()
      for update of l
    ), placed as (
      select *,
        -- After a lock has passed each further wrong code locks again, for twice as long.
        least(checks_max - wrong_checks, greatest(${addressBudget}::int - consecutive_wrong, 1)) as budget,
        row_number() over (partition by id order by ord) as place
      from locked
    ), compared as materialized (
      select p.*, case when not is_locked and is_code_alive and place <= budget
        then code_mac = mac or code_mac = older_mac is true end as is_match
      from placed p
    ), judged as materialized (
      select c.*, min(place) filter (where is_match) over (partition by id) as won_at
      from compared c
    ), verdicts as materialized (
      select j.*, case
        when is_locked then 'locked'
        when not is_code_alive then 'code_expired'
        when place > won_at then 'not_live'
        when is_match then 'verified'
        when place > budget then
          case when wrong_checks + budget >= checks_max then 'not_live' else 'locked' end
        when wrong_checks + place >= checks_max then 'exhausted'
        when place = budget then 'locked'
        else 'mismatch' end as verdict
      from judged j
    ), tallies as materialized (
      select application_id, address_mac, lane, id, bool_or(verdict = 'verified') as is_verified,
        bool_or(verdict = 'exhausted') as is_exhausted,
        count(*) filter (where not is_match and place < coalesce(won_at, place + 1)) as wrong,
        max(consecutive_wrong) as wrong_before, max(price) as price
      from verdicts group by application_id, address_mac, lane, id
    ), results as materialized (
      select *, array[id] as ids,
        (not is_verified and wrong > 0 and wrong_before + wrong >= ${addressBudget}::int)
          as is_locking,
        case when is_verified then 'verified' when is_exhausted then 'failed' end as ended
      from tallies
    ), updated as (
      update live_addresses l set
        wrong_checks = l.wrong_checks + r.wrong,
        consecutive_wrong = case when r.is_verified then 0
          else least(l.consecutive_wrong + r.wrong, 32000) end,
        lock_count = case when r.is_verified then 0
          when r.is_locking then least(l.lock_count + 1, 20) else l.lock_count end,
        locked_until = case when r.is_locking
          then now() + least(${addressLockMinutes}::float8 * 2 ^ least(l.lock_count, 10),
            ${addressLockMinutesMax}::float8) * interval '1 minute'
          else l.locked_until end,
        verification_id = case when r.ended is null then l.verification_id end,
        code_mac = case when r.ended is null then l.code_mac end,
        code_sealed = case when r.ended is null then l.code_sealed end,
        next_step_at = case when r.ended is null then l.next_step_at end,
        wake_at = case when r.ended is null then l.wake_at end,
        touched_at = now()
      from results r
      where l.application_id = r.application_id and l.address_mac = r.address_mac
        and l.lane = r.lane and (r.ended is not null or r.wrong > 0)
    ), ended as (
      -- Found by a list of one, not by equality: PostgreSQL 18 prunes partitions by an equality at run
      -- time, and after a wait for a row lock in the same statement it then prunes all of them.
      update verifications v set status = r.ended, ended_at = now(),
        price = case when r.is_verified then r.price else 0 end
      from results r
      where r.ended is not null and v.application_id = r.application_id
        and v.address_mac = r.address_mac and v.id = any(r.ids)
        and v.status = 'in_progress' and v.id between ${lowestId}::uuid and ${highestId}::uuid
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, sealed)
      select d.application_id, d.id,
        case d.verdict when 'verified' then 'verification.verified'
          when 'exhausted' then 'verification.failed'
          when 'code_expired' then 'check.expired' else 'check.wrong' end,
        case when d.client_address is not null
          then jsonb_build_object('clientAddress', d.client_address) end,
        d.code_sealed
      from verdicts d
      where d.is_match is not null and d.place <= coalesce(d.won_at, d.place)
        or d.verdict = 'code_expired' and d.place <= 10
      union all
      select application_id, id, 'address.locked', null::jsonb, null::bytea from results where is_locking
    ), audited as (
      insert into audit_entries (application_id, actor, action, subject, data)
      select application_id, 'application', 'challenge.' || ended, id::text, null::jsonb
      from results where ended is not null
      union all
      select application_id, 'application', 'challenge.locked', id::text, null::jsonb
      from results where is_locking
    ), charged as (
      update balances b set amount = b.amount - due.total
      from (select application_id, sum(price) as total, count(*) as count
        from results where is_verified and price > 0
        group by application_id order by application_id) due
      where b.application_id = due.application_id
      returning b.application_id, due.total, due.count
    ), booked as (
      insert into ledger_entries (application_id, kind, count, amount)
      select application_id, 'verification', count, -total from charged
    )
    select d.ord::int, d.verdict, d.is_match is not null as is_compared,
      greatest(d.checks_max - d.wrong_checks - d.place, 0)::int as checks_left,
      m.event_id, m.messages_cost, d.country, d.address_prefix, d.client_mac
    from verdicts d
    left join lateral (
      select (array_agg(s.id order by s.id desc))[1] as event_id, sum(s.cost) as messages_cost
      from dispatches s where s.verification_id = d.id and d.verdict = 'verified'
        and s.verification_id between ${lowestId}::uuid and ${highestId}::uuid
    ) m on true`);
}

export interface AddressStateRow {
  verification_id: string | null;
  is_ended: boolean;
  lock_seconds: number;
  window_seconds_left: number;
  is_window_full: boolean;
}

/** Why a start was refused: what lives on the address now. */
export function findAddressState(
  db: Queryable,
  applicationId: number,
  addressMac: Buffer,
  lane: number,
): Promise<AddressStateRow[]> {
  return db.query(sql`
    select verification_id, coalesce(ends_at <= now(), false) as is_ended,
      coalesce(ceil(extract(epoch from locked_until - now())), 0)::int as lock_seconds,
      coalesce(ceil(extract(epoch from window_started_at - now()) + window_seconds), 0)::int
        as window_seconds_left,
      coalesce(window_sends >= sends_max
        and window_started_at > now() - window_seconds * interval '1 second', false)
        as is_window_full
    from live_addresses
    where application_id = ${applicationId} and address_mac = ${addressMac} and lane = ${lane}`);
}

export interface LiveRow extends StoredMessageFacts {
  settings: Partial<ApplicationSettings>;
  country: string | null;
  address_mac: Buffer;
  lane: number;
  step: number;
  code_sealed: Buffer;
  code_life_left_seconds: number;
  age_seconds: number;
  is_ended: boolean;
  is_step_due: boolean;
  workflow: { channel: string; waitSeconds: number }[];
  code_length: number;
  has_own_code: boolean;
}

/** Takes live verifications whose next step or end is due; pushed ahead so that one node has them. */
export function claimDueVerifications(db: Queryable, limit: number): Promise<LiveRow[]> {
  return db.query(sql`
    with due as (
      select application_id, address_mac, lane from live_addresses
      where wake_at <= now() order by wake_at limit ${limit}
      for update skip locked
    ), claimed as (
      update live_addresses l set wake_at = case
        when l.verification_id is not null then now() + interval '15 seconds' end
      from due where l.application_id = due.application_id and l.address_mac = due.address_mac
        and l.lane = due.lane
      returning l.application_id, l.verification_id
    )
    select live.* from claimed
    join live_verifications live using (application_id, verification_id)`);
}

export function findLiveVerification(
  db: Queryable,
  applicationId: number,
  verificationId: string,
): Promise<LiveRow[]> {
  return db.query(sql`
    select * from live_verifications
    where application_id = ${applicationId} and verification_id = ${verificationId}::uuid`);
}

export interface StepRow {
  applicationId: number;
  verificationId: string;
  addressMac: Buffer;
  lane: number;
  /** The step the decision was taken at: nothing happens when another caller was quicker. */
  fromStep: number;
  toStep: number;
  dispatchId: string;
  channel: string;
  sender: string;
  nextStepSeconds: number | null;
  endsSeconds: number;
  leaseSeconds: number;
  /** As in StartRow. */
  charge: string;
  isGuarded: boolean;
  hourCap: string | null;
  dayCap: string | null;
  /** Present when a new code is sent; it restores the wrong checks of the code, not the address's. */
  newCode: {
    mac: Buffer;
    sealed: Buffer;
    lifeSeconds: number;
    /** False for the caller's own code: it only lives on, and so do its wrong checks. */
    isFresh: boolean;
  } | null;
}

/** Moves a live verification to its next step and queues the dispatch, if it is still where it was. */
export function insertStep(
  db: Queryable,
  row: StepRow,
): Promise<{ id: string; message: MessageStanding }[]> {
  const renews = row.newCode !== null;
  const isFresh = row.newCode?.isFresh ?? false;
  return db.query(sql`
    with moved as (
      update live_addresses l set step = ${row.toStep}::smallint,
        next_step_at = now() + ${row.nextStepSeconds}::int * interval '1 second',
        ends_at = now() + ${row.endsSeconds}::int * interval '1 second',
        wake_at = now() + coalesce(${row.nextStepSeconds}::int, ${row.endsSeconds}::int)
          * interval '1 second',
        code_number = l.code_number + case when ${renews}::boolean then 1 else 0 end,
        code_mac = coalesce(${row.newCode?.mac ?? null}::bytea, l.code_mac),
        code_sealed = coalesce(${row.newCode?.sealed ?? null}::bytea, l.code_sealed),
        code_expires_at = case when ${renews}::boolean
          then now() + ${row.newCode?.lifeSeconds ?? 0}::int * interval '1 second'
          else l.code_expires_at end,
        wrong_checks = case when ${isFresh}::boolean then 0 else l.wrong_checks end,
        window_sends = least(l.window_sends + 1, 32000), touched_at = now()
      where l.application_id = ${row.applicationId} and l.address_mac = ${row.addressMac}
        and l.lane = ${row.lane} and l.verification_id = ${row.verificationId}::uuid
        and l.step = ${row.fromStep}::smallint and l.ends_at > now()
        and (l.locked_until is null or l.locked_until <= now())
      returning l.application_id, l.verification_id, l.code_number, l.address_mac
    ), judged as materialized (
      select *, case
        when ${row.channel}::text = 'sms' and exists (select from opt_outs o
          where o.application_id = moved.application_id and o.address_mac = moved.address_mac
            and o.sender in (${row.sender}::text, '*') and o.is_active
            and not (o.sender = '*' and exists (select from opt_outs own
              where own.application_id = moved.application_id
                and own.address_mac = moved.address_mac and own.sender = ${row.sender}::text
                and not own.is_active and own.opted_in_at > o.at))) then 'opted_out'
        when ${row.charge}::numeric > lock_funds(application_id, ${row.isGuarded}::boolean,
          ${row.hourCap}::numeric, ${row.dayCap}::numeric) then 'unaffordable'
        else 'queued' end as message
      from moved
    ), queued as (
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, leased_until, tries, wants_receipts, cost, state, error_code, error, ended_at)
      select application_id, ${row.dispatchId}::uuid, verification_id, ${row.toStep}::smallint,
        code_number, ${row.channel}::text, ${row.sender}::text,
        now() + ${row.leaseSeconds}::int * interval '1 second', 1, false,
        case message when 'queued' then ${row.charge}::numeric else 0 end,
        case message when 'queued' then 'due' when 'opted_out' then 'rejected' else 'not_sent' end,
        case message when 'opted_out' then ${optedOutCode}::smallint end,
        case message when 'opted_out' then ${optedOutReason}::text
          when 'unaffordable' then ${unaffordableReason}::text end,
        case when message <> 'queued' then now() end
      from judged
    ), charged as materialized (
      select application_id, debit(application_id, 'message', 1, ${row.charge}::numeric) as balance
      from judged where message = 'queued' and ${row.charge}::numeric > 0
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data)
      select application_id, verification_id, 'step.started',
        jsonb_build_object('step', ${row.toStep}::int, 'channel', ${row.channel}::text,
          'isNewCode', ${isFresh}::boolean)
      from moved
    )
    select j.verification_id as id, j.message
    from judged j left join charged c on c.application_id = j.application_id`);
}

/** Live messages with a caller's own code that a subscriber may answer, the newest first. */
export function findLiveMessages(
  db: Queryable,
  applicationIds: readonly number[],
  addressMac: Buffer,
  sender: string,
): Promise<{ application_id: number; verification_id: string }[]> {
  return db.query(sql`
    select l.application_id, l.verification_id from live_addresses l
    join verifications v on v.application_id = l.application_id and v.id = l.verification_id
    where l.application_id = any(${applicationIds}::int[]) and l.address_mac = ${addressMac}
      and l.lane = ${lanes.message}::smallint and l.ends_at > now() and v.sender = ${sender}
    order by l.started_at desc`);
}

export interface EndRow {
  applicationId: number;
  verificationId: string;
  status: 'expired' | 'cancelled';
  reason: string;
  /** Only when at least this old, seconds. */
  ageSecondsMin: number;
  /** Only while at this step or earlier. */
  stepMax: number;
  /** Only when its time is over (true), or only while it is not (false). */
  isOver: boolean;
}

/** Ends a live verification without success; the code dies in the same statement. */
export function endVerification(db: Queryable, row: EndRow): Promise<{ id: string }[]> {
  return db.query(sql`
    with target as (
      select application_id, address_mac, lane, id from verifications
      where application_id = ${row.applicationId} and id = ${row.verificationId}::uuid
    ), cleared as (
      update live_addresses l set verification_id = null, code_mac = null, code_sealed = null,
        next_step_at = null, wake_at = null, touched_at = now()
      from target t
      where l.application_id = t.application_id and l.address_mac = t.address_mac
        and l.lane = t.lane and l.verification_id = t.id
        and l.started_at <= now() - ${row.ageSecondsMin}::int * interval '1 second'
        and l.step <= ${row.stepMax}::smallint
        and (l.ends_at <= now()) = ${row.isOver}::boolean
      returning t.application_id, t.id
    ), ended as (
      update verifications v set status = ${row.status}, ended_at = now()
      from cleared c
      where v.application_id = c.application_id and v.id = c.id and v.status = 'in_progress'
        and v.id = ${row.verificationId}::uuid
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data)
      select application_id, id, 'verification.' || ${row.status}::text,
        jsonb_build_object('reason', ${row.reason}::text) from cleared
    ), audited as (
      insert into audit_entries (application_id, actor, action, subject, data)
      select application_id, 'application', 'challenge.' || ${row.status}::text, id::text,
        jsonb_build_object('reason', ${row.reason}::text) from cleared
    )
    select id from cleared`);
}

/**
 * Lets a claimed verification sleep until its next step or its end. The step of a locked address
 * waits for the lock: due but forbidden, it would wake the loop again at once and for ever.
 */
export function sleepUntilDue(
  db: Queryable,
  applicationId: number,
  addressMac: Buffer,
  lane: number,
): Promise<unknown[]> {
  return db.query(sql`
    update live_addresses set wake_at = least(ends_at,
      case when next_step_at is not null then greatest(next_step_at, locked_until) end)
    where application_id = ${applicationId} and address_mac = ${addressMac} and lane = ${lane}
      and verification_id is not null`);
}
