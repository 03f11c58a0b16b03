-- Why: endpoints of an application's own, and a stream of events that is told to them and can be read
-- again. An event gets its place when it is relayed, not when it is written: relaying is done by one
-- node at a time, so places come in the order in which they become visible, and who reads up to one
-- has missed none before it.
-- Locks: a new table; columns without default or with a constant one (no rewrite); an index over rows there are none of yet.

create table webhook_endpoints (
  application_id integer not null references applications,
  id uuid not null,
  url_sealed bytea not null,
  description text not null default '' check (length(description) <= 200),
  -- Types, or groups like `message.*`; null is every type.
  event_types text[] check (cardinality(event_types) between 1 and 50),
  secret_sealed bytea not null,
  -- Signs beside the current one until it ends.
  previous_secret_sealed bytea,
  previous_secret_ends_at timestamptz,
  -- When the attempts began of which none was acknowledged.
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('gone', 'failing', 'by-hand')),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (application_id, id),
  check ((disabled_at is null) = (disabled_reason is null)),
  check ((previous_secret_sealed is null) = (previous_secret_ends_at is null))
);

-- Of one verification or message, from 1 without gaps; and over all, rising.
alter table verification_events add column sequence integer, add column position bigint;
create sequence event_positions;
create index verification_events_by_position on verification_events (application_id, position)
  where position is not null;

-- Whether anybody is told of what happens: it has an endpoint, disabled or not.
alter table applications add column wants_events boolean not null default false;

-- Which event a delivery tells of, and to which endpoint.
alter table webhook_deliveries add column event_id bigint, add column endpoint_id uuid;
