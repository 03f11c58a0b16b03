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
import { type Database, openDatabase } from '../db/client.ts';
import { requireMatchingKeyRing } from '../db/key-check.ts';
import { readKeyRing } from '../kernel/secret-box.ts';
import type { OperatorDeps } from '../operators/operator.ts';
import { findKeyRing, type KeyRingSource } from './key-ring-file.ts';

export interface CommandDeps extends ManageDeps {
  readonly operators: OperatorDeps;
  /** Where the ring came from, for the commands that change it. */
  readonly keyRingSource: KeyRingSource;
  /** A handle of its own with the plans of the hot path, for work on large tables; close it. */
  openLarge(): Database;
  close(): Promise<void>;
}

/** @throws Error that says what to do when there is no database to work on. */
export async function openForCommand(config: Config): Promise<CommandDeps> {
  const known = readSandboxFile(config.dataDirectory);
  const url = config.databaseUrl ?? known.databaseUrl;
  if (url === undefined) {
    throw new Error('No database: start the server once (npm start), or set DATABASE_URL.');
  }
  const shared = { url, statementTimeoutMilliseconds: 10_000, onError: () => undefined };
  const db = openDatabase({ ...shared, connectionsMax: 2 });
  try {
    await db.ping();
  } catch {
    await db.close();
    throw new Error('The database does not answer. Is the server running (npm start)?');
  }
  const keyRingSource = findKeyRing(config, () => undefined);
  const keyRing = readKeyRing(keyRingSource.text);
  await requireMatchingKeyRing(db, keyRing.proofs());
  const baseUrl = config.publicUrl ?? known.baseUrl ?? `http://localhost:${config.port}`;
  return {
    db,
    keyRing,
    keyRingSource,
    openLarge: () => openDatabase({ ...shared, connectionsMax: 1, isHot: true }),
    directory: createApplicationDirectory({ db, keyRing }),
    operators: { db, keys: keyRing, baseUrl: () => baseUrl, recordAudit },
    close: () => db.close(),
  };
}

function readSandboxFile(directory: string): { databaseUrl?: string; baseUrl?: string } {
  const file = path.join(directory, 'sandbox.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
