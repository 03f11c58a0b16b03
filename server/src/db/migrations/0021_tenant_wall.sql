-- Why: a second wall between applications. Every statement carries the application id; where one does
-- not, PostgreSQL itself shows an application's call no row of another one (docs/adr/0013-second-wall.md).
-- Locks: enabling row-level security and making a policy take ACCESS EXCLUSIVE on each table (not on its
-- partitions) to the end of this file; nothing is read or rewritten, so that is milliseconds after the last
-- running statement. Old nodes go on: they own the tables, and owners are not held up.

-- Whose call this is; null, so no row at all, when nobody said.
create function tenant_application() returns integer language sql stable parallel safe as $$
  select nullif(current_setting('countersign.application_id', true), '')::integer
$$;

-- The role such a call runs under. Named after the database's user and a role of that user alone, because
-- roles belong to the whole cluster: another installation in it must not come through ours.
create function tenant_role() returns text language sql stable parallel safe as $$
  select left(session_user, 56) || '_tenant'
$$;

-- Puts a table behind the wall. `own` says which rows are an application's own. The policy is for
-- every role but the owner of the tables: whoever else is let in sees nothing by mistake.
create function put_behind_wall(name regclass, own text default 'application_id = tenant_application()')
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('create policy own_application on %s using (%s) with check (%s)', name, own, own);
end $$;

-- Partitions are reached through their tables only: nobody is granted anything on them.
do $$
declare
  entry record;
begin
  for entry in
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace = current_schema()::regnamespace
      and a.attname = 'application_id' and not a.attisdropped
  loop
    perform put_behind_wall(entry.oid);
  end loop;
end $$;

-- What has another name for it, or is owned through what it belongs to.
select put_behind_wall('applications', 'id = tenant_application()');
select put_behind_wall('campaign_templates',
  'exists (select from campaigns c where c.id = campaign_id and c.application_id = tenant_application())');
-- Tells which message an inbound one answered.
select put_behind_wall('keyword_replies',
  'exists (select from inbound_messages i where i.id = inbound_id and i.application_id = tenant_application())');

-- Views ask with the rights of whoever looks, not of whoever made them.
alter view live_verifications set (security_invoker = true);
alter view campaign_rows set (security_invoker = true);
alter view application_senders set (security_invoker = true);

-- What the tenant role may do. Rows of no application (operators, prices, keys) are not here, and what
-- only loops and batched statements write is not either. New tables of an application come here too.
create table tenant_rights (
  name text primary key,
  rights text[] not null
);
insert into tenant_rights values
  ('applications', '{select,update}'),
  ('application_secrets', '{select,insert,update}'),
  ('application_senders', '{select}'),
  ('api_calls', '{select}'),
  ('audit_entries', '{insert}'), ('audit_entries_id', '{usage}'),
  ('balances', '{select,update}'),
  ('brands', '{select}'),
  ('campaign_rows', '{select}'), ('campaigns', '{select}'), ('campaign_templates', '{select}'),
  ('challenges', '{select,insert,update}'),
  ('consent_entries', '{select,insert}'), ('consent_entries_id', '{usage}'),
  ('conversions', '{select,insert,update}'),
  ('disabled_endpoints', '{select}'),
  ('dispatches', '{select,update}'),
  ('handset_messages', '{select,update,delete}'),
  ('inbound_messages', '{select,update}'),
  ('keyword_replies', '{select}'),
  ('ledger_entries', '{insert}'), ('ledger_entries_id', '{usage}'),
  ('live_addresses', '{select}'),
  ('messages', '{select,update}'),
  ('numbers', '{select}'),
  ('opt_outs', '{select,insert,update}'),
  ('rejections', '{select}'),
  ('saved_workflows', '{select,insert,update,delete}'),
  ('templates', '{select,insert,update,delete}'),
  ('template_fragments', '{select,insert,update,delete}'),
  ('top_ups', '{select,insert}'),
  ('verifications', '{select,update}'),
  ('verification_events', '{select,insert,update}'), ('verification_events_id', '{usage}'),
  ('webhook_attempts', '{select}'),
  ('webhook_deliveries', '{select,insert,update}'),
  ('webhook_endpoints', '{select,insert,update,delete}');

-- Sees to it that the role is there, that we may become it, and that it may do what it has to. Asked at
-- every start, because a role may come later, by a DBA's hand, or be missing after a restore. Answers null
-- when the wall is up, otherwise why it is not.
create function raise_tenant_wall() returns text language plpgsql as $$
declare
  tenant constant text := tenant_role();
  before constant text := current_setting('role');
  entry record;
begin
  perform pg_advisory_xact_lock(hashtext('countersign.tenant_wall'));
  if not exists (select from pg_roles where rolname = tenant) then
    begin
      execute format('create role %I nologin', tenant);
    exception
      -- Another database of the cluster was quicker.
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        return format('there is no role %s, and %s may not create one', tenant, session_user);
    end;
  end if;
  if exists (select from pg_roles where rolname = tenant and (rolsuper or rolbypassrls)) then
    return format('the role %s is not held up by row-level security', tenant);
  end if;
  begin
    perform set_config('role', tenant, true);
  exception when insufficient_privilege then
    begin
      execute format('grant %I to %I', tenant, session_user);
    exception
      when unique_violation then null;
      when insufficient_privilege then
        return format('%s may not become %s', session_user, tenant);
    end;
  end;
  perform set_config('role', before, true);
  execute format('grant usage on schema %I to %I', current_schema(), tenant);
  for entry in
    select c.oid::regclass as name, c.relkind, r.granted
    from tenant_rights t join pg_class c on c.oid = to_regclass(t.name), unnest(t.rights) r (granted)
  loop
    if entry.relkind = 'S' then
      if not has_sequence_privilege(tenant, entry.name, entry.granted) then
        execute format('grant %s on sequence %s to %I', entry.granted, entry.name, tenant);
      end if;
    elsif not has_table_privilege(tenant, entry.name, entry.granted) then
      execute format('grant %s on %s to %I', entry.granted, entry.name, tenant);
    end if;
  end loop;
  return null;
end $$;
