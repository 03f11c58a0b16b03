-- Why: who may send from which number, and with which words. A shared short code belongs to the
-- installation and is used by many applications; every other number belongs to one. A campaign is the
-- application for using a number: reviewed by a person, approved or refused with a reason. It takes
-- the place of the setting `shortCode`, which is carried over. Locks: creates new tables; rewrites the
-- few rows of `applications`.

-- Short codes the owner shares between applications, one pool for the sandbox and one for live.
create table shared_short_codes (
  code text primary key check (code ~ '^[0-9]{3,8}$'),
  kind text not null check (kind in ('sandbox', 'live')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null default now()
);
insert into shared_short_codes (code, kind, country) values
  ('98765', 'sandbox', 'US'), ('98975', 'sandbox', 'US'), ('22395', 'sandbox', 'US');

create table numbers (
  id integer generated always as identity primary key,
  application_id integer not null references applications,
  -- Of a sandbox application: what the sandbox takes is not taken from those who send for real.
  is_sandbox boolean not null,
  kind text not null check (kind in
    ('shared-short-code', 'dedicated-short-code', 'long-number', 'toll-free', 'alphanumeric')),
  -- Digits without plus, or up to eleven letters and digits.
  sender text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- The registry's proof for kinds that need one without a campaign: toll-free verification, sender id.
  registration_state text not null default 'none'
    check (registration_state in ('none', 'submitted', 'registered', 'refused')),
  registry_id text,
  registration_expires_at timestamptz,
  created_at timestamptz not null default now(),
  released_at timestamptz
);
-- Only a shared short code and a name may be used by several applications at a time.
create unique index numbers_of_application on numbers (application_id, sender)
  where released_at is null;
create unique index numbers_exclusive on numbers (sender, is_sandbox)
  where released_at is null and kind not in ('shared-short-code', 'alphanumeric');
create index numbers_by_sender on numbers (sender) where released_at is null;

-- 10DLC: who sends (brand) and for what (registration of a use with the registry).
create table brands (
  id integer generated always as identity primary key,
  application_id integer not null references applications,
  data jsonb not null,
  registry_id text,
  state text not null default 'draft'
    check (state in ('draft', 'submitted', 'registered', 'refused', 'withdrawn')),
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index brands_by_application on brands (application_id);

create table campaigns (
  id integer generated always as identity primary key,
  application_id integer not null references applications,
  number_id integer not null references numbers,
  brand_id integer references brands,
  use text not null check (use in ('two-factor', 'alerts', 'marketing')),
  state text not null default 'draft'
    check (state in ('draft', 'pending', 'approved', 'refused', 'withdrawn')),
  company text not null,
  -- Programme name, frequency, support contacts, HELP, STOP and START texts, links, opt-in method.
  details jsonb not null default '{}',
  -- An edit of an approved campaign: company and details as they shall become; null when there is none.
  proposal jsonb,
  -- Counts edits: a decision names the one that was read.
  revision integer not null default 1,
  -- The registry's id of a 10DLC campaign and when the registration runs out.
  registry_id text,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  submitted_at timestamptz,
  submitted_by text,
  -- Five business days after it was submitted; set exactly while a review is awaited.
  review_due_at timestamptz,
  -- The first approval; later ones of edits do not change which campaign comes first.
  approved_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  -- Why it, or its last edit, was refused.
  reason text,
  -- What the last check of the page on which people agree to it found, and when.
  opt_in_check jsonb,
  opt_in_checked_at timestamptz
);
create index campaigns_by_application on campaigns (application_id);
create index campaigns_to_review on campaigns (review_due_at) where review_due_at is not null;
-- Two campaigns on one number: one at a time may be on its way or in force.
create unique index campaigns_one_per_number on campaigns (application_id, number_id)
  where state in ('draft', 'pending', 'approved', 'refused');

create table campaign_templates (
  campaign_id integer not null references campaigns,
  -- 0 to 5; alerts choose by it.
  position smallint not null check (position between 0 and 5),
  -- What is sent: the text approved last.
  text_in_force text,
  -- What waits for its review, of every place the edit keeps; null when no edit waits.
  text_proposed text,
  primary key (campaign_id, position)
);

-- A campaign with everything people want to know of it.
create view campaign_rows as
  select c.id, c.application_id, a.name as application_name, a.kind as application_kind,
    c.number_id, n.kind as number_kind, n.sender, n.country, c.brand_id, c.use, c.state, c.company,
    c.details, c.proposal, c.revision, c.registry_id, c.expires_at, c.created_at, c.submitted_at,
    c.submitted_by, c.review_due_at, c.approved_at, c.decided_at, c.decided_by, c.reason,
    array(select t.text_in_force from campaign_templates t
      where t.campaign_id = c.id and t.text_in_force is not null order by t.position)
      as texts_in_force,
    array(select t.text_proposed from campaign_templates t
      where t.campaign_id = c.id and t.text_proposed is not null order by t.position)
      as texts_proposed,
    c.state = 'approved' and n.released_at is null
      and (c.expires_at is null or c.expires_at > now())
      and (b.id is null or b.state = 'registered' and (b.expires_at is null or b.expires_at > now()))
      as is_in_force
  from campaigns c join applications a on a.id = c.application_id
    join numbers n on n.id = c.number_id left join brands b on b.id = c.brand_id;

-- What each application may send with, read with the application itself. Places without an approved
-- text come last, so an index of the list is a position.
create view application_senders as
  select a.id as application_id,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'use', c.use, 'code', c.sender, 'country', c.country,
        'numberKind', c.number_kind, 'company', c.company, 'details', c.details,
        'templates', c.texts_in_force) order by c.approved_at desc, c.id desc), '[]')
      from campaign_rows c where c.application_id = a.id and c.is_in_force) as campaigns,
    array(select n.sender from numbers n
      where n.application_id = a.id and n.released_at is null
        and n.registration_state = 'registered'
        and (n.registration_expires_at is null or n.registration_expires_at > now())
      order by n.id) as registered_senders
  from applications a;

-- The setting `shortCode` becomes an approved campaign. Sandbox applications that never changed it get
-- the sample every new one has; one that was switched off on purpose stays off.
do $$
declare
  old record;
  number integer;
  campaign integer;
begin
  for old in
    select a.id, a.kind, f.campaign->>'code' as code, f.campaign->>'company' as company,
      f.campaign->>'template' as template,
      count(*) over (partition by f.campaign->>'code') as users
    from applications a cross join lateral (
      select case when a.settings ? 'shortCode' then a.settings->'shortCode' else
        '{"code": "98765", "company": "Acme", "template":
          "${company} code: ${pin}. Reply STOP to opt out, HELP for help."}'::jsonb end as campaign,
        a.kind = 'sandbox' or a.settings ? 'shortCode' as has_one) f
    where a.retired_at is null and f.has_one and jsonb_typeof(f.campaign) = 'object'
  loop
    if old.users > 1 and length(old.code) <= 8 then
      insert into shared_short_codes (code, kind, country) values (old.code, old.kind, 'US')
      on conflict do nothing;
    end if;
    insert into numbers (application_id, is_sandbox, kind, sender, country)
    values (old.id, old.kind = 'sandbox', case
      when old.users > 1 or exists (select from shared_short_codes where code = old.code)
        then 'shared-short-code'
      when length(old.code) <= 8 then 'dedicated-short-code' else 'long-number' end, old.code, 'US')
    returning id into number;
    insert into campaigns (application_id, number_id, use, state, company,
      submitted_at, submitted_by, approved_at, decided_at, decided_by)
    values (old.id, number, 'two-factor', 'approved', old.company,
      now(), 'system', now(), now(), 'system')
    returning id into campaign;
    insert into campaign_templates (campaign_id, position, text_in_force)
    values (campaign, 0, old.template);
  end loop;
  update applications set settings = settings - 'shortCode' where settings ? 'shortCode';
end $$;
