/**
 * One real PostgreSQL for a whole vitest run, in a temporary folder, with a migrated template that
 * every test file clones.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { migrateDatabase } from '../src/db/migrator.ts';
import { raiseTenantWall } from '../src/db/tenant-wall.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrator's URL; its database is the migrated template. */
    templateUrl: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-test-'));
  chmodSync(folder, 0o711); // PostgreSQL's user must reach its data when root runs the tests.
  const said: string[] = [];
  const log = (text: string) => said.push(text);
  const postgres = await startEmbeddedPostgres({ dataDirectory: folder, log });
  const templateUrl = new URL(postgres.url);
  templateUrl.pathname = '/countersign_template';
  await createTemplate(postgres.url);
  await migrateDatabase({ url: templateUrl.href, log });
  await raiseTenantWall(templateUrl.href);
  project.provide('templateUrl', templateUrl.href);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create database countersign_template');
  await client.end();
}
