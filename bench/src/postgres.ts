/**
 * The PostgreSQL of the bench: the same embedded one the product starts, in a folder of its own,
 * with one fresh database for each target; or another one whose address is given.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/db/embedded-postgres.ts';
import { parentOf } from './processes.ts';

export interface BenchPostgres {
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Process id of the postmaster; 0 when it does not run on this machine. */
  readonly pid: number;
  /** Makes an empty database. @returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** So that no vacuum of one target's tables runs while the next one is measured. */
  dropDatabase(name: string): Promise<void>;
  /** Writes what earlier steps left dirty, so that no target pays for another's pages. */
  checkpoint(): Promise<void>;
  countersOf(database: string): Promise<DatabaseCounters>;
  /** For profiles: forgets what statements took until now, and tells what they took since. */
  resetStatements(): Promise<void>;
  statementsOf(database: string): Promise<readonly StatementUse[]>;
  stop(): Promise<void>;
}

/** What one database has done so far; the last two belong to the whole cluster. */
export interface DatabaseCounters {
  readonly commits: number;
  /** Rows inserted, updated or deleted. */
  readonly rows: number;
  readonly walBytes: number;
  readonly walFlushes: number;
}

/** What all runs of one statement took together. */
export interface StatementUse {
  readonly query: string;
  readonly calls: number;
  readonly rows: number;
  readonly planMilliseconds: number;
  readonly executeMilliseconds: number;
  readonly walBytes: number;
}

/** Settings that decide whether a commit is durable, and those that move the figures most. */
const namedSettings = [
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'wal_sync_method',
  'data_checksums',
  'wal_level',
  'shared_buffers',
  'max_wal_size',
];

export async function openPostgres(options: {
  readonly directory: string;
  readonly url: string | undefined;
  /** Whether time is to be told apart by statement. Costs a little, so only for profiles. */
  readonly isTracking: boolean;
}): Promise<BenchPostgres> {
  const embedded = options.url === undefined ? await startEmbedded(options) : undefined;
  const url = embedded?.url ?? options.url ?? '';
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const settings = await readSettings(client);
  return {
    version: settings.server_version ?? '',
    settings,
    pid: await findPostmaster(client),
    createDatabase: async (name) => {
      await client.query(`drop database if exists ${name} with (force)`);
      await client.query(`create database ${name}`);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    dropDatabase: async (name) => {
      await client.query(`drop database if exists ${name} with (force)`);
    },
    checkpoint: async () => void (await client.query('checkpoint')),
    countersOf: (database) => readCounters(client, database),
    resetStatements: async () => void (await client.query('select pg_stat_statements_reset()')),
    statementsOf: (database) => readStatements(client, database),
    stop: async () => {
      await client.end();
      await embedded?.stop();
    },
  };
}

interface Embedded {
  readonly url: string;
  stop(): Promise<void>;
}

async function startEmbedded(options: {
  readonly directory: string;
  readonly isTracking: boolean;
}): Promise<Embedded> {
  // Used when PostgreSQL's user cannot reach the sources, under a root-only home for example.
  const fallbackDirectory = path.join(tmpdir(), `countersign-bench-${process.pid}`);
  const start = () =>
    startEmbeddedPostgres({
      dataDirectory: options.directory,
      fallbackDirectory,
      log: (text) => console.error(text),
    });
  let embedded = await start();
  if (options.isTracking) {
    await trackStatements(embedded.url);
    await embedded.stop();
    // The library that counts statements is loaded at the start only.
    embedded = await start();
  }
  return {
    url: embedded.url,
    stop: async () => {
      await embedded.stop();
      rmSync(fallbackDirectory, { recursive: true, force: true });
    },
  };
}

async function trackStatements(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("alter system set shared_preload_libraries = 'pg_stat_statements'");
  await client.query('alter system set "pg_stat_statements.track_planning" = on');
  await client.query('create extension if not exists pg_stat_statements');
  await client.end();
}

async function readSettings(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from pg_settings where name = any($1)',
    [['server_version', ...namedSettings]],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

/** The backend's parent is the postmaster, if it is on this machine at all. */
async function findPostmaster(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number; address: string }>(
    'select pg_backend_pid() as pid, host(inet_server_addr()) as address',
  );
  const isHere = rows[0]?.address?.startsWith('127.') ?? true;
  return (isHere && parentOf(rows[0]?.pid ?? 0)) || 0;
}

async function readCounters(client: pg.Client, database: string): Promise<DatabaseCounters> {
  const { rows } = await client.query<Record<keyof DatabaseCounters, string>>(
    `select xact_commit as commits, tup_inserted + tup_updated + tup_deleted as rows,
       pg_current_wal_insert_lsn() - '0/0' as "walBytes",
       (select sum(fsyncs) from pg_stat_io where object = 'wal') as "walFlushes"
     from pg_stat_database where datname = $1`,
    [database],
  );
  const row = rows[0];
  return {
    commits: Number(row?.commits),
    rows: Number(row?.rows),
    walBytes: Number(row?.walBytes),
    walFlushes: Number(row?.walFlushes),
  };
}

async function readStatements(client: pg.Client, database: string): Promise<StatementUse[]> {
  const { rows } = await client.query<StatementUse>(
    `select s.query, s.calls::float8, s.rows::float8, s.total_plan_time as "planMilliseconds",
       s.total_exec_time as "executeMilliseconds", s.wal_bytes::float8 as "walBytes"
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname = $1 order by s.total_plan_time + s.total_exec_time desc`,
    [database],
  );
  return rows;
}
