/**
 * The only door to PostgreSQL. SQL is written as SQL in tagged templates, in store.ts files only.
 * Decides: pool sizes, time limits, and which driver errors mean "the database is away".
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { PlatformError } from '../kernel/errors.ts';
import { beginAsTenant, queryAsTenant } from './tenant-query.ts';

/** A prepared statement with its values; `name` lets the server keep the plan. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const statementNames = new WeakMap<TemplateStringsArray, { name: string; text: string }>();

/**
 * Builds a prepared statement from a template: every `${value}` becomes a bind parameter.
 * There is no way to splice text, on purpose.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  let known = statementNames.get(strings);
  if (!known) {
    const text = strings.reduce((all, part, index) => `${all}$${index}${part}`);
    known = { name: createHash('sha1').update(text).digest('base64url'), text };
    statementNames.set(strings, known);
  }
  return { name: known.name, text: known.text, values };
}

/** A database handle or a transaction: the first parameter of every store function. */
export interface Queryable {
  query<Row>(statement: Statement): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction; no network and no waiting inside. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  /**
   * The same database as one application may see it: behind row-level security
   * (docs/adr/0013-second-wall.md). Runs no scripts.
   */
  forApplication(applicationId: number): Database;
  /** Runs a multi-statement script without parameters. */
  script(text: string): Promise<void>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of this pool. Range 1 to 50. */
  readonly connectionsMax: number;
  /** After this many milliseconds without an answer a statement fails. */
  readonly statementTimeoutMilliseconds: number;
  /** Whether this pool runs the batched statements only: their plans are fixed to index look-ups. */
  readonly isHot?: boolean;
  readonly onError: (error: Error) => void;
}

// timestamptz stays a Date; bigint and numeric arrive as strings and are read where they are known.
const INT8_OID = 20;
pg.types.setTypeParser(INT8_OID, (text) => Number(text));

/** With the statement's own limit this keeps an answer below two seconds when the database is away. */
const connectMilliseconds = 800;

/**
 * The batched statements join a handful of rows to large tables by their keys. A plan made while
 * the tables were empty would scan them for ever, and planning partitions anew costs more than
 * running: so plans are generic, and look-ups by index are the only ones allowed.
 */
const hotSettings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
} as const;

export function openDatabase(options: DatabaseOptions): Database {
  const timeout = options.statementTimeoutMilliseconds;
  const settings = { statement_timeout: timeout, ...(options.isHot && hotSettings) };
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    connectionTimeoutMillis: connectMilliseconds,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'countersign',
    // The client-side limit also ends a wait on a silent network, which the server's cannot.
    query_timeout: timeout + 100,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  let isClosing = false;
  // While closing, the database may be gone before the last socket is: that is no news.
  pool.on('error', (error) => {
    if (!isClosing) options.onError(error);
  });

  const db: Database = {
    query: (statement) => queryOnce(pool, statement),
    transaction: (work) => transaction(pool, work),
    forApplication: (applicationId) => ({
      ...db,
      query: (statement) => queryFor(pool, applicationId, statement),
      transaction: (work) => transaction(pool, work, applicationId),
      script: () => Promise.reject(new Error('a script is not run for an application')),
    }),
    script: async (text) => {
      await run(() => pool.query(text));
    },
    ping: async () => {
      await run(() => pool.query('select 1'));
    },
    close: () => {
      isClosing = true;
      return pool.end();
    },
  };
  return db;
}

/**
 * Inside the driver a query outlives its answer. The values, some ten kilobytes of a batch, are taken out
 * of it: kept, they reach the old generation and make its collections several times as frequent
 * (measured). Transactions and tenants' reads carry a row or two and are left alone.
 */
async function queryOnce<Row>(pool: pg.Pool, statement: Statement): Promise<Row[]> {
  const values = [...statement.values];
  try {
    return await run(() => pool.query({ ...driverQuery(statement), values }));
  } finally {
    values.length = 0;
  }
}

function queryFor<Row>(pool: pg.Pool, applicationId: number, statement: Statement): Promise<Row[]> {
  return withClient(pool, (client, discard) =>
    run(() =>
      queryAsTenant(client, applicationId, tenantQuery(statement)).catch((error: Error) => {
        // An answer that did not come may still come: to whoever is lent the connection next.
        if (!(error instanceof pg.DatabaseError)) discard(error);
        throw error;
      }),
    ),
  );
}

/** As the owner of the tables, or as an application. */
function transaction<Result>(
  pool: pg.Pool,
  work: (tx: Queryable) => Promise<Result>,
  applicationId?: number,
): Promise<Result> {
  const isTenant = applicationId !== undefined;
  const toDriver = isTenant ? tenantQuery : driverQuery;
  return withClient(pool, async (client, discard) => {
    try {
      await (isTenant ? beginAsTenant(client, applicationId) : client.query('begin'));
      const result = await work({
        query: (statement) => run(() => client.query(toDriver(statement))),
      });
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(discard);
      throw error;
    }
  });
}

/** Lends a connection; one that was lost, or whose state is not known, does not go back. */
async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, discard: (error: Error) => void) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw asPlatformError(error);
  });
  let broken: Error | undefined;
  // A connection that is lost between two statements says so here; unheard, it ends the process.
  const discard = (error: Error) => {
    broken = error;
  };
  client.on('error', discard);
  try {
    return await work(client, discard);
  } catch (error) {
    throw asPlatformError(error);
  } finally {
    client.off('error', discard);
    client.release(broken);
  }
}

function driverQuery(statement: Statement): pg.QueryConfig {
  return {
    name: statement.name,
    text: statement.text,
    values: statement.values as unknown[],
  };
}

/** Plans of the two roles differ: under one name each would throw out the other's. */
function tenantQuery(statement: Statement): pg.QueryConfig {
  return { ...driverQuery(statement), name: `tenant.${statement.name}` };
}

async function run<Row>(query: () => Promise<pg.QueryResult>): Promise<Row[]> {
  try {
    return (await query()).rows;
  } catch (error) {
    throw asPlatformError(error);
  }
}

/** SQLSTATE classes that mean the statement never took effect because the database is away. */
const awayStates = /^(08|53|57P0|57014)/;

function asPlatformError(error: unknown): unknown {
  if (error instanceof PlatformError) return error;
  const state = (error as { code?: unknown }).code;
  const isDriverError = error instanceof pg.DatabaseError;
  if (isDriverError && !(typeof state === 'string' && awayStates.test(state))) return error;
  if (isDriverError || isConnectionError(error)) {
    return new PlatformError('unavailable', { retryAfterSeconds: 1 }, { cause: error });
  }
  return error;
}

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_)/.test(code) ||
    /timeout|terminated|Connection|not queryable|Cannot use a pool/i.test(error.message)
  );
}

/**
 * Puts the rows of a batched statement back in their callers' places; a caller the statement has no
 * row for gets undefined. `ord` counts from 1, as `with ordinality` does.
 */
export function byPlace<Row extends { ord: number }>(
  callers: number,
  rows: readonly Row[],
): (Row | undefined)[] {
  const places = new Array<Row | undefined>(callers).fill(undefined);
  for (const row of rows) places[row.ord - 1] = row;
  return places;
}
