-- Why: codes that were checked are shown by the classic search, and erased after thirty days with the
-- words of messages. An index over them would cost every check, so the work remembers how far it is.
-- Locks: a new table.

create table erasures (
  name text primary key,
  -- Everything of before this moment has been erased.
  up_to timestamptz not null
);
insert into erasures values ('checked codes', now() - interval '60 days');
