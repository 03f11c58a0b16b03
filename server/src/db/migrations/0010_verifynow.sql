-- Why: the VerifyNow dialect names a verification by a decimal number below 2^53, because its clients
-- hold it in a Long or a double. The number is the end of the id (52 bits, all chance), so it needs an
-- index and no table; other dialects' rows are not in it.
-- Locks: the index is made over all partitions at once and keeps writers of verifications waiting
-- meanwhile; it finds no row of this dialect to put in.

create index verifications_by_number on verifications (application_id, right(id::text, 14))
  where dialect = 'verifynow';
