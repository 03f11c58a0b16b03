-- Why: the last API calls of each application with what was answered, for whoever wonders why a call
-- failed. Unlogged: it is a help, not a record, and costs no disk flush.
-- Locks: a new table.

create sequence api_calls_id;
create unlogged table api_calls (
  application_id integer not null references applications,
  id bigint not null default nextval('api_calls_id'),
  at timestamptz not null,
  -- Dialect and route, e.g. `nexmo-verify`, `POST /verify/:format`: never the path with its values.
  dialect text not null,
  method text not null,
  route text not null,
  status smallint not null,
  milliseconds integer not null,
  is_failure boolean not null,
  -- Names and what may be shown of the values.
  parameters jsonb not null,
  answer jsonb not null,
  primary key (application_id, id)
);
