-- Why: whether somebody opted out, and what may still be spent, are asked by several statements: each
-- rule is one function. A start also leaves enough for the price of its right code.
-- Locks: none; functions only.

-- Whether somebody wants no messages from a sender. A later word to the sender itself goes before one
-- to the whole application. Plain SQL, so that it is planned as a part of whoever asks; nearly nobody has
-- a row, and one look at the index answers for them.
create function is_opted_out(application integer, mac bytea, from_sender text)
returns boolean language sql stable as $$
  select exists (select from opt_outs o
    where o.application_id = application and o.address_mac = mac
      and o.sender in (from_sender, '*') and o.is_active
      and not (o.sender = '*' and exists (select from opt_outs own
        where own.application_id = application and own.address_mac = mac
          and own.sender = from_sender and not own.is_active and own.opted_in_at > o.at)))
$$;

-- As in 0005, less what is to be left where balance and credit limit.
drop function lock_funds(integer, boolean, numeric, numeric);
create function lock_funds(
  application integer, is_guarded boolean, hour_cap numeric, day_cap numeric,
  reserve numeric default 0
) returns numeric language sql volatile as $$
  select least(
    case when is_guarded then amount + credit - reserve end,
    hour_cap - case when hour_started_at > now() - interval '1 hour' then hour_spent else 0 end,
    day_cap - case when day_started_at > now() - interval '1 day' then day_spent else 0 end)
  from balances where application_id = application for update
$$;

-- The price of right codes. A success is never refused for money: whoever must not overdraw (starts ask
-- for enough to be left) pays no more than there is. Answers what was taken.
create function debit_verified(
  application integer, entries integer, total numeric, is_guarded boolean
) returns numeric language sql volatile as $$
  with due as materialized (
    select case when is_guarded then least(total, greatest(amount + credit, 0)) else total end as sum
    from balances where application_id = application for update
  ), taken as (
    update balances set amount = amount - due.sum from due where application_id = application
    returning due.sum
  ), booked as (
    insert into ledger_entries (application_id, kind, count, amount)
    select application, 'verification', entries, -sum from taken
  )
  select sum from taken
$$;
