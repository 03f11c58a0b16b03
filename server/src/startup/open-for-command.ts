/**
 * Opens what the `countersign` command works on: the same database and key ring as the server. With
 * the embedded PostgreSQL the server must be running; its address stands in sandbox.json.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createApplicationDirectory } from '../applications/directory.ts';
import type { ManageDeps } from '../applications/manage-application.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { requireMatchingKeyRing } from '../db/key-check.ts';
import type { OperatorDeps } from '../operators/operator.ts';
import { loadKeyRing } from './key-ring-file.ts';

export interface CommandDeps extends ManageDeps {
  readonly operators: OperatorDeps;
  close(): Promise<void>;
}

/** @throws Error that says what to do when there is no database to work on. */
export async function openForCommand(config: Config): Promise<CommandDeps> {
  const known = readSandboxFile(config.dataDirectory);
  const url = config.databaseUrl ?? known.databaseUrl;
  if (url === undefined) {
    throw new Error('No database: start the server once (npm start), or set DATABASE_URL.');
  }
  const db = openDatabase({
    url,
    connectionsMax: 2,
    statementTimeoutMilliseconds: 10_000,
    onError: () => undefined,
  });
  try {
    await db.ping();
  } catch {
    await db.close();
    throw new Error('The database does not answer. Is the server running (npm start)?');
  }
  const keyRing = loadKeyRing(config, () => undefined);
  await requireMatchingKeyRing(db, keyRing.proofs());
  const baseUrl = config.publicUrl ?? known.baseUrl ?? `http://localhost:${config.port}`;
  return {
    db,
    keyRing,
    directory: createApplicationDirectory({ db, keyRing }),
    operators: { db, keys: keyRing, baseUrl: () => baseUrl, recordAudit },
    close: () => db.close(),
  };
}

function readSandboxFile(directory: string): { databaseUrl?: string; baseUrl?: string } {
  const file = path.join(directory, 'sandbox.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
