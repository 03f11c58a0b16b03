-- Why: applications sign in with tokens of their own (JWT, RS256) under a name that tells nothing of
-- the key, and the network's answer about a device's number is taken once for each step.
-- Locks: applications is rewritten (one row each, a few); columns without default on live_addresses;
-- new tables.

-- The name tokens and callbacks use; the number in `id` would tell how many there are.
alter table applications
  add column wire_id uuid not null unique default gen_random_uuid();

create table application_public_keys (
  id integer generated always as identity primary key,
  application_id integer not null references applications,
  -- SubjectPublicKeyInfo (RFC 5280 §4.1), DER.
  spki bytea not null,
  -- SHA-256 of it.
  fingerprint bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index application_public_keys_live
  on application_public_keys (application_id, fingerprint) where retired_at is null;

-- The step whose network has answered: no second answer is heard.
alter table live_addresses
  add column answered_verification_id uuid,
  add column answered_step smallint;

-- The sandbox's mobile network: which of its numbers a client address stands for.
create table sandbox_data_sessions (
  client_mac bytea not null,
  application_id integer not null references applications,
  address_mac bytea not null,
  expires_at timestamptz not null,
  primary key (client_mac, application_id)
);
