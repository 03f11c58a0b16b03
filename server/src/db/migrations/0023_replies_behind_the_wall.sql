-- Why: an application's list of messages tells which one answered an inbound message; the table that says so
-- has no application id of its own and was not let through the second wall (docs/adr/0013-second-wall.md).
-- Locks: ACCESS EXCLUSIVE on keyword_replies for a moment; nothing is read or rewritten.

select put_behind_wall('keyword_replies',
  'exists (select from inbound_messages i where i.id = inbound_id and i.application_id = tenant_application())');
insert into tenant_rights values ('keyword_replies', '{select}');
