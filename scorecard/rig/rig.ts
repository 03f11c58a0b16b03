/**
 * One database and the servers on it: the first starts the embedded PostgreSQL, the others share it
 * by its URL and the first one's key ring, as two machines would. A test may also look into the
 * database, as the owner of the machine can.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import {
  findFreePort,
  type RunningServer,
  type StartOptions,
  startServer,
} from '../../tools/harness/server.ts';
import { findNode, root } from '../../tools/node.mjs';
import { type Api, type Credentials, openApi } from './api.ts';
import { InvalidRun } from './invalid-run.ts';

export interface Rig {
  readonly servers: readonly RunningServer[];
  /** One for each server, in the same order. */
  readonly apis: readonly Api[];
  readonly db: pg.Pool;
  /** The sandbox application of the first run. */
  readonly credentials: Credentials;
  /** Numbers nobody else of this rig uses: valid mobile ones of the United Kingdom. */
  nextNumber(): string;
  isAlive(): boolean;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly servers: number;
  /** For every server of the rig. */
  readonly start?: StartOptions;
}

/** Sources of `instrumented/main.ts`: the real server with seams a test holds in its hand. */
export const instrumentedSources = path.join(root, 'scorecard/instrumented');

export async function openRig(options: RigOptions): Promise<Rig> {
  const servers: RunningServer[] = [];
  try {
    for (let index = 0; index < options.servers; index += 1) {
      servers.push(await startServer({ ...options.start, ...peerOf(servers[0], options.start) }));
    }
  } catch (error) {
    await Promise.allSettled(servers.reverse().map((server) => server.stop()));
    throw new InvalidRun(`A server did not start. ${(error as Error).message}`);
  }
  const first = servers[0] as RunningServer;
  const { apiKey, apiSecret, databaseUrl } = first.sandbox;
  const credentials = { apiKey, apiSecret };
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  db.on('error', () => undefined); // Tests kill the database; a query says so loudly enough.
  const apis = servers.map((server) => openApi(server.baseUrl, credentials));
  let numbers = 0;
  return {
    servers,
    apis,
    db,
    credentials,
    nextNumber: () => {
      numbers += 1;
      return String(447_400_000_000 + numbers);
    },
    isAlive: () => servers.every((server) => isRunning(server)),
    stop: async () => {
      for (const api of apis) api.http.close();
      await db.end();
      // The first holds the database: the others go before it.
      for (const server of [...servers].reverse()) await server.stop();
    },
  };
}

/** What another server needs to work on the first one's database. */
export function peerOf(first: RunningServer | undefined, base: StartOptions = {}): StartOptions {
  if (!first) return {};
  return {
    databaseUrl: first.sandbox.databaseUrl,
    env: {
      ...base.env,
      COUNTERSIGN_KEY_RING_FILE: path.join(first.dataDirectory, 'keyring.json'),
    },
  };
}

function isRunning({ process }: RunningServer): boolean {
  return process.exitCode === null && process.signalCode === null;
}

/** Runs the `countersign` command on the rig's database and reads the JSON it prints. */
export function runCommand<Result>(first: RunningServer, ...args: readonly string[]): Result {
  const result = spawnSync(findNode(), [path.join(root, 'server/src/cli.ts'), ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: first.sandbox.databaseUrl,
      COUNTERSIGN_DATA_DIR: first.dataDirectory,
    },
  });
  if (result.status === 0) return JSON.parse(result.stdout) as Result;
  throw new InvalidRun(`countersign ${args.join(' ')} failed: ${result.stderr}`);
}

/** The number a query answers in its first column. */
export async function count(db: pg.Pool, text: string, values: unknown[] = []): Promise<number> {
  const { rows } = await db.query({ text, values, rowMode: 'array' });
  return Number(rows[0]?.[0] ?? 0);
}

/** Files of a folder and all below it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

export { findFreePort, type RunningServer, type StartOptions, startServer };
