-- Why: what is sealed can be sealed anew under another key, and a key that nothing depends on any more
-- can leave the ring (docs/operating.md). Whether anything does is asked of the nodes too: each says
-- which keys it has.
-- Locks: a new table, columns without default; consent_entries cannot be written to for a moment.

create table nodes (
  id uuid primary key,
  -- Fingerprints; the one it seals under comes first.
  sealing_keys text[] not null check (cardinality(sealing_keys) > 0),
  started_at timestamptz not null default now(),
  -- Said again every ten seconds.
  seen_at timestamptz not null default now(),
  -- When it had written its last; null for a node that was killed.
  stopped_at timestamptz
);
-- What ran before this migration said nothing, and sealed until a moment ago.
insert into nodes (id, sealing_keys)
select gen_random_uuid(), array[fingerprint] from key_checks where kind = 'sealing';

alter table key_checks
  -- Since when no node may start that would seal under it.
  add column retiring_at timestamptz,
  -- Since when a ring may lack it.
  add column retired_at timestamptz;

-- The consent ledger is appended only, but for the key that its words lie under: a sealed value may be
-- replaced by one of the same length under another key (layout: kernel/secret-box.ts).
create function refuse_change_but_of_key() returns trigger language plpgsql as $$
declare
  sealed constant text[] := array['address_sealed', 'evidence_sealed'];
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - sealed = to_jsonb(old) - sealed
    and is_same_under_another_key(old.address_sealed, new.address_sealed)
    and is_same_under_another_key(old.evidence_sealed, new.evidence_sealed) then
    return new;
  end if;
  raise exception 'entries of consent are appended, never changed';
end $$;

create function is_same_under_another_key(before bytea, after bytea) returns boolean
language sql immutable as $$
  select before is not distinct from after
    or coalesce(octet_length(after) = octet_length(before)
      and substring(after from 1 for 1) = substring(before from 1 for 1)
      and substring(after from 2 for 4) <> substring(before from 2 for 4), false)
$$;

drop trigger consent_entries_append_only on consent_entries;
create trigger consent_entries_append_only before update or delete on consent_entries
  for each row execute function refuse_change_but_of_key();
