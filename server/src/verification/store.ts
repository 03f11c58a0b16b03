/**
 * The statements that move a live verification on and end it: every change is guarded by the state it
 * expects, and the code dies in the statement that ends the verification. Starting and checking have
 * files of their own.
 */
import type { ApplicationSettings } from '../applications/application.ts';
import { type Queryable, sql } from '../db/client.ts';
import type { StoredMessageFacts, StoredStep } from '../delivery/contract.ts';
import {
  barredReason,
  type MessageStanding,
  optedOutCode,
  optedOutReason,
  unaffordableReason,
} from './standing.ts';
import { lanes } from './verification.ts';

export interface AddressStateRow {
  verification_id: string | null;
  is_ended: boolean;
  lock_seconds: number;
  window_seconds_left: number;
  is_window_full: boolean;
}

/** Why a start or a resend was refused: what lives on the address now. */
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
  /** Grows with every new code. */
  code_number: number;
  code_sealed: Buffer;
  code_life_left_seconds: number;
  age_seconds: number;
  is_ended: boolean;
  is_step_due: boolean;
  workflow: StoredStep[];
  wants_events: boolean;
  address_prefix: string | null;
  client_mac: Buffer | null;
  /** Until the next step and the end; null when there is no next step. */
  next_step_seconds: number | null;
  ends_seconds: number;
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
  /** Of the address this step writes to; mostly the same. */
  stepAddressMac: Buffer;
  lane: number;
  /** The step the decision was taken at: nothing happens when another caller was quicker. */
  fromStep: number;
  /** The code it was read with: another caller's new code makes what would be sent worthless. */
  fromCodeNumber: number;
  toStep: number;
  dispatchId: string;
  channel: string;
  sender: string;
  nextStepSeconds: number | null;
  endsSeconds: number;
  leaseSeconds: number;
  wantsEvents: boolean;
  /** Somebody asked for the code again: it counts against the sends of the address. */
  isResend: boolean;
  /** The defence against pumping lets the step begin, but not its message. */
  isBarred: boolean;
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
    /** The code before it stays right until its own time is over. */
    keepsPrevious: boolean;
  } | null;
}

/** Moves a live verification to its next step and queues the dispatch, if it is still where it was. */
export function insertStep(
  db: Queryable,
  row: StepRow,
): Promise<{ id: string; message: MessageStanding }[]> {
  const renews = row.newCode !== null;
  const isFresh = row.newCode?.isFresh ?? false;
  const keepsPrevious = row.newCode?.keepsPrevious ?? false;
  return db.query(sql`
    with moved as (
      update live_addresses l set step = ${row.toStep}::smallint,
        next_step_at = now() + ${row.nextStepSeconds}::int * interval '1 second',
        ends_at = now() + ${row.endsSeconds}::int * interval '1 second',
        wake_at = now() + coalesce(${row.nextStepSeconds}::int, ${row.endsSeconds}::int)
          * interval '1 second',
        code_number = l.code_number + case when ${renews}::boolean then 1 else 0 end,
        previous_code_mac = case when ${keepsPrevious}::boolean then l.code_mac
          when ${renews}::boolean then null else l.previous_code_mac end,
        previous_code_expires_at = case when ${keepsPrevious}::boolean then l.code_expires_at
          else l.previous_code_expires_at end,
        code_mac = coalesce(${row.newCode?.mac ?? null}::bytea, l.code_mac),
        code_sealed = coalesce(${row.newCode?.sealed ?? null}::bytea, l.code_sealed),
        code_expires_at = case when ${renews}::boolean
          then now() + ${row.newCode?.lifeSeconds ?? 0}::int * interval '1 second'
          else l.code_expires_at end,
        wrong_checks = case when ${isFresh}::boolean then 0 else l.wrong_checks end,
        window_sends = least(l.window_sends + 1, 32000), touched_at = now()
      where l.application_id = ${row.applicationId} and l.address_mac = ${row.addressMac}
        and l.lane = ${row.lane} and l.verification_id = ${row.verificationId}::uuid
        and l.step = ${row.fromStep}::smallint and l.code_number = ${row.fromCodeNumber}
        and l.ends_at > now()
        and (l.locked_until is null or l.locked_until <= now())
        and not (${row.isResend}::boolean and l.sends_max is not null
          and l.window_sends >= l.sends_max
          and l.window_started_at > now() - l.window_seconds * interval '1 second')
      returning l.application_id, l.verification_id, l.code_number, l.address_mac
    ), judged as materialized (
      select *, case
        when ${row.channel}::text = 'sms'
          and is_opted_out(application_id, ${row.stepAddressMac}, ${row.sender}::text)
          then 'opted_out'
        when ${row.isBarred}::boolean then 'barred'
        when ${row.charge}::numeric > lock_funds(application_id, ${row.isGuarded}::boolean,
          ${row.hourCap}::numeric, ${row.dayCap}::numeric) then 'unaffordable'
        else 'queued' end as message
      from moved
    ), queued as (
      insert into dispatches (application_id, id, verification_id, step, code_number, channel,
        sender, due_at, leased_until, tries, wants_receipts, wants_events, cost, state, error_code,
        error, ended_at)
      select application_id, ${row.dispatchId}::uuid, verification_id, ${row.toStep}::smallint,
        code_number, ${row.channel}::text, ${row.sender}::text,
        case message when 'queued' then now() end,
        now() + ${row.leaseSeconds}::int * interval '1 second', 1, false,
        ${row.wantsEvents}::boolean,
        case message when 'queued' then ${row.charge}::numeric else 0 end,
        case message when 'queued' then 'due' when 'opted_out' then 'rejected' else 'not_sent' end,
        case message when 'opted_out' then ${optedOutCode}::smallint end,
        case message when 'opted_out' then ${optedOutReason}::text
          when 'barred' then ${barredReason}::text
          when 'unaffordable' then ${unaffordableReason}::text end,
        case when message <> 'queued' then now() end
      from judged
    ), charged as materialized (
      select application_id, debit(application_id, 'message', 1, ${row.charge}::numeric) as balance
      from judged where message = 'queued' and ${row.charge}::numeric > 0
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, verification_id,
        case when ${row.isResend}::boolean then 'code.resent' else 'step.started' end,
        jsonb_build_object('step', ${row.toStep}::int, 'channel', ${row.channel}::text,
          'isNewCode', ${isFresh}::boolean), ${row.wantsEvents}::boolean
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
  status: 'expired' | 'cancelled' | 'failed';
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
      select application_id, address_mac, lane, id, wants_events from verifications
      where application_id = ${row.applicationId} and id = ${row.verificationId}::uuid
    ), cleared as (
      update live_addresses l set verification_id = null, code_mac = null, code_sealed = null,
        previous_code_mac = null, next_step_at = null, wake_at = null, touched_at = now()
      from target t
      where l.application_id = t.application_id and l.address_mac = t.address_mac
        and l.lane = t.lane and l.verification_id = t.id
        and l.started_at <= now() - ${row.ageSecondsMin}::int * interval '1 second'
        and l.step <= ${row.stepMax}::smallint
        and (l.ends_at <= now()) = ${row.isOver}::boolean
      returning t.application_id, t.id, t.wants_events
    ), ended as (
      update verifications v set status = ${row.status}, ended_at = now()
      from cleared c
      where v.application_id = c.application_id and v.id = c.id and v.status = 'in_progress'
        and v.id = ${row.verificationId}::uuid
    ), noted as (
      insert into verification_events (application_id, verification_id, kind, data, is_owed)
      select application_id, id, 'verification.' || ${row.status}::text,
        jsonb_build_object('reason', ${row.reason}::text), wants_events from cleared
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
