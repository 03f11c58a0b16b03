/**
 * All SQL of sealing anew. The statements over sealed columns are made from sealed-columns.ts: names
 * of tables, columns and types stand there and come from nowhere else. Every write expects what was
 * read, and never waits for a row somebody else holds.
 */
import { createHash } from 'node:crypto';
import { type Queryable, type Statement, sql } from '../db/client.ts';
import { column } from '../db/columns.ts';
import type { SealedTable } from './sealed-columns.ts';

type Value = Buffer | string | null;

/** Sealed columns as bytes, all others as text. */
export type StoredRow = Readonly<Record<string, Value>>;

/** Rows of one window, and where the next one begins. */
export interface Window {
  /** Those with a value that is not under the key asked for. */
  readonly rows: readonly StoredRow[];
  /** How many were looked at. */
  readonly read: number;
  /** Key of the last row looked at; undefined when there was none. */
  readonly end: readonly string[] | undefined;
}

/**
 * Looks at the next rows of a table in the order of its key: an index is walked from where the last
 * window ended, however large the table.
 */
export async function readWindow(
  db: Queryable,
  table: SealedTable,
  request: { after: readonly string[] | undefined; key: string; limit: number },
): Promise<Window> {
  const { after, key, limit } = request;
  const text = windowText(table, after !== undefined);
  const values = [Buffer.from(key, 'hex'), limit, ...(after ?? [])];
  const found = await db.query<StoredRow & WindowFacts>(statement(text, values));
  const last = found.find((row) => row.is_last);
  return {
    rows: found.filter((row) => row.is_stale),
    read: last?.read ?? 0,
    end: last && Object.keys(table.key).map((name) => last[`${name}_text`] as string),
  };
}

interface WindowFacts {
  is_stale: boolean;
  is_last: boolean;
  read: number;
}

export interface Replacement {
  readonly row: StoredRow;
  /** New values of the columns that change. */
  readonly changed: StoredRow;
}

/**
 * Puts new values in place of the ones that were read; answers for how many rows. A row that has
 * changed since, is held by somebody or has gone is left as it is. Nothing is written under a key
 * that is being retired.
 */
export async function replaceValues(
  db: Queryable,
  table: SealedTable,
  key: string,
  replacements: readonly Replacement[],
): Promise<number> {
  const keyColumns = Object.keys(table.key);
  const rows = replacements.map(({ row, changed }) => ({
    ...Object.fromEntries(keyColumns.map((name) => [name, row[`${name}_text`] ?? null])),
    ...Object.fromEntries(
      sealedNames(table).flatMap((name) => [
        [`old_${name}`, row[name] ?? null],
        [`new_${name}`, changed[name] ?? row[name] ?? null],
      ]),
    ),
  }));
  const names = [
    ...keyColumns,
    ...sealedNames(table).flatMap((name) => [`old_${name}`, `new_${name}`]),
  ];
  const values = [key, ...names.map((name) => column<Record<string, Value>, string>(rows, name))];
  return (await db.query(statement(replaceText(table), values))).length;
}

/** For the test that prepares what the list above makes, against a fresh schema. */
export function textsOf(table: SealedTable): readonly string[] {
  return [windowText(table, false), windowText(table, true), replaceText(table)];
}

function statement(text: string, values: readonly unknown[]): Statement {
  return { name: createHash('sha1').update(text).digest('base64url'), text, values };
}

function sealedNames(table: SealedTable): string[] {
  return [...Object.keys(table.columns), ...Object.keys(table.lists ?? {})];
}

function windowText(table: SealedTable, isLater: boolean): string {
  const keys = Object.keys(table.key);
  const ordered = keys.join(', ');
  const bounds = Object.values(table.key).map((type, index) => `$${index + 3}::${type}`);
  const bytes = Object.keys(table.columns);
  const lists = Object.entries(table.lists ?? {});
  const texts = [...keys, ...(table.alsoRead ?? [])].map((name) => `${name}::text as ${name}_text`);
  const stale = [
    ...bytes.map((name) => `coalesce(substring(${name} from 2 for 4) <> $1::bytea, false)`),
    // Which key it is under cannot be told here without decoding.
    ...lists.flatMap(([name, members]) =>
      Object.keys(members).map((member) => `${name} @? '$[*].${member}'`),
    ),
  ];
  return `
    with seen as materialized (
      select ${[...keys, ...(table.alsoRead ?? []), ...bytes, ...lists.map(([name]) => name)].join(', ')}
      from ${table.table}
      ${isLater ? `where (${ordered}) > (${bounds.join(', ')})` : ''}
      order by ${ordered} limit $2::int
    ), judged as (
      select *, ${stale.join(' or ')} as is_stale, (count(*) over ())::int as read,
        row_number() over (order by ${ordered}) = count(*) over () as is_last
      from seen
    )
    select ${[...texts, ...bytes, ...lists.map(([name]) => `${name}::text as ${name}`)].join(', ')},
      is_stale, read, is_last
    from judged where is_stale or is_last order by ${ordered}`;
}

function replaceText(table: SealedTable): string {
  const keys = Object.entries(table.key);
  const sealed = [
    ...Object.keys(table.columns).map((name) => [name, 'bytea'] as const),
    ...Object.keys(table.lists ?? {}).map((name) => [name, 'jsonb'] as const),
  ];
  const inputs = [
    ...keys,
    ...sealed.flatMap(
      ([name, type]) =>
        [
          [`old_${name}`, type],
          [`new_${name}`, type],
        ] as const,
    ),
  ];
  const arrays = inputs.map(([, type], index) => `$${index + 2}::${type}[]`);
  const names = inputs.map(([name]) => name);
  const isRow = keys.map(([name]) => `t.${name} = i.${name}`).join(' and ');
  const isUnchanged = sealed
    .map(([name]) => `t.${name} is not distinct from i.old_${name}`)
    .join(' and ');
  return `
    with wanted as materialized (
      select * from unnest(${arrays.join(', ')}) as i (${names.join(', ')})
      where not exists (select from key_checks
        where fingerprint = $1::text and retiring_at is not null)
    ), held as materialized (
      select i.* from wanted i join ${table.table} t on ${isRow} and ${isUnchanged}
      order by ${keys.map(([name]) => `t.${name}`).join(', ')}
      for no key update of t skip locked
    )
    update ${table.table} t
    set ${sealed.map(([name]) => `${name} = i.new_${name}`).join(', ')}
    from held i where ${isRow} and ${isUnchanged}
    returning 1 as one`;
}

/** From when a node may seal under its key; it says so again while it lives. */
export function insertNode(
  db: Queryable,
  sealingKeys: readonly string[],
): Promise<{ id: string }[]> {
  return db.query(sql`
    insert into nodes (id, sealing_keys) values (gen_random_uuid(), ${sealingKeys}::text[])
    returning id`);
}

/** Those of a month ago are forgotten meanwhile. */
export function touchNode(db: Queryable, id: string): Promise<unknown[]> {
  return db.query(sql`
    with forgotten as (
      delete from nodes where coalesce(stopped_at, seen_at) < now() - interval '30 days'
    )
    update nodes set seen_at = now() where id = ${id}::uuid`);
}

export function markNodeStopped(db: Queryable, id: string): Promise<unknown[]> {
  return db.query(sql`update nodes set stopped_at = now() where id = ${id}::uuid`);
}

export interface LiveNodeRow {
  sealing_keys: string[];
  started_at: Date;
}

/** Those that have said a minute ago or later that they live. */
export function listLiveNodes(db: Queryable): Promise<LiveNodeRow[]> {
  return db.query(sql`
    select sealing_keys, started_at from nodes
    where stopped_at is null and seen_at > now() - interval '1 minute' order by started_at`);
}

export interface KnownKeyRow {
  fingerprint: string;
  first_used_at: Date;
  retiring_at: Date | null;
  retired_at: Date | null;
}

export function listKnownKeys(db: Queryable): Promise<KnownKeyRow[]> {
  return db.query(sql`
    select fingerprint, created_at as first_used_at, retiring_at, retired_at
    from key_checks where kind = 'sealing' order by created_at, fingerprint`);
}

/** From now on no node starts that would seal under it. */
export function markRetiring(db: Queryable, key: string): Promise<unknown[]> {
  return db.query(sql`
    update key_checks set retiring_at = coalesce(retiring_at, now())
    where fingerprint = ${key} and kind = 'sealing'`);
}

export function unmarkRetiring(db: Queryable, key: string): Promise<unknown[]> {
  return db.query(sql`
    update key_checks set retiring_at = null
    where fingerprint = ${key} and kind = 'sealing' and retired_at is null`);
}

export function markRetired(db: Queryable, key: string): Promise<unknown[]> {
  return db.query(sql`
    update key_checks set retired_at = now()
    where fingerprint = ${key} and kind = 'sealing' and retired_at is null and retiring_at is not null
    returning 1 as one`);
}

/**
 * Verifications that live and began while somebody sealed under the key: what a code is compared
 * with, and what a device holds of a silent authentication, was made of the key and is stored in no
 * form it could be made anew from. A node that was killed is taken to have lived for another minute.
 */
export function countDependents(
  db: Queryable,
  key: string,
): Promise<{ count: number; last_ends_at: Date | null }[]> {
  return db.query(sql`
    select count(*)::int as count, max(l.ends_at) as last_ends_at from live_addresses l
    where l.wake_at is not null and l.verification_id is not null and l.ends_at > now()
      and l.started_at <= (select max(coalesce(stopped_at, seen_at + interval '1 minute'))
        from nodes where sealing_keys[1] = ${key})`);
}
