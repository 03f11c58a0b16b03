-- Why: a code can be sent anew while the one before it stays right until its own time is over.
-- Locks: columns without default (no rewrite).

alter table live_addresses
  -- The code before the last one, while it may still be used.
  add column previous_code_mac bytea,
  add column previous_code_expires_at timestamptz;
