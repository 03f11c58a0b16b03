/** The real core over a database that nobody answers for: what a server is while PostgreSQL is away. */
import { type Core, type CoreDeps, createCore } from '../src/core.ts';
import { openDatabase } from '../src/db/client.ts';
import { createHttpClient } from '../src/kernel/http-client.ts';
import { generateKeyRing, readKeyRing } from '../src/kernel/secret-box.ts';
import { createMetrics } from '../src/metrics.ts';
import { clock, silentLogger } from './workbench.ts';

export function unreachableDeps(): CoreDeps {
  const open = () =>
    openDatabase({
      url: 'postgres://nobody:none@127.0.0.1:1/nothing',
      connectionsMax: 2,
      statementTimeoutMilliseconds: 1_000,
      onError: () => undefined,
    });
  return {
    db: open(),
    hotDb: open(),
    keyRing: readKeyRing(generateKeyRing()),
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    httpClient: createHttpClient(),
  };
}

export function createUnreachableCore(): Core {
  return createCore(unreachableDeps());
}
