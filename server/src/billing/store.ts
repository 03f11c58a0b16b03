/**
 * All SQL about prices, balances and the ledger. Money moves in one statement with its entry, and
 * every withdrawal is guarded by balance and credit; a balance is never written, only moved.
 */
import { type Queryable, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { Price } from './price.ts';

export interface PriceRow {
  channel: string;
  transport: string;
  country: string;
  network: string;
  network_name: string;
  price: string;
}

export function findPriceListVersion(db: Queryable): Promise<{ version: number }[]> {
  return db.query(sql`select version from price_list_version`);
}

/** One import after the other; the number becomes visible with what it counted. */
export function countUpPriceList(tx: Queryable): Promise<{ version: number }[]> {
  return tx.query(sql`update price_list_version set version = version + 1 returning version`);
}

export function listAllPrices(db: Queryable): Promise<PriceRow[]> {
  return db.query(sql`
    select channel, transport, country, network, network_name, price from prices`);
}

export interface PriceFilter {
  channel: string | null;
  country: string | null;
  /** Key of the last line of the page before; null for the first. */
  after: Pick<Price, 'channel' | 'country' | 'network' | 'transport'> | null;
  limit: number;
}

export function listPrices(db: Queryable, filter: PriceFilter): Promise<PriceRow[]> {
  const { after } = filter;
  return db.query(sql`
    select channel, transport, country, network, network_name, price from prices
    where (${filter.channel}::text is null or channel = ${filter.channel}::text)
      and (${filter.country}::text is null or country = ${filter.country}::text)
      and (${after === null}::boolean or (channel, country, network, transport) >
        (${after?.channel ?? ''}::text, ${after?.country ?? ''}::text, ${after?.network ?? ''}::text,
          ${after?.transport ?? ''}::text))
    order by channel, country, network, transport limit ${filter.limit}`);
}

export function upsertPrices(tx: Queryable, lines: readonly Price[]): Promise<unknown[]> {
  return tx.query(sql`
    insert into prices (channel, transport, country, network, network_name, price)
    select * from unnest(${column(lines, 'channel')}::text[], ${column(lines, 'transport')}::text[],
      ${column(lines, 'country')}::text[], ${column(lines, 'network')}::text[],
      ${column(lines, 'networkName')}::text[], ${column(lines, 'price')}::numeric[])
    on conflict (channel, transport, country, network) do update set
      network_name = excluded.network_name, price = excluded.price, changed_at = now()`);
}

export function deletePrices(tx: Queryable, lines: readonly Price[]): Promise<unknown[]> {
  return tx.query(sql`
    delete from prices p using unnest(${column(lines, 'channel')}::text[],
      ${column(lines, 'transport')}::text[], ${column(lines, 'country')}::text[],
      ${column(lines, 'network')}::text[]) as i (channel, transport, country, network)
    where p.channel = i.channel and p.transport = i.transport and p.country = i.country
      and p.network = i.network`);
}

export interface FundsRow {
  amount: string;
  credit: string;
}

/** Adds to a balance, or takes from it (a negative amount) as far as balance and credit reach. */
export function moveFunds(
  tx: Queryable,
  move: { applicationId: number; kind: string; amount: string },
): Promise<FundsRow[]> {
  return tx.query(sql`
    with moved as (
      update balances set amount = amount + ${move.amount}::numeric
      where application_id = ${move.applicationId}
        and (${move.amount}::numeric >= 0 or amount + credit + ${move.amount}::numeric >= 0)
        and abs(amount + ${move.amount}::numeric) < 1000000000
      returning application_id, amount, credit
    ), booked as (
      insert into ledger_entries (application_id, kind, count, amount)
      select application_id, ${move.kind}::text, 1, ${move.amount}::numeric from moved
    )
    select amount, credit from moved`);
}

/** A credit that is taken back keeps what is owed already: nothing more is sent until it is paid. */
export function setCredit(
  tx: Queryable,
  applicationId: number,
  credit: string,
): Promise<(FundsRow & { before: string })[]> {
  return tx.query(sql`
    with before as (
      select application_id, credit from balances where application_id = ${applicationId} for update
    )
    update balances b set credit = ${credit}::numeric from before
    where b.application_id = before.application_id
    returning b.amount, b.credit, before.credit as before`);
}

export function findFunds(db: Queryable, applicationId: number): Promise<FundsRow[]> {
  return db.query(sql`
    select amount, credit from balances where application_id = ${applicationId}`);
}

/** The balance stays locked until the transaction ends: top-ups are counted one after the other. */
export function lockFunds(tx: Queryable, applicationId: number): Promise<FundsRow[]> {
  return tx.query(sql`
    select amount, credit from balances where application_id = ${applicationId} for update`);
}

/** No row when the transaction id was used before, or as many as allowed in the last day. */
export function insertTopUp(
  tx: Queryable,
  row: { applicationId: number; transactionId: string; amount: string; timesADay: number },
): Promise<{ amount: string }[]> {
  return tx.query(sql`
    insert into top_ups (application_id, transaction_id, amount)
    select ${row.applicationId}::int, ${row.transactionId}::text, ${row.amount}::numeric
    where (select count(*) from top_ups where application_id = ${row.applicationId}::int
      and at > now() - interval '1 day') < ${row.timesADay}::int
    on conflict do nothing returning amount`);
}

export interface LedgerRow {
  id: number;
  at: Date;
  /** The moment with its microseconds: the cursor of a page. */
  exact_at: string;
  kind: string;
  count: number;
  amount: string;
}

/** Newest first, before the entry of a moment and an id. */
export function listLedger(
  db: Queryable,
  filter: {
    applicationId: number;
    kind: string | null;
    before: { at: string; id: number } | null;
    limit: number;
  },
): Promise<LedgerRow[]> {
  const { before } = filter;
  return db.query(sql`
    select id, at, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exact_at,
      kind, count, amount
    from ledger_entries
    where application_id = ${filter.applicationId}
      and (${filter.kind}::text is null or kind = ${filter.kind}::text)
      and (${before === null}::boolean
        or (at, id) < (${before?.at ?? '1970-01-01T00:00:00Z'}::timestamptz, ${before?.id ?? 0}::bigint))
    order by at desc, id desc limit ${filter.limit}`);
}
