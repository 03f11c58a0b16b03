-- Why: figures by country, carrier and channel over thirty days and the thirty before, within the
-- statement's limit of a second however many messages there are. An hour of messages is counted into
-- a few rows, again whenever its age has doubled, because receipts and reports come late; its day is
-- the sum of its hours.
-- Locks: new tables only.

create table quality_counts (
  application_id integer not null,
  -- An hour or a day (UTC) from start_at on.
  span_hours smallint not null check (span_hours in (1, 24)),
  start_at timestamptz not null,
  channel text not null,
  -- '' is not known, here and below.
  country text not null,
  network text not null,
  -- Receipts of these messages end at the carrier and say nothing about the phone.
  is_carrier_only boolean not null,
  -- Class of the time to verify: e to the power of a fifth of it, in seconds; -1 is not verified.
  wait smallint not null,
  sent integer not null,
  delivered integer not null,
  undelivered integer not null,
  -- With a code that is checked here, with one of the caller's own, and of the latter and of
  -- messages without a code those of which the end was told.
  checked integer not null,
  own_codes integer not null,
  told integer not null,
  converted integer not null,
  cost numeric(18, 8) not null,
  primary key (application_id, span_hours, start_at, channel, country, network, is_carrier_only,
    wait)
);
create index quality_counts_by_start on quality_counts (start_at);

create table quality_rolls (
  hour timestamptz primary key,
  -- When the counting began that quality_counts holds; null before the first.
  rolled_at timestamptz,
  leased_until timestamptz
);
