/** The whole core on a fresh database, as app.ts builds it, with a sandbox application. */
import type { Application, ApplicationSettings } from '../src/applications/application.ts';
import type { CreatedApplication } from '../src/applications/create-application.ts';
import { createApplication } from '../src/applications/create-application.ts';
import { type Core, type CoreDeps, createCore } from '../src/core.ts';
import { createHttpClient } from '../src/kernel/http-client.ts';
import { generateKeyRing, type KeyRing, readKeyRing } from '../src/kernel/secret-box.ts';
import { createMetrics } from '../src/metrics.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { clock, openHotDatabase, silentLogger } from './workbench.ts';

export interface TestCore {
  readonly core: Core;
  readonly deps: CoreDeps;
  readonly database: TestDatabase;
  readonly keyRing: KeyRing;
  readonly application: Application;
  readonly apiSecret: string;
  readonly signatureSecret: string;
  create(
    kind: 'sandbox' | 'live',
    settings?: Partial<ApplicationSettings>,
  ): Promise<CreatedApplication>;
  close(): Promise<void>;
}

export async function createTestCore(): Promise<TestCore> {
  const database = await createTestDatabase();
  const keyRing = readKeyRing(generateKeyRing());
  const httpClient = createHttpClient();
  const hotDb = openHotDatabase(database.url);
  const deps: CoreDeps = {
    db: database.db,
    hotDb,
    keyRing,
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    httpClient,
  };
  const core = createCore(deps);
  const create: TestCore['create'] = (kind, settings = {}) =>
    createApplication(
      { db: database.db, keyRing },
      { name: 'Test', kind, settings, actor: 'system' },
    );
  return {
    core,
    deps,
    database,
    keyRing,
    create,
    ...(await create('sandbox')),
    async close() {
      await core.drain();
      await httpClient.close();
      await hotDb.close();
      await database.drop();
    },
  };
}
