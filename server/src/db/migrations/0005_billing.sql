-- Why: what a message costs by country and carrier, and money that cannot be spent twice. Balance,
-- allowed credit and what was spent this hour and day lie in one row, so that one lock decides.
-- Locks: columns with constant defaults on balances (no rewrite), a column without default on
-- verifications, new tables and functions.

alter table balances
  -- How far below zero the balance may go.
  add column credit numeric(18, 8) not null default 0 check (credit >= 0),
  add column hour_started_at timestamptz not null default now(),
  add column hour_spent numeric(18, 8) not null default 0,
  add column day_started_at timestamptz not null default now(),
  add column day_spent numeric(18, 8) not null default 0;

-- Prices of one message part. The most exact row wins: network before country, transport before any.
create table prices (
  channel text not null,
  -- '' is any.
  transport text not null default '',
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- MCCMNC; '' is any.
  network text not null default '',
  network_name text not null default '',
  price numeric(18, 8) not null check (price >= 0),
  changed_at timestamptz not null default now(),
  primary key (channel, transport, country, network)
);

-- Every change of the list counts this up in its transaction: nodes look at one number, not the list.
create table price_list_version (
  is_only boolean primary key default true check (is_only),
  version integer not null default 0
);
insert into price_list_version default values;

-- Top-ups an application asked for itself: a transaction id counts once.
create table top_ups (
  application_id integer not null references applications,
  transaction_id text not null,
  amount numeric(18, 8) not null,
  at timestamptz not null default now(),
  primary key (application_id, transaction_id)
);
create index top_ups_by_time on top_ups (application_id, at);

-- Sends that were refused, as the classic search lists them; kept seven days.
create sequence rejections_id;
create table rejections (
  application_id integer not null,
  at timestamptz not null default now(),
  id bigint not null default nextval('rejections_id'),
  -- Of what was given for a recipient, number or not.
  address_mac bytea not null,
  address_sealed bytea not null,
  sender text not null,
  code text not null,
  label text not null,
  primary key (application_id, at, id)
);
create index rejections_by_address on rejections (application_id, address_mac, at);
create index rejections_by_time on rejections (at);

-- What was told to be worth its money: one row a message, the last word wins.
create table conversions (
  application_id integer not null,
  message_id uuid not null,
  kind text not null check (kind in ('sms', 'voice')),
  is_converted boolean not null,
  -- When it happened, as the caller says.
  at timestamptz not null,
  reported_at timestamptz not null default now(),
  primary key (application_id, message_id)
);

-- Whose device asked, as a MAC of its address (IPv6: of its /64): budgets per client are kept by it.
alter table verifications add column client_mac bytea;

-- Locks an application's money until the statement commits and tells what may still be spent: the
-- smallest of balance and credit (when that is guarded), of the hour's cap and of the day's. A cap of
-- null is none; answers null when nothing limits.
create function lock_funds(
  application integer, is_guarded boolean, hour_cap numeric, day_cap numeric
) returns numeric language sql volatile as $$
  select least(
    case when is_guarded then amount + credit end,
    hour_cap - case when hour_started_at > now() - interval '1 hour' then hour_spent else 0 end,
    day_cap - case when day_started_at > now() - interval '1 day' then day_spent else 0 end)
  from balances where application_id = application for update
$$;

-- Takes money (a negative total gives it back), books it and answers the balance after. Who must not
-- overdraw has asked lock_funds in the same statement. What an earlier hour or day had spent and gets
-- back does not enlarge the cap of this one.
create function debit(application integer, entry_kind text, entries integer, total numeric)
returns numeric language sql volatile as $$
  with taken as (
    update balances set amount = amount - total,
      hour_spent = greatest(0, total + case when hour_started_at > now() - interval '1 hour'
        then hour_spent else 0 end),
      hour_started_at = case when hour_started_at > now() - interval '1 hour'
        then hour_started_at else now() end,
      day_spent = greatest(0, total + case when day_started_at > now() - interval '1 day'
        then day_spent else 0 end),
      day_started_at = case when day_started_at > now() - interval '1 day'
        then day_started_at else now() end
    where application_id = application
    returning amount
  ), booked as (
    insert into ledger_entries (application_id, kind, count, amount)
    select application, entry_kind, entries, -total from taken
  )
  select amount from taken
$$;

-- As before, with the country, which decides what the next step costs, and who may not be written to.
create or replace view live_verifications as
  select l.application_id, a.kind as application_kind, a.settings, l.verification_id,
    l.address_mac, l.lane, l.step, l.code_number, l.code_sealed,
    extract(epoch from l.code_expires_at - now())::float8 as code_life_left_seconds,
    extract(epoch from now() - l.started_at)::float8 as age_seconds,
    l.ends_at <= now() as is_ended, coalesce(l.next_step_at <= now(), false) as is_step_due,
    v.workflow, v.code_life_seconds, v.code_length, v.has_own_code, v.address_sealed, v.brand,
    v.sender, v.locale, v.payment, v.template_sealed, v.country
  from verifications v
  join live_addresses l on l.application_id = v.application_id
    and l.address_mac = v.address_mac and l.lane = v.lane and l.verification_id = v.id
  join applications a on a.id = v.application_id;
