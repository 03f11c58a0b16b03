-- Why: hosted pages on which a person types the code, and the single-use results they bring back.
-- Locks: a new table.

create table challenges (
  application_id integer not null references applications,
  id uuid not null,
  -- SHA-256 of the token in the page's address.
  token_hash bytea not null unique,
  verification_id uuid not null,
  -- Whom and what the caller asks it for: the result is good for nothing else.
  subject text not null,
  purpose text not null,
  -- Where the person returns to and how the page looks, sealed JSON.
  page_sealed bytea not null,
  status text not null default 'open' check (status in ('open', 'passed', 'cancelled')),
  -- SHA-256 of the result that was handed out last; only that one is good.
  result_hash bytea,
  result_expires_at timestamptz,
  passed_at timestamptz,
  confirmed_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (application_id, id)
);
create index challenges_by_time on challenges (created_at);
