/**
 * The statement of checking. Rules held here: callers that check one verification are ranked and each
 * is counted before it is compared; every change is guarded by the state it expects.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import { addressBudget, addressLockMinutes, addressLockMinutesMax } from './verification.ts';

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
  /** Whether the balance and its credit limit what may be taken. */
  isGuarded: boolean;
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
        ${column(rows, 'clientAddress')}::text[], ${column(rows, 'price')}::numeric[],
        ${column(rows, 'isGuarded')}::boolean[]
      ) with ordinality as i (application_id, id, lane, mac, older_mac, code_sealed,
        client_address, price, is_guarded, ord)
    ), wanted as materialized (
      select i.*, v.address_mac, v.checks_max, v.country, v.address_prefix, v.client_mac,
        v.wants_events
      from input i join verifications v on v.application_id = i.application_id and v.id = i.id
      where v.lane = i.lane and v.id between ${lowestId}::uuid and ${highestId}::uuid
    ), locked as materialized (
      select w.*, l.code_mac, l.wrong_checks, l.consecutive_wrong,
        coalesce(l.locked_until > now(), false) as is_locked,
        l.code_expires_at > now() as is_code_alive,
        case when l.previous_code_expires_at > now() then l.previous_code_mac end
          as previous_code_mac
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
    ), compared as (
      select p.*, case when not is_locked and is_code_alive and place <= budget
        then code_mac = mac or (code_mac = older_mac) is true
          or (previous_code_mac in (mac, older_mac)) is true end as is_match
      from placed p
    ), judged as (
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
        max(consecutive_wrong) as wrong_before, max(price) as price,
        bool_or(is_guarded) as is_guarded, bool_or(wants_events) as wants_events
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
        previous_code_mac = case when r.ended is null then l.previous_code_mac end,
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
      insert into verification_events (application_id, verification_id, kind, data, sealed, is_owed)
      select d.application_id, d.id,
        case d.verdict when 'verified' then 'verification.verified'
          when 'exhausted' then 'verification.failed'
          when 'code_expired' then 'check.expired' else 'check.wrong' end,
        case when d.client_address is not null
          then jsonb_build_object('clientAddress', d.client_address) end,
        d.code_sealed, d.wants_events
      from verdicts d
      where d.is_match is not null and d.place <= coalesce(d.won_at, d.place)
        or d.verdict = 'code_expired' and d.place <= 10
      union all
      select application_id, id, 'address.locked', null::jsonb, null::bytea, wants_events
      from results where is_locking
    ), audited as (
      insert into audit_entries (application_id, actor, action, subject, data)
      select application_id, 'application', 'challenge.' || ended, id::text, null::jsonb
      from results where ended is not null
      union all
      select application_id, 'application', 'challenge.locked', id::text, null::jsonb
      from results where is_locking
    ), charged as materialized (
      select debit_verified(application_id, count, total, is_guarded)
      from (select application_id, sum(price) as total, count(*)::int as count,
          bool_or(is_guarded) as is_guarded
        from results where is_verified and price > 0
        group by application_id order by application_id) due
    )
    select d.ord::int, d.verdict, d.is_match is not null as is_compared,
      greatest(d.checks_max - d.wrong_checks - d.place, 0)::int as checks_left,
      m.event_id, m.messages_cost, d.country, d.address_prefix, d.client_mac
    from verdicts d
    -- Asked for, or it would not be run.
    cross join (select count(*) from charged) charges
    left join lateral (
      select (array_agg(s.id order by s.id desc))[1] as event_id, sum(s.cost) as messages_cost
      from dispatches s where s.verification_id = d.id and d.verdict = 'verified'
        and s.verification_id between ${lowestId}::uuid and ${highestId}::uuid
    ) m on true`);
}
