-- Why: texts of codes that an application saves under a name, with one fragment a channel and locale;
-- verifications that name no template use the default one.
-- Locks: new tables only.

create table templates (
  id uuid primary key default gen_random_uuid(),
  application_id integer not null references applications (id),
  name text not null check (length(name) between 1 and 64),
  is_default boolean not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (application_id, name),
  -- What fragments refer to: a fragment cannot lie in another application's template.
  unique (application_id, id)
);
create unique index templates_default on templates (application_id) where is_default;

create table template_fragments (
  id uuid primary key default gen_random_uuid(),
  application_id integer not null,
  template_id uuid not null,
  channel text not null,
  -- Lower case with hyphens, e.g. en-us.
  locale text not null check (length(locale) between 2 and 35),
  text text not null check (length(text) between 1 and 1600),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  foreign key (application_id, template_id) references templates (application_id, id),
  unique (template_id, channel, locale)
);
