-- Why: what messages say is erased after thirty days (docs/security.md). Both indexes hold what still
-- has words, so that housekeeping finds the old ones without reading the others.
-- Locks: messages and inbound_messages cannot be written to while their index is made.

create index messages_with_content on messages (id) where content_sealed is not null;
create index inbound_messages_with_content on inbound_messages (received_at)
  where content_sealed is not null;
