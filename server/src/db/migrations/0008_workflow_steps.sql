-- Why: steps of a workflow with a code, an address and options of their own, and which events an
-- application's endpoints are owed.
-- Locks: columns without default or with a constant one (no rewrite); an index over rows there are
-- none of yet; a view replaced.

alter table verifications add column wants_events boolean not null default false;
alter table dispatches add column wants_events boolean not null default false;
-- True until the event was made into deliveries to the application's endpoints.
alter table verification_events add column is_owed boolean not null default false;
create index verification_events_owed on verification_events (id) where is_owed;

-- As before, with what sending again and telling endpoints need.
create or replace view live_verifications as
  select l.application_id, a.kind as application_kind, a.settings, l.verification_id,
    l.address_mac, l.lane, l.step, l.code_number, l.code_sealed,
    extract(epoch from l.code_expires_at - now())::float8 as code_life_left_seconds,
    extract(epoch from now() - l.started_at)::float8 as age_seconds,
    l.ends_at <= now() as is_ended, coalesce(l.next_step_at <= now(), false) as is_step_due,
    v.workflow, v.code_life_seconds, v.code_length, v.has_own_code, v.address_sealed, v.brand,
    v.sender, v.locale, v.payment, v.template_sealed, v.country, v.wants_events,
    v.address_prefix, v.client_mac,
    extract(epoch from l.next_step_at - now())::float8 as next_step_seconds,
    extract(epoch from l.ends_at - now())::float8 as ends_seconds
  from verifications v
  join live_addresses l on l.application_id = v.application_id
    and l.address_mac = v.address_mac and l.lane = v.lane and l.verification_id = v.id
  join applications a on a.id = v.application_id;
