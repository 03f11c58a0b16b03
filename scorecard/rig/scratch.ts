/**
 * A migrated database with one sandbox application, and the server's own modules on it: for the two
 * tests that need what no wire offers, receipts in any order and a crash between two statements.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Application } from '../../server/src/applications/application.ts';
import { createApplication } from '../../server/src/applications/create-application.ts';
import { type Database, openDatabase } from '../../server/src/db/client.ts';
import { startEmbeddedPostgres } from '../../server/src/db/embedded-postgres.ts';
import { migrateDatabase } from '../../server/src/db/migrator.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../../server/src/kernel/secret-box.ts';

export interface Scratch {
  readonly keyRing: KeyRing;
  readonly application: Application;
  /** For looking at rows. */
  readonly db: pg.Pool;
  /** A pool as a server opens it for the hot path; `stop` closes it. */
  openHot(connectionsMax: number): Database;
  stop(): Promise<void>;
}

export async function openScratch(): Promise<Scratch> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-scratch-'));
  chmodSync(folder, 0o711); // PostgreSQL's own user passes through.
  const log = (): void => undefined;
  const postgres = await startEmbeddedPostgres({ dataDirectory: folder, log });
  await migrateDatabase({ url: postgres.url, log });
  const pools: Database[] = [];
  const open = (connectionsMax: number, isHot: boolean): Database => {
    const opened = openDatabase({
      url: postgres.url,
      connectionsMax,
      statementTimeoutMilliseconds: 10_000,
      isHot,
      onError: log,
    });
    pools.push(opened);
    return opened;
  };
  const keyRing = readKeyRing(generateKeyRing());
  const request = { name: 'Scratch', kind: 'sandbox' as const, actor: 'scorecard' };
  const created = await createApplication({ db: open(1, false), keyRing }, request);
  const db = new pg.Pool({ connectionString: postgres.url, max: 2 });
  db.on('error', log); // The last words of a database that is being stopped.
  return {
    keyRing,
    application: created.application,
    db,
    openHot: (connectionsMax) => open(connectionsMax, true),
    async stop() {
      await db.end();
      await Promise.all(pools.map((pool) => pool.close()));
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
