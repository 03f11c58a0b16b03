/** Everything a thief of the database would have: each row of each table as text. */
import type pg from 'pg';

export async function dumpTables(
  db: pg.Pool,
  onTable: (name: string, text: Buffer, rows: number) => void,
): Promise<void> {
  // Partitions are read by themselves; a partitioned table is only their name.
  const { rows: tables } = await db.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
       and n.nspname not like 'pg_toast%'
     order by 1`,
  );
  for (const { name } of tables) {
    const { rows } = await db.query({ text: `select t::text from ${name} t`, rowMode: 'array' });
    onTable(name, Buffer.from(rows.map(([row]) => row).join('\n')), rows.length);
  }
}

/** Rows of each table, partitions added up under the name of their parent. */
export async function countRows(db: pg.Pool): Promise<Map<string, number>> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select format('%I', relname) as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     order by 1`,
  );
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const { rows } = await db.query({ text: `select count(*) from ${name}`, rowMode: 'array' });
    counts.set(name, Number(rows[0]?.[0]));
  }
  return counts;
}
