-- Why: people who sign in to the console, what they sign in with, and their sessions. Every bearer
-- value (one-time link, session cookie) is stored as its SHA-256 only; passwords and TOTP seeds are
-- sealed under the key ring. Locks: creates new tables, touches no existing row.

create table operators (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  role text not null,
  -- WebAuthn user handle: random, so that a passkey tells nothing about its owner.
  user_handle bytea not null unique,
  -- Argon2id in PHC form, sealed: a stolen dump alone cannot be guessed against.
  password_sealed bytea,
  totp_sealed bytea,
  -- The last time step that signed in; a code works once (RFC 6238 §5.2).
  totp_last_step bigint,
  totp_pending_sealed bytea,
  totp_pending_until timestamptz,
  created_at timestamptz not null default now(),
  last_signed_in_at timestamptz,
  disabled_at timestamptz
);

create unique index operators_email_key on operators (lower(email));

create table operator_links (
  token_sha256 bytea primary key,
  operator_id bigint not null references operators (id),
  purpose text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create index operator_links_operator_id on operator_links (operator_id);

create table operator_sessions (
  id bigint generated always as identity primary key,
  token_sha256 bytea not null unique,
  operator_id bigint not null references operators (id),
  -- How it was opened: link, passkey, password.
  method text not null,
  user_agent text not null,
  client_address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index operator_sessions_operator_id on operator_sessions (operator_id);
create index operator_sessions_expires_at on operator_sessions (expires_at);

create table operator_passkeys (
  id bigint generated always as identity primary key,
  operator_id bigint not null references operators (id),
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  is_backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

create index operator_passkeys_operator_id on operator_passkeys (operator_id);

create table operator_challenges (
  challenge_sha256 bytea primary key,
  purpose text not null,
  operator_id bigint references operators (id),
  -- Keyed hash of the client's address: bounds what one stranger may leave here.
  client_mac bytea not null,
  expires_at timestamptz not null
);

create index operator_challenges_client_mac on operator_challenges (client_mac);
create index operator_challenges_expires_at on operator_challenges (expires_at);
create index operator_challenges_operator_id on operator_challenges (operator_id);

-- Counted per email (known or not, so that the wait tells nothing) and per client address.
create table operator_sign_in_throttles (
  key_mac bytea primary key,
  attempts integer not null,
  locked_until timestamptz,
  touched_at timestamptz not null default now()
);

create index operator_sign_in_throttles_touched_at on operator_sign_in_throttles (touched_at);
