-- The core: applications, verifications and their events, dispatches, webhooks, ledger, audit, sandbox.
-- First migration: everything is new, nothing is locked. Tables that grow with traffic are partitioned
-- by week from the start, so that retention is a dropped partition; the hot ones carry no foreign keys
-- (a check per row would lock the application's row a thousand times a second; see ADR 0006).

create table key_checks (
  fingerprint text primary key,
  kind text not null check (kind in ('sealing', 'lookup')),
  proof text not null,
  created_at timestamptz not null default now()
);

create table applications (
  id integer generated always as identity primary key,
  name text not null check (length(name) between 1 and 100),
  kind text not null check (kind in ('sandbox', 'live')),
  api_key text not null unique check (api_key ~ '^[0-9a-f]{8}$'),
  signature_secret_sealed bytea not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  retired_at timestamptz
);

create table application_secrets (
  id integer generated always as identity primary key,
  application_id integer not null references applications,
  secret_mac bytea not null,
  -- Its last four characters, so that people can tell two apart.
  hint text not null,
  -- Only a sandbox application's secret can be shown again; a live one exists as its MAC alone.
  secret_sealed bytea,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index application_secrets_by_application on application_secrets (application_id);

create table balances (
  application_id integer primary key references applications,
  amount numeric(18, 8) not null,
  currency text not null default 'EUR'
);

-- One row for each address that was ever written to: its live verification, if any (the part that the
-- statement ending a verification clears), and its guess and send budgets. The key is the rule "one
-- live verification per application, address and lane".
create table live_addresses (
  application_id integer not null,
  address_mac bytea not null,
  lane smallint not null,
  verification_id uuid,
  started_at timestamptz,
  ends_at timestamptz,
  step smallint,
  next_step_at timestamptz,
  code_number smallint,
  code_mac bytea,
  code_sealed bytea,
  code_expires_at timestamptz,
  wrong_checks smallint not null default 0,
  consecutive_wrong smallint not null default 0,
  locked_until timestamptz,
  lock_count smallint not null default 0,
  -- Messages sent to the address in the running window, and the limit that applied last.
  window_started_at timestamptz,
  window_sends smallint not null default 0,
  window_seconds integer,
  sends_max smallint,
  -- When a loop must look at the row again: the next step or the end; pushed ahead while leased.
  wake_at timestamptz,
  touched_at timestamptz not null default now(),
  primary key (application_id, address_mac, lane)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
create index live_addresses_by_wake on live_addresses (wake_at) where wake_at is not null;

create table verifications (
  application_id integer not null,
  id uuid not null,
  dialect text not null,
  lane smallint not null,
  address_mac bytea not null,
  address_sealed bytea not null,
  address_prefix text,
  country text,
  brand text not null,
  sender text not null,
  locale text not null,
  workflow jsonb not null,
  code_length smallint not null,
  -- The caller chose the code: a renewal keeps it and only lets it live on.
  has_own_code boolean not null,
  code_life_seconds integer not null,
  checks_max smallint not null,
  payment jsonb,
  template_sealed bytea,
  reference text,
  receipts_to_sealed bytea,
  status text not null default 'in_progress'
    check (status in ('in_progress', 'verified', 'failed', 'expired', 'cancelled')),
  price numeric(18, 8) not null default 0,
  currency text not null default 'EUR',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (application_id, id)
) partition by range (id);
create index verifications_by_address on verifications (application_id, address_mac, id);

-- What the next step of a live verification is decided by and made of, by the database's clock.
create view live_verifications as
  select l.application_id, a.kind as application_kind, a.settings, l.verification_id,
    l.address_mac, l.lane, l.step, l.code_number, l.code_sealed,
    extract(epoch from l.code_expires_at - now())::float8 as code_life_left_seconds,
    extract(epoch from now() - l.started_at)::float8 as age_seconds,
    l.ends_at <= now() as is_ended, coalesce(l.next_step_at <= now(), false) as is_step_due,
    v.workflow, v.code_life_seconds, v.code_length, v.has_own_code, v.address_sealed, v.brand,
    v.sender, v.locale, v.payment, v.template_sealed
  from verifications v
  join live_addresses l on l.application_id = v.application_id
    and l.address_mac = v.address_mac and l.lane = v.lane and l.verification_id = v.id
  join applications a on a.id = v.application_id;

create sequence verification_events_id;
create table verification_events (
  application_id integer not null,
  verification_id uuid not null,
  id bigint not null default nextval('verification_events_id'),
  at timestamptz not null default now(),
  kind text not null,
  data jsonb,
  -- The code of a check as the classic search shows it, sealed; purged with the message bodies.
  sealed bytea,
  primary key (verification_id, id)
) partition by range (verification_id);

create table dispatches (
  application_id integer not null,
  id uuid not null,
  verification_id uuid not null,
  step smallint not null,
  code_number smallint not null,
  channel text not null,
  transport text,
  sender text not null,
  state text not null default 'due' check (state in ('due', 'sent', 'accepted', 'buffered',
    'delivered', 'expired', 'failed', 'rejected', 'unknown', 'not_sent')),
  due_at timestamptz not null default now(),
  leased_until timestamptz,
  tries smallint not null default 0,
  message_id text,
  network text,
  segments smallint,
  cost numeric(18, 8) not null default 0,
  error_code smallint,
  error text,
  -- Whether the application is told of each receipt by webhook.
  wants_receipts boolean not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  ended_at timestamptz,
  primary key (verification_id, id)
) partition by range (verification_id);
create index dispatches_due on dispatches (due_at) where state = 'due';
create index dispatches_by_message on dispatches (message_id) where message_id is not null;

-- Receipts that came before the hand-over was recorded, or for messages nobody here sent.
create table parked_receipts (
  transport text not null,
  message_id text not null,
  status text not null,
  error_code smallint not null,
  network text,
  raw text,
  received_at timestamptz not null default now(),
  primary key (transport, message_id, status)
);

create table webhook_deliveries (
  application_id integer not null,
  id uuid not null,
  kind text not null,
  verification_id uuid not null,
  dispatch_id uuid not null,
  data jsonb not null,
  state text not null default 'due' check (state in ('due', 'delivered', 'gave_up')),
  due_at timestamptz not null default now(),
  give_up_at timestamptz not null,
  leased_until timestamptz,
  tries smallint not null default 0,
  last_status smallint,
  last_error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (application_id, id)
) partition by range (id);
create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'due';

create table webhook_attempts (
  application_id integer not null,
  delivery_id uuid not null,
  number smallint not null,
  at timestamptz not null default now(),
  status smallint,
  error text,
  milliseconds integer not null,
  primary key (delivery_id, number)
) partition by range (delivery_id);

create sequence ledger_entries_id;
create table ledger_entries (
  application_id integer not null,
  at timestamptz not null default now(),
  id bigint not null default nextval('ledger_entries_id'),
  kind text not null,
  count integer not null,
  amount numeric(18, 8) not null,
  primary key (application_id, at, id)
) partition by range (at);

create sequence audit_entries_id;
create table audit_entries (
  at timestamptz not null default now(),
  id bigint not null default nextval('audit_entries_id'),
  application_id integer,
  actor text not null,
  action text not null,
  subject text,
  data jsonb,
  primary key (at, id)
) partition by range (at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are appended, never changed';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_change();

-- The virtual handset: messages a sandbox subscriber would see, whole text and number sealed.
create table handset_messages (
  application_id integer not null,
  id uuid not null,
  direction text not null check (direction in ('to-handset', 'from-handset')),
  address_mac bytea not null,
  channel text not null,
  verification_id uuid,
  content_sealed bytea not null,
  sent_at timestamptz not null default now(),
  -- Receipts the handset, acting as a carrier, still owes for this message, the next one first.
  receipts_owed jsonb,
  receipt_due_at timestamptz,
  primary key (application_id, id)
) partition by range (id);
create index handset_messages_due on handset_messages (receipt_due_at)
  where receipt_due_at is not null;

-- Subscribers who answered STOP to a sender: nothing more is sent to them from it.
create table opt_outs (
  application_id integer not null references applications,
  address_mac bytea not null,
  sender text not null,
  at timestamptz not null default now(),
  primary key (application_id, address_mac, sender)
);

-- Requests counted per second for applications that have a limit; losing it in a crash is harmless.
create unlogged table rate_windows (
  application_id integer not null,
  kind text not null,
  window_start timestamptz not null,
  count integer not null,
  primary key (application_id, kind, window_start)
);

create table partitioned_tables (
  name text primary key,
  key text not null check (key in ('id', 'time'))
);
insert into partitioned_tables values
  ('verifications', 'id'), ('verification_events', 'id'), ('dispatches', 'id'),
  ('webhook_deliveries', 'id'), ('webhook_attempts', 'id'), ('handset_messages', 'id'),
  ('ledger_entries', 'time'), ('audit_entries', 'time');

-- The smallest UUID of version 7 of a moment.
create function id_floor(moment timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0')
    || '00000000000000000000')::uuid
$$;

-- Makes the weekly partitions from last week to `weeks_ahead` weeks from now; safe to repeat.
create function ensure_partitions(weeks_ahead integer) returns integer language plpgsql as $$
declare
  entry record;
  week timestamptz;
  partition_name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('countersign.partitions'));
  for entry in select name, key from partitioned_tables loop
    for ahead in -1 .. weeks_ahead loop
      week := (date_trunc('week', now() at time zone 'utc') + ahead * interval '7 days')
        at time zone 'utc';
      partition_name := entry.name || '_' || to_char(week at time zone 'utc', 'YYYYMMDD');
      if to_regclass(partition_name) is null then
        if entry.key = 'id' then
          execute format('create table %I partition of %I for values from (%L) to (%L)',
            partition_name, entry.name, id_floor(week), id_floor(week + interval '7 days'));
        else
          execute format('create table %I partition of %I for values from (%L) to (%L)',
            partition_name, entry.name, week, week + interval '7 days');
        end if;
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
select ensure_partitions(2);
