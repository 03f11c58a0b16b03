/**
 * A statement that runs as one application, behind row-level security (docs/adr/0013-second-wall.md).
 * Role and application id are set for its own transaction, in the same round trip and before one
 * synchronising message: where setting them fails, PostgreSQL skips the statement, and when it ends,
 * however it ends, both are gone. So a connection can neither be entered by half nor leak what it was.
 */
import pg from 'pg';
import { assert } from '../kernel/assert.ts';

/** Prepared on each connection before its first use. `tenant_role` is of migration 0021. */
const enter = {
  name: 'enter-tenant',
  text: `select set_config('role', tenant_role(), true),
    set_config('countersign.application_id', $1, true)`,
};

type Callback = (error: Error | undefined, result: pg.QueryResult) => void;

/** The driver's side of a connection, as its own queries use it. */
interface Wire {
  bind(message: { portal: string; statement: string; values: readonly string[] }): void;
  execute(message: { portal: string; rows: number }): void;
}

/** What pg.Query has and its types do not say: what the driver calls as messages come in. */
interface WireQuery {
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
}

const DriverQuery = pg.Query as unknown as new (
  config: pg.QueryConfig,
  callback: Callback,
) => pg.Submittable & WireQuery;

class TenantQuery extends DriverQuery {
  readonly #values: readonly string[];
  #isInside = false;

  constructor(applicationId: number, config: pg.QueryConfig, callback: Callback) {
    super(config, callback);
    this.#values = [String(applicationId)];
  }

  override prepare(connection: Wire): void {
    connection.bind({ portal: '', statement: enter.name, values: this.#values });
    connection.execute({ portal: '', rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#isInside) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#isInside) super.handleCommandComplete(message, connection);
    this.#isInside = true;
  }
}

const prepared = new WeakSet<pg.ClientBase>();

export async function queryAsTenant(
  client: pg.ClientBase,
  applicationId: number,
  config: pg.QueryConfig,
): Promise<pg.QueryResult> {
  assertId(applicationId);
  if (!prepared.has(client)) {
    await client.query({ ...enter, values: [''] });
    prepared.add(client);
  }
  return new Promise((resolve, reject) => {
    const query = new TenantQuery(applicationId, config, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    client.query(query);
  });
}

/** Begins a transaction that is the application's to its end. */
export async function beginAsTenant(client: pg.ClientBase, applicationId: number): Promise<void> {
  assertId(applicationId);
  await client.query(
    `begin; select set_config('role', tenant_role(), true),
      set_config('countersign.application_id', '${applicationId}', true)`,
  );
}

/** Goes into a text above. */
function assertId(applicationId: number): void {
  assert(Number.isSafeInteger(applicationId), 'an application has a number');
}
