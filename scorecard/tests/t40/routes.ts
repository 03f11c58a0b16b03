/**
 * Every route there is, by asking the dialects themselves: one that is added is here without anybody's
 * doing, and T40 fails until its matrix knows what to try on it.
 */
import type { AdminOperation } from '../../../server/src/apis/admin/operation.ts';
import { adminOperations } from '../../../server/src/apis/admin/operations.ts';
import * as dialects from '../../../server/src/apis/index.ts';
import { createSystemApi } from '../../../server/src/apis/system/routes.ts';
import type { V1Operation } from '../../../server/src/apis/v1/operation.ts';
import { v1Operations } from '../../../server/src/apis/v1/operations.ts';
import { createCore } from '../../../server/src/core.ts';
import { openDatabase } from '../../../server/src/db/client.ts';
import { systemClock } from '../../../server/src/kernel/clock.ts';
import { createHttpClient } from '../../../server/src/kernel/http-client.ts';
import { generateKeyRing, readKeyRing } from '../../../server/src/kernel/secret-box.ts';
import { createMetrics } from '../../../server/src/metrics.ts';

export interface KnownRoute {
  readonly dialect: string;
  readonly method: string;
  readonly path: string;
  /** Of the native API. */
  readonly operation?: V1Operation;
  /** Of the admin API. */
  readonly admin?: AdminOperation;
}

export function listRoutes(): readonly KnownRoute[] {
  const core = coreOfNothing();
  const apis = [
    ...Object.values(dialects).map((create) => create(core)),
    createSystemApi(core, {}),
  ];
  return [
    ...apis.flatMap(({ name, routes }) =>
      routes.map(({ method, path }) => {
        const operation = v1Operations.find((each) => each.method === method && each.path === path);
        return { dialect: name, method, path, ...(operation && { operation }) };
      }),
    ),
    ...adminOperations.map((admin) => ({
      ...{ dialect: 'admin', method: admin.method, path: admin.path, admin },
    })),
  ];
}

/** Routes are made without a question to the database. */
function coreOfNothing() {
  const open = () =>
    openDatabase({
      url: 'postgres://nobody:none@127.0.0.1:1/nothing',
      connectionsMax: 1,
      statementTimeoutMilliseconds: 1_000,
      onError: () => undefined,
    });
  const silent = () => undefined;
  return createCore({
    db: open(),
    hotDb: open(),
    keyRing: readKeyRing(generateKeyRing()),
    clock: systemClock,
    logger: { info: silent, warn: silent, error: silent },
    metrics: createMetrics(),
    httpClient: createHttpClient(),
  });
}
