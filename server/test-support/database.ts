/**
 * A fresh database for each test file that asks, cloned from the migrated template of
 * global-setup.ts.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../src/db/client.ts';

export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} template countersign_template`);
  const url = new URL(inject('templateUrl'));
  url.pathname = `/${name}`;
  const db = openDatabase({
    url: url.href,
    connectionsMax: 10,
    statementTimeoutMilliseconds: 10_000,
    onError: () => undefined,
  });
  return {
    url: url.href,
    db,
    drop: async () => {
      await db.close();
      await administer(`drop database ${name} with (force)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  const url = new URL(inject('templateUrl'));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
