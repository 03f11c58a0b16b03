/**
 * Starts the real PostgreSQL that comes from the registry, for one machine without its own: makes
 * the cluster, chooses the port, starts, watches, restarts and stops. It must never outlive its
 * parent, never listen beyond loopback, and never run with durability off.
 */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { handOver, openHome, type PostgresHome } from './embedded-postgres-home.ts';
import {
  bareEnvironment,
  endPostmaster,
  retireLeftover,
  startPostmaster,
} from './embedded-postgres-process.ts';

export interface EmbeddedPostgresOptions {
  /** Countersign's data folder; PostgreSQL lives in `postgres/` below it. */
  readonly dataDirectory: string;
  readonly log: (text: string) => void;
  /** Told when PostgreSQL ended without being asked to. */
  readonly onExit?: (exit: PostgresExit) => void;
  /** Where data goes when PostgreSQL's user cannot reach the data folder (root only). */
  readonly fallbackDirectory?: string;
}

export interface PostgresExit {
  readonly reason: string;
  /** False: the tries are used up, nothing more will happen by itself. */
  readonly willRestart: boolean;
}

export interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

const ADMINISTRATOR = 'countersign';
const DATABASE = 'countersign';
const STARTS_MAX = 4;
const RESTARTS_MAX = 20;
const RESTART_PAUSE_MILLISECONDS_MAX = 5_000;
/** After this long without a death the count of restarts begins anew. */
const HEALTHY_MILLISECONDS = 60_000;

export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataDirectory, log, fallbackDirectory = '/var/lib/countersign' } = options;
  const home = await openHome({ dataDirectory, fallbackDirectory, log });
  try {
    if (!existsSync(home.cluster)) createCluster(home, log);
    await retireLeftover(home, log);
    const { postmaster, port } = await startFirst(home);
    const guard = guardPostmaster({ home, port, postmaster, options });
    const password = readFileSync(home.passwordFile, 'utf8');
    const url = `postgres://${ADMINISTRATOR}:${password}@127.0.0.1:${port}/${DATABASE}`;
    return { url, stop: () => guard.stop().finally(home.release) };
  } catch (error) {
    home.release();
    throw error;
  }
}

/** Made beside its place and renamed when whole: a kill in the middle leaves nothing half-made. */
function createCluster(home: PostgresHome, log: (text: string) => void): void {
  log(`creating a PostgreSQL database in ${home.cluster}`);
  const draft = `${home.cluster}.new`;
  const passwordCopy = `${draft}.password`;
  const password = randomBytes(24).toString('base64url');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  handOver(draft, home.user);
  writeFileSync(home.passwordFile, password, { mode: 0o600, flush: true });
  writeFileSync(passwordCopy, password, { mode: 0o600 });
  handOver(passwordCopy, home.user);
  try {
    runTool(home, 'initdb', [
      `--pgdata=${draft}`,
      `--username=${ADMINISTRATOR}`,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordCopy, { force: true });
  }
  const createDatabase = `create database ${DATABASE}\n`;
  runTool(home, 'postgres', ['--single', '-D', draft, 'postgres'], createDatabase);
  renameSync(draft, home.cluster);
}

function runTool(home: PostgresHome, name: string, args: readonly string[], input = ''): void {
  const program = path.join(home.binaries, 'bin', name);
  const result = spawnSync(program, args, {
    ...home.user,
    cwd: '/',
    env: bareEnvironment(),
    input,
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  throw new Error(`PostgreSQL's ${name} failed: ${result.error ?? result.stderr.trim()}`);
}

/** Tried a few times: the port may be taken meanwhile, dying children may hold shared memory. */
async function startFirst(home: PostgresHome): Promise<{ postmaster: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(home);
    try {
      return { postmaster: await startPostmaster(home, port), port };
    } catch (error) {
      if (attempt === STARTS_MAX) throw error;
      await sleep(250 * attempt);
    }
  }
}

async function choosePort(home: PostgresHome): Promise<number> {
  const remembered = existsSync(home.portFile) ? Number(readFileSync(home.portFile, 'utf8')) : 0;
  const port = (await bindPort(remembered)) ?? (await bindPort(0));
  if (port === undefined) throw new Error('No free port on 127.0.0.1 for PostgreSQL.');
  if (port !== remembered) writeFileSync(home.portFile, String(port), { mode: 0o600 });
  return port;
}

function bindPort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

interface Guarded {
  readonly home: PostgresHome;
  readonly port: number;
  readonly postmaster: ChildProcess;
  readonly options: EmbeddedPostgresOptions;
}

/** Starts PostgreSQL again when it dies, on the same port, so that pools find it by themselves. */
function guardPostmaster({ home, port, postmaster, options }: Guarded): { stop(): Promise<void> } {
  let current = postmaster;
  let isStopping = false;
  let deaths = 0;
  let healthy: NodeJS.Timeout | undefined;
  let restarting: Promise<void> = Promise.resolve();

  const restart = async (firstReason: string) => {
    let reason = firstReason;
    for (; deaths < RESTARTS_MAX && !isStopping; deaths += 1) {
      options.onExit?.({ reason, willRestart: true });
      await sleep(Math.min(50 * 2 ** deaths, RESTART_PAUSE_MILLISECONDS_MAX));
      try {
        current = await startPostmaster(home, port);
        deaths += 1;
        return watch();
      } catch (error) {
        reason = (error as Error).message;
      }
    }
    if (!isStopping) options.onExit?.({ reason, willRestart: false });
  };
  const watch = () => {
    healthy = setTimeout(() => {
      deaths = 0;
    }, HEALTHY_MILLISECONDS).unref();
    current.once('exit', (code, signal) => {
      clearTimeout(healthy);
      if (!isStopping) restarting = restart(`PostgreSQL ended (${signal ?? `exit ${code}`})`);
    });
  };
  watch();
  return {
    stop: async () => {
      isStopping = true;
      clearTimeout(healthy);
      await restarting;
      await endPostmaster(current);
    },
  };
}
