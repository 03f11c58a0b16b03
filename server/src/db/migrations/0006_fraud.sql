-- Why: pumping (messages asked for only because somebody earns by them) is stopped by what is sent and
-- never verified: counted per country, prefix and client, with blocks that end by themselves and a
-- record of what was decided. See docs/fraud.md.
-- Locks: new tables only.

-- Sums of an hour. Prefixes and clients are many and matter for a day: their rows are not worth a
-- write-ahead log, and a crash that empties them only makes the budgets of that day fresh.
create table traffic_counts (
  application_id integer not null,
  scope text not null check (scope in ('country', 'prefix', 'client')),
  -- ISO 3166 alpha-2, a number without its last four digits, or the MAC of a client's network.
  key text not null,
  hour timestamptz not null,
  sent integer not null default 0,
  verified integer not null default 0,
  -- Unverified ones that a block or its lifting has settled: they count against nobody again.
  forgiven integer not null default 0,
  -- Of a client: countries it asked for, and those in which it verified a number.
  countries text[] not null default '{}',
  proven text[] not null default '{}',
  primary key (application_id, scope, key, hour)
) partition by list (scope);
create table traffic_counts_country partition of traffic_counts for values in ('country');
create unlogged table traffic_counts_prefix partition of traffic_counts for values in ('prefix');
create unlogged table traffic_counts_client partition of traffic_counts for values in ('client');
create index traffic_counts_by_hour on traffic_counts (hour);

-- One row a key: the block in force, or the last one. Never permanent.
create table fraud_blocks (
  application_id integer not null,
  scope text not null check (scope in ('country', 'prefix', 'client')),
  key text not null,
  rule text not null,
  first_at timestamptz not null default now(),
  opened_at timestamptz not null default now(),
  until timestamptz not null,
  -- Blocks in a row, each within a day of the one before; each lasts twice as long.
  times smallint not null default 1,
  lifted_at timestamptz,
  lifted_by text,
  -- What it kept back, over all blocks of the key.
  refused integer not null default 0,
  saved numeric(18, 8) not null default 0,
  changed_at timestamptz not null default now(),
  primary key (application_id, scope, key)
);
create index fraud_blocks_by_change on fraud_blocks (changed_at);

-- What was decided other than to let pass; equal decisions of one second are one row with a count.
create sequence fraud_decisions_id;
create table fraud_decisions (
  application_id integer not null,
  at timestamptz not null default now(),
  id bigint not null default nextval('fraud_decisions_id'),
  rule text not null,
  scope text not null,
  key text not null,
  country text,
  action text not null,
  -- Whether a block in force decided it, without counting again.
  is_blocked boolean not null,
  -- Figures of the first of them: what was counted, what was allowed.
  counted numeric(12, 1) not null,
  allowed numeric(12, 1) not null,
  count integer not null,
  -- Price of the messages that were not sent, or (action `record`) would not have been.
  saved numeric(18, 8) not null,
  primary key (application_id, at, id)
) partition by range (at);

insert into partitioned_tables values ('fraud_decisions', 'time');
select ensure_partitions(2);
