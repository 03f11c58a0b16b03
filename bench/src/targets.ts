/**
 * What the bench measures, each from its start to its end: our server, the two floors, the peer.
 * A target has a database of its own and runs alone; its steps follow each other on one process.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Child, startChild } from './child.ts';
import { pause } from './closed-loop.ts';
import type { Destination } from './dialects.ts';
import { type StepResult, type WindowHooks, watchWindow } from './measurement.ts';
import type { FloorWork, ReadyMessage, ServerOptions, Step } from './messages.ts';
import type { TargetName } from './options.ts';
import type { BenchPostgres, DatabaseCounters } from './postgres.ts';

export interface TargetContext {
  readonly postgres: BenchPostgres;
  /** Folder of this run; removed at its end. */
  readonly directory: string;
  /** Folder of the children's logs; kept until the next run. */
  readonly logDirectory: string;
  /** What the database floor writes for each flow. */
  readonly floorWork: FloorWork;
}

export interface OpenTarget {
  run(step: Step, hooks?: WindowHooks): Promise<StepResult>;
  readonly database: string;
  /** The process to profile, where there is one. */
  readonly server: Child | undefined;
  close(): Promise<void>;
}

const source = import.meta.dirname;
const peer = path.join(source, '../peers/better-auth');
const startSeconds = 60;
/** PostgreSQL's backends report what they did at most once a second. */
const countersMilliseconds = 1_500;

export function openTarget(name: TargetName, context: TargetContext): Promise<OpenTarget> {
  switch (name) {
    case 'countersign':
      return openServer({ name, context, file: path.join(source, 'server.ts'), codes: 'sink' });
    case 'http-floor':
      return openServer({
        name,
        context,
        file: path.join(source, 'http-floor-server.ts'),
        codes: 'constant',
      });
    case 'better-auth':
      installPeer();
      return openServer({ name, context, file: path.join(peer, 'server.ts'), codes: 'sink' });
    case 'database-floor':
      return openDatabaseFloor(context);
  }
}

interface ServerTarget {
  readonly name: TargetName;
  readonly context: TargetContext;
  readonly file: string;
  readonly codes: Destination['codes'];
}

async function openServer(target: ServerTarget): Promise<OpenTarget> {
  const { context } = target;
  const logFile = path.join(context.logDirectory, `${target.name}.log`);
  const generator = startChild(path.join(source, 'load-generator.ts'), {}, logFile);
  const sink = await generator.next('ready', startSeconds);
  const database = databaseName(target.name);
  const directory = path.join(context.directory, target.name);
  mkdirSync(directory);
  const options: ServerOptions = {
    sinkPort: sink.port,
    databaseUrl: await context.postgres.createDatabase(database),
    directory,
  };
  const server = startChild(target.file, options, logFile);
  const ready = await server.next('ready', startSeconds);
  const destination = destinationOf(target, ready);
  return {
    server,
    database,
    run: (step, hooks) =>
      runStep({
        context,
        database: target.name === 'http-floor' ? undefined : database,
        step,
        hooks,
        generator,
        server,
        begin: () => generator.send({ kind: 'load', step, destination }),
      }),
    close: async () => {
      await server.stop();
      await generator.stop();
      await context.postgres.dropDatabase(database);
    },
  };
}

function destinationOf(target: ServerTarget, ready: ReadyMessage): Destination {
  const { port } = ready;
  if (target.name === 'better-auth') return { dialect: 'better-auth', port, codes: 'sink' };
  const credentials = ready.credentials ?? { apiKey: '', apiSecret: '' };
  return { dialect: 'countersign', port, ...credentials, codes: target.codes };
}

async function openDatabaseFloor(context: TargetContext): Promise<OpenTarget> {
  const database = databaseName('database-floor');
  const databaseUrl = await context.postgres.createDatabase(database);
  const file = path.join(source, 'database-floor.ts');
  const options: ServerOptions = { sinkPort: 0, databaseUrl, directory: context.directory };
  const logFile = path.join(context.logDirectory, 'database-floor.log');
  const generator = startChild(file, options, logFile);
  await generator.next('ready', startSeconds);
  return {
    server: undefined,
    database,
    run: (step) =>
      runStep({
        context,
        database,
        step,
        hooks: undefined,
        generator,
        server: undefined,
        begin: () => generator.send({ kind: 'write', step, work: context.floorWork }),
      }),
    close: async () => {
      await generator.stop();
      await context.postgres.dropDatabase(database);
    },
  };
}

interface StepRun {
  readonly context: TargetContext;
  readonly database: string | undefined;
  readonly step: Step;
  readonly hooks: WindowHooks | undefined;
  readonly generator: Child;
  readonly server: Child | undefined;
  begin(): void;
}

async function runStep(run: StepRun): Promise<StepResult> {
  const { context, database, step } = run;
  const before = await settledCounters(context, database);
  // Half a minute beyond the plan lets late answers be counted as late ones, and ends a hang.
  const limitSeconds = step.warmUpSeconds + step.seconds + 30;
  const watched = { ...run, postgresPid: context.postgres.pid };
  const window = watchWindow(watched, limitSeconds, run.hooks);
  run.begin();
  const result = await window;
  if (run.server?.hasEnded()) {
    const errors = result.measured.errors.map((error) => `${error.count} × ${error.text}`);
    throw new Error(`the server ended during the step: ${errors.join('; ')}`);
  }
  const after = await settledCounters(context, database);
  const flows = Math.max(1, result.measured.flowsInAll);
  return {
    connections: step.connections,
    flowsPerSecond: result.measured.flows / result.measured.seconds,
    ...result,
    ...(before && after ? { database: perFlow(before, after, flows) } : {}),
  };
}

async function settledCounters(
  { postgres }: TargetContext,
  database: string | undefined,
): Promise<DatabaseCounters | undefined> {
  if (database === undefined) return undefined;
  await pause(countersMilliseconds);
  return postgres.countersOf(database);
}

function perFlow(
  before: DatabaseCounters,
  after: DatabaseCounters,
  flows: number,
): DatabaseCounters {
  return {
    commits: (after.commits - before.commits) / flows,
    rows: (after.rows - before.rows) / flows,
    walBytes: (after.walBytes - before.walBytes) / flows,
    walFlushes: (after.walFlushes - before.walFlushes) / flows,
  };
}

function databaseName(target: TargetName): string {
  return `countersign_bench_${target.replaceAll('-', '_')}`;
}

/** Installs exactly what the peer's lock file says, the first time it is asked for. */
function installPeer(): void {
  const installed = path.join(peer, 'node_modules/.package-lock.json');
  const lock = path.join(peer, 'package-lock.json');
  const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  if (isFresh) return;
  console.error('installing Better Auth, once (npm ci in bench/peers/better-auth)');
  execFileSync('npm', ['ci', '--no-fund', '--no-audit', '--ignore-scripts'], {
    cwd: peer,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
