/**
 * Sealed values as they lie in the database, found by their form and not by any list of the server's:
 * bytes that begin with the format (1) and a key's fingerprint, and the same in base64 within text.
 */
import type pg from 'pg';

interface Column {
  readonly relation: string;
  readonly name: string;
  readonly type: 'bytea' | 'jsonb' | 'text';
}

const format = '01';

async function columnsOf(db: pg.Pool): Promise<Column[]> {
  const { rows } = await db.query<Column>(
    `select c.table_name as relation, c.column_name as name, c.data_type as type
     from information_schema.columns c
     join pg_class r on r.relname = c.table_name and r.relnamespace = 'public'::regnamespace
     where c.table_schema = 'public' and c.data_type in ('bytea', 'jsonb', 'text')
       and r.relkind in ('r', 'p') and not r.relispartition
     order by 1, 2`,
  );
  return rows;
}

/** Places that hold a value under the key, with how many rows; empty when there is none. */
export async function placesUnder(db: pg.Pool, key: string): Promise<Map<string, number>> {
  const head = Buffer.from(`${format}${key}`, 'hex');
  // Six characters are what the first four and a half bytes decide.
  const text = head.toString('base64').slice(0, 6);
  const places = new Map<string, number>();
  for (const { relation, name, type } of await columnsOf(db)) {
    const { rows } =
      type === 'bytea'
        ? await db.query<{ n: number }>(
            `select count(*)::int as n from ${relation} where substring(${name} from 1 for 5) = $1`,
            [head],
          )
        : await db.query<{ n: number }>(
            `select count(*)::int as n from ${relation} where strpos(${name}::text, $1) > 0`,
            [text],
          );
    if (rows[0] && rows[0].n > 0) places.set(`${relation}.${name}`, rows[0].n);
  }
  return places;
}

/** Columns that are named for what is sealed. */
export async function sealedColumns(db: pg.Pool): Promise<string[]> {
  const columns = await columnsOf(db);
  return columns
    .filter(({ name, type }) => type === 'bytea' && name.includes('sealed'))
    .map(({ relation, name }) => `${relation}.${name}`);
}

export function sumOf(places: ReadonlyMap<string, number>): number {
  return [...places.values()].reduce((sum, rows) => sum + rows, 0);
}
