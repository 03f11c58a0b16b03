/** The whole server on a fresh database, asked without sockets. */
import { type App, createApp } from '../src/app.ts';
import { recordAudit } from '../src/audit/record-audit.ts';
import type { CoreDeps } from '../src/core.ts';
import type { Logger } from '../src/kernel/logger.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { silentLogger } from './workbench.ts';

export interface TestApp extends Omit<TestCore, 'core'> {
  readonly app: App;
  /** Everything that was logged, one JSON text each. */
  readonly log: string[];
}

export function appOver(deps: CoreDeps, logger: Logger = silentLogger): Promise<App> {
  return createApp({
    ...deps,
    logger,
    operators: { db: deps.db, keys: deps.keyRing, baseUrl: () => 'http://localhost', recordAudit },
    metricsToken: undefined,
    trustedProxies: [],
    tls: undefined,
    consoleDirectory: undefined,
  });
}

export async function createTestApp(): Promise<TestApp> {
  const scene = await createTestCore();
  const log: string[] = [];
  const keep = (facts: Record<string, unknown>, sentence: string) =>
    log.push(JSON.stringify({ ...facts, sentence }));
  const app = await appOver(scene.deps, { info: keep, warn: keep, error: keep });
  return {
    ...scene,
    app,
    log,
    async close() {
      await app.http.close();
      await app.core.drain();
      await scene.close();
    },
  };
}
