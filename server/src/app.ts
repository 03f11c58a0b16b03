/**
 * Composition root: the only file that knows every module. Builds the core, binds each dialect to it
 * and puts them behind one HTTP server. No rules.
 */

import { bindAdminCore } from './admin-core.ts';
import { createAdminApi } from './apis/admin/api.ts';
import { createHttpServer, type HttpServer } from './apis/http-server.ts';
import * as dialects from './apis/index.ts';
import { createSystemApi } from './apis/system/routes.ts';
import { type Core, type CoreDeps, createCore } from './core.ts';
import type { OperatorDeps } from './operators/operator.ts';

export interface AppOptions extends CoreDeps {
  readonly operators: OperatorDeps;
  readonly metricsToken: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly consoleDirectory: string | undefined;
  /** Called when the last has been written, while the database is still open. */
  readonly onDrained?: () => Promise<void>;
}

export interface App {
  readonly core: Core;
  readonly http: HttpServer;
  close(): Promise<void>;
}

export async function createApp(options: AppOptions): Promise<App> {
  const core = createCore({ ...options, baseUrl: options.operators.baseUrl() });
  const { metricsToken, tls, consoleDirectory } = options;
  const system = createSystemApi(core, metricsToken === undefined ? {} : { metricsToken });
  const admin = createAdminApi({
    core: bindAdminCore(core, options),
    operators: options.operators,
  });
  const http = await createHttpServer({
    apis: [...Object.values(dialects).map((create) => create(core)), admin, system],
    fallback: system,
    logger: options.logger,
    onAnswered: core.apiLog.note,
    within: core.calls.run,
    trustedProxies: options.trustedProxies,
    ...(tls && { tls }),
    ...(consoleDirectory !== undefined && { consoleDirectory }),
  });
  return {
    core,
    http,
    async close() {
      core.announceStop();
      await http.close();
      await core.drain();
      await options.onDrained?.();
      await options.httpClient.close();
      await Promise.all([options.hotDb.close(), options.db.close()]);
    },
  };
}
