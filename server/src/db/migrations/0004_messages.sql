-- Why: messages that carry no code (SMS API, alerts, marketing, answers to keywords), what people
-- answer, and the proof of their consent. A dispatch, an event or a webhook of such a message names
-- the message's id where that of a verification stands: both are UUIDv7 and never the same.
-- Locks: new tables, columns without a scan on opt_outs, webhook_deliveries and webhook_attempts; the
-- indexes of webhook_deliveries are made while it cannot be written to.

create table messages (
  application_id integer not null,
  id uuid not null,
  -- Answered with, e.g. `nexmo-sms`, `nexmo-alert`, `keyword`.
  dialect text not null,
  campaign_id integer,
  address_mac bytea not null,
  address_sealed bytea not null,
  address_prefix text,
  country text,
  sender text not null,
  encoding text not null check (encoding in ('gsm-7', 'ucs-2', 'binary')),
  -- What each part says, in order, sealed as JSON.
  content_sealed bytea,
  parts smallint not null,
  flash boolean not null default false,
  reference text,
  account_reference text,
  receipts_to_sealed bytea,
  validity_seconds integer not null,
  -- The inbound message this one answers.
  in_reply_to uuid,
  created_at timestamptz not null default now(),
  primary key (application_id, id)
) partition by range (id);
create index messages_by_address on messages (application_id, address_mac, id);
-- A message from a subscriber is answered once.
create table keyword_replies (
  inbound_id uuid primary key,
  message_id uuid not null,
  at timestamptz not null default now()
);

-- Not partitioned: the key (transport, message_id) must be unique over all time that carriers repeat.
create table inbound_messages (
  application_id integer not null,
  id uuid not null,
  transport text not null,
  message_id text not null,
  address_mac bytea not null,
  address_sealed bytea not null,
  -- The number or short code that was written to.
  recipient text not null,
  network text,
  type text not null check (type in ('text', 'unicode', 'binary')),
  -- Text, or data and header of a binary message, sealed as JSON.
  content_sealed bytea,
  concat_reference text,
  concat_total smallint,
  concat_part smallint,
  -- What it was taken for: stop, help, start, code or message.
  meaning text,
  -- What came of it, without any code.
  outcome jsonb,
  verification_id uuid,
  state text not null default 'received' check (state in ('received', 'handled')),
  leased_until timestamptz,
  -- How often it has been taken up.
  tries smallint not null default 0,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  primary key (application_id, id),
  unique (application_id, transport, message_id)
);
create index inbound_messages_due on inbound_messages (received_at) where state = 'received';
create index inbound_messages_by_address on inbound_messages (application_id, address_mac, id);

-- A number's word to a sender as it stands now. Sender '*' is the whole application; a later opt-in to
-- one sender goes before it. `at` is when it opted out; null when it never did.
alter table opt_outs
  alter column at drop not null,
  alter column at drop default,
  add column address_sealed bytea,
  add column campaign_id integer,
  -- False after START or a new opt-in: the row stays, so that both dates can be told.
  add column is_active boolean not null default true,
  add column opted_in_at timestamptz;
create index opt_outs_by_change on opt_outs (application_id, greatest(at, opted_in_at));

-- Every change of consent with its evidence; appended only, kept four years.
create sequence consent_entries_id;
create table consent_entries (
  application_id integer not null,
  at timestamptz not null default now(),
  id bigint not null default nextval('consent_entries_id'),
  address_mac bytea not null,
  address_sealed bytea not null,
  sender text not null,
  campaign_id integer,
  change text not null check (change in ('opt-in', 'opt-out', 'help')),
  -- How it came: message, api, console, web-form.
  source text not null,
  -- Who acted: subscriber, application, or an operator.
  actor text not null,
  -- The inbound message it came by.
  inbound_id uuid,
  -- The words the person wrote or was shown, the address they came from; sealed JSON.
  evidence_sealed bytea,
  primary key (application_id, at, id)
) partition by range (at);
create index consent_entries_by_address on consent_entries (application_id, address_mac, at);
create trigger consent_entries_append_only before update or delete on consent_entries
  for each row execute function refuse_change();

-- Webhooks of other kinds than receipts (`inbound-message`): no dispatch, no verification.
alter table webhook_deliveries
  alter column verification_id drop not null,
  alter column dispatch_id drop not null,
  -- The inbound message a delivery tells of.
  add column inbound_id uuid,
  -- Sent again by hand: attempts are counted on, the schedule begins anew after these.
  add column tries_before smallint not null default 0,
  add column replayed_at timestamptz;
-- What of an attempt cannot be told from the delivery: method, and time and nonce of the signature.
alter table webhook_attempts add column sent jsonb;
-- The first due ones of each application are found without reading the others.
drop index webhook_deliveries_due;
create index webhook_deliveries_due on webhook_deliveries (application_id, due_at, id)
  where state = 'due';
create index webhook_deliveries_given_up on webhook_deliveries (application_id, id)
  where state = 'gave_up';
-- Endpoints that answered 410 Gone: nothing is sent there until somebody enables them again.
create table disabled_endpoints (
  application_id integer not null references applications,
  url_mac bytea not null,
  url_sealed bytea not null,
  -- The delivery that was answered so.
  delivery_id uuid not null,
  disabled_at timestamptz not null default now(),
  primary key (application_id, url_mac)
);

insert into partitioned_tables values ('messages', 'id'), ('consent_entries', 'time');
select ensure_partitions(2);
