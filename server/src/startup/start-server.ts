/**
 * Brings the server up in the one right order: database, durability, schema, key ring, first run,
 * HTTP, the facts for its user, and only then ready. And down again without losing what was accepted.
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger as PinoLogger } from 'pino';
import { type App, type AppOptions, createApp } from '../app.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { startDueLoop } from '../db/due-loop.ts';
import { requireDurableDatabase } from '../db/durability.ts';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { migrateDatabase } from '../db/migrator.ts';
import { openBehindWall } from '../db/tenant-wall.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { createHttpClient, type LookUpName } from '../kernel/http-client.ts';
import type { Logger } from '../kernel/logger.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { createMetrics } from '../metrics.ts';
import { bootstrapOperator } from '../operators/bootstrap-operator.ts';
import type { OperatorDeps } from '../operators/operator.ts';
import { announceNode, type NodeRing } from '../resealing/node-ring.ts';
import { openSandbox } from './first-run.ts';
import { loadKeyRing } from './key-ring-file.ts';
import { type WelcomeFacts, welcomeText, writeSandboxFile } from './welcome.ts';

/** Seams for tests and the bench; the shipped program uses none of them. */
export interface StartOverrides {
  readonly clock?: Clock;
  readonly wrapTransport?: NonNullable<AppOptions['wrapTransport']>;
  /** Resolves names of outgoing requests in place of the system. */
  readonly lookUpName?: LookUpName;
}

export interface RunningServer {
  readonly baseUrl: string;
  readonly welcome: string;
  stop(): Promise<void>;
}

const statementMilliseconds = 1_000;
const consoleDirectory = path.resolve(import.meta.dirname, '../../../console/dist');

export async function startServer(
  config: Config,
  overrides: StartOverrides = {},
): Promise<RunningServer> {
  const logger = createLogger(config);
  mkdirSync(config.dataDirectory, { recursive: true });
  const postgres = await openPostgres(config, logger);
  try {
    const prepared = await prepareDatabase(config, postgres.url, logger);
    const server = await serve(config, overrides, { ...prepared, url: postgres.url, logger });
    const stop = () => server.stop().finally(postgres.stop);
    return { ...server, stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function createLogger(config: Config): Logger {
  const logger: PinoLogger = pino({ level: config.logLevel, base: { node: process.pid } });
  return {
    info: (facts, sentence) => logger.info(facts, sentence),
    warn: (facts, sentence) => logger.warn(facts, sentence),
    error: (facts, sentence) => logger.error(facts, sentence),
  };
}

async function openPostgres(
  config: Config,
  logger: Logger,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined };
  return startEmbeddedPostgres({
    dataDirectory: config.dataDirectory,
    log: (text) => logger.info({ part: 'postgres' }, text),
    onExit: (exit) => logger.error({ part: 'postgres', ...exit }, 'PostgreSQL ended unasked'),
  });
}

interface Prepared {
  readonly keyRing: KeyRing;
  readonly node: NodeRing;
  readonly db: Database;
  readonly hotDb: Database;
  readonly isWallUp: boolean;
}

async function prepareDatabase(config: Config, url: string, logger: Logger): Promise<Prepared> {
  const onError = (error: Error) => logger.warn({ error: error.message }, 'idle connection lost');
  const log = (text: string) => logger.info({}, text);
  const shared = { url, statementTimeoutMilliseconds: statementMilliseconds, onError };
  const hotConnections = Math.ceil(config.databaseConnectionsMax * 0.6);
  const restConnections = config.databaseConnectionsMax - hotConnections;
  const whole = openDatabase({ ...shared, connectionsMax: restConnections });
  const { allowUnsafeDatabase } = config;
  await requireDurableDatabase(whole, { allowUnsafeDatabase, log });
  await migrateDatabase({ url, log });
  const warn = (text: string) => logger.warn({}, text);
  const { db, isWallUp } = await openBehindWall(whole, { url, warn });
  const keyRing = loadKeyRing(config, log);
  const node = await announceNode(db, keyRing);
  const hotDb = openDatabase({ ...shared, connectionsMax: hotConnections, isHot: true });
  return { keyRing, node, db, hotDb, isWallUp };
}

async function serve(
  config: Config,
  overrides: StartOverrides,
  deps: Prepared & { url: string; logger: Logger },
): Promise<RunningServer> {
  const { db, hotDb, keyRing, node, logger } = deps;
  const sandbox = await openSandbox({ db, keyRing });
  const baseUrl = config.publicUrl ?? ownUrl(config);
  const operators: OperatorDeps = { db, keys: keyRing, baseUrl: () => baseUrl, recordAudit };
  const link = await bootstrapOperator(operators);
  const app = await createApp({
    db,
    hotDb,
    keyRing,
    logger,
    operators,
    clock: overrides.clock ?? systemClock,
    metrics: createMetrics({ isWallUp: deps.isWallUp }),
    httpClient: createHttpClient(overrides.lookUpName),
    metricsToken: config.metricsToken,
    trustedProxies: config.trustedProxies,
    tls: config.tls,
    consoleDirectory: existsSync(consoleDirectory) ? consoleDirectory : undefined,
    onDrained: leaveWith(node, logger),
    ...(overrides.wrapTransport && { wrapTransport: overrides.wrapTransport }),
  });
  const facts: WelcomeFacts = {
    baseUrl,
    consoleUrl: link?.url ?? `${baseUrl}/console/`,
    databaseUrl: deps.url,
    sandbox,
  };
  // Before the first "ready": whoever waits for readiness finds the file complete.
  writeSandboxFile(config.dataDirectory, facts);
  // Before the first message: nothing is sold at a price that is not the list's.
  await app.core.prices.refresh();
  app.core.startLoops();
  await app.http.listen(config.host, config.port);
  logger.info({ baseUrl }, 'listening');
  return { baseUrl, welcome: welcomeText(facts), stop: () => stop(app, logger) };
}

/** Says that the node lives, until it leaves. Its end must not fail for the want of a last word. */
function leaveWith(node: NodeRing, logger: Logger): () => Promise<void> {
  const { beat: work } = node;
  const loop = startDueLoop({ name: 'node', work, limit: 1, pauseMilliseconds: 10_000, logger });
  return async () => {
    await loop.stop();
    await node.leave().catch(() => undefined);
  };
}

function ownUrl(config: Config): string {
  const isAnywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = isAnywhere || config.host === '127.0.0.1' ? 'localhost' : config.host;
  return `${config.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

async function stop(app: App, logger: Logger): Promise<void> {
  logger.info({}, 'stopping: finishing what is under way');
  await app.close();
  logger.info({}, 'stopped');
}
