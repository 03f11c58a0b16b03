-- Why: a request that carries an idempotency key takes effect once, however often it is sent
-- (draft-ietf-httpapi-idempotency-key-header); and workflows that an application keeps by name.
-- Locks: new tables only.

create table idempotency_keys (
  application_id integer not null,
  -- MAC of the key as it was sent: it may hold anything, and is not needed again.
  key_mac bytea not null,
  -- MAC of method, path and body: the same key with another request is refused.
  request_mac bytea not null,
  -- What the request makes gets this id, so that a repetition finds it.
  effect_id uuid not null,
  -- Whoever claimed it last may answer; counted up when a dead node's claim is taken over.
  claims integer not null default 1,
  leased_until timestamptz not null,
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  status smallint,
  answer_sealed bytea,
  primary key (application_id, key_mac)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table saved_workflows (
  application_id integer not null references applications,
  name text not null,
  -- Steps without addresses: those belong to one verification.
  steps jsonb not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (application_id, name)
);
