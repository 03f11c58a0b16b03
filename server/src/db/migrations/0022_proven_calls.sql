-- Why: whoever knows an API key could push an application's own calls out of its log by refused ones; calls
-- that nobody proved to be the application's have a share of their own.
-- Locks: ACCESS EXCLUSIVE on api_calls for a moment; the default is not written into the rows.

alter table api_calls add column is_proven boolean not null default true;
alter table api_calls alter column is_proven drop default;
