-- Why: every verification and dispatch is updated a few times soon after it was made. PostgreSQL spares
-- such an update its new index entries when the page has room and no indexed column changes
-- (https://www.postgresql.org/docs/current/storage-hot.html). A column that an index is conditioned on
-- counts as indexed: hence which dispatches wait is told by `due_at` alone, which receipts leave as it is.
-- Locks: nobody reads or writes dispatches until it is done; those that ended are written once. Stop all
-- nodes for it: rows that a node of the release before ends meanwhile would stay in the index.

alter table partitioned_tables add column fillfactor smallint not null default 100;
update partitioned_tables set fillfactor = 50 where name in ('verifications', 'dispatches');

-- When a node may take it (again); null once it is no longer waiting to be sent. Updated before the
-- index goes, so that no row has a version that the new index does not know.
alter table dispatches alter column due_at drop not null;
update dispatches set due_at = null where state <> 'due';
drop index dispatches_due;
create index dispatches_due on dispatches (due_at) where due_at is not null;
-- One constraint instead of two: each is prepared anew by every statement that writes.
alter table dispatches drop constraint dispatches_state_check,
  add constraint dispatches_state_check check (state in ('due', 'sent', 'accepted', 'buffered',
    'delivered', 'expired', 'failed', 'rejected', 'unknown', 'not_sent')
    and (state <> 'due' or due_at is not null));

-- As before, with the room that a table's partitions leave.
create or replace function ensure_partitions(weeks_ahead integer) returns integer
language plpgsql as $$
declare
  entry record;
  week timestamptz;
  partition_name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('countersign.partitions'));
  for entry in select name, key, fillfactor from partitioned_tables loop
    for ahead in -1 .. weeks_ahead loop
      week := (date_trunc('week', now() at time zone 'utc') + ahead * interval '7 days')
        at time zone 'utc';
      partition_name := entry.name || '_' || to_char(week at time zone 'utc', 'YYYYMMDD');
      if to_regclass(partition_name) is null then
        execute format(
          'create table %I partition of %I for values from (%L) to (%L) with (fillfactor = %s)',
          partition_name, entry.name,
          case entry.key when 'id' then id_floor(week)::text else week::text end,
          case entry.key when 'id' then id_floor(week + interval '7 days')::text
            else (week + interval '7 days')::text end,
          entry.fillfactor);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

do $$
declare
  part record;
begin
  for part in select i.inhrelid::regclass as name, p.fillfactor
    from partitioned_tables p join pg_inherits i on i.inhparent = p.name::regclass
    where p.fillfactor < 100
  loop
    execute format('alter table %s set (fillfactor = %s)', part.name, part.fillfactor);
  end loop;
end $$;
