/**
 * Brings the database to this code's schema. Decides the order of the migrations, that only one
 * server applies them, and when to refuse: an applied file that changed, or a database that is
 * newer than the code. Each file runs in its own transaction, so a kill leaves whole steps only.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

export interface MigrationOptions {
  readonly url: string;
  /** Folder of `NNNN_name.sql` files without `begin` and `commit`. Default: this code's own. */
  readonly directory?: string;
  readonly log: (text: string) => void;
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly text: string;
}

/** Any fixed number: all servers of one database must use the same. */
const LOCK_KEY = 4_023_198_001;
const OWN_MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** Returns how many migrations were applied by this call. */
export async function migrateDatabase(options: MigrationOptions): Promise<number> {
  const migrations = readMigrations(options.directory ?? OWN_MIGRATIONS);
  // A connection of its own: the lock belongs to it, and ends with it when this process is killed.
  const client = new pg.Client({
    connectionString: options.url,
    application_name: 'countersign-migrator',
  });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    return await applyPending(client, migrations, options.log);
  } finally {
    await client.end();
  }
}

function readMigrations(directory: string): Migration[] {
  const migrations = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readMigration(path.join(directory, file)));
  migrations.forEach(({ version, name }, index) => {
    if (version === index + 1) return;
    throw new Error(`Migration ${name} should have the number ${index + 1}: they have no gaps.`);
  });
  return migrations;
}

function readMigration(file: string): Migration {
  const base = path.basename(file, '.sql');
  const [, digits, name] = /^(\d{4})_([a-z0-9_]+)$/.exec(base) ?? [];
  if (!digits || !name) throw new Error(`${file} is not named NNNN_name.sql.`);
  const text = readFileSync(file, 'utf8');
  const checksum = createHash('sha256').update(text).digest('hex');
  return { version: Number(digits), name: base, checksum, text };
}

async function applyPending(
  client: pg.Client,
  migrations: readonly Migration[],
  log: (text: string) => void,
): Promise<number> {
  await client.query(`create table if not exists schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`);
  const { rows: applied } = await client.query<Migration>(
    'select version, name, checksum from schema_migrations order by version',
  );
  applied.forEach((row, index) => {
    refuseDifference(row, migrations[index]);
  });
  const pending = migrations.slice(applied.length);
  for (const migration of pending) {
    log(`migrating the database: ${migration.name}`);
    await applyOne(client, migration);
  }
  return pending.length;
}

function refuseDifference(applied: Migration, own: Migration | undefined): void {
  if (!own) {
    throw new Error(
      `The database is newer than this server: it has migration ${applied.name}, which this ` +
        'version does not know. Start the newer version of Countersign.',
    );
  }
  if (own.checksum === applied.checksum && own.version === applied.version) return;
  throw new Error(
    `Migration ${own.name} differs from the one this database was made with (${applied.name}). ` +
      'Released migrations are never edited: restore the file, and put the change in a new one.',
  );
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query(
      'insert into schema_migrations (version, name, checksum) values ($1, $2, $3)',
      [migration.version, migration.name, migration.checksum],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Migration ${migration.name} failed, nothing of it is kept: ${reason}`, {
      cause,
    });
  }
}
