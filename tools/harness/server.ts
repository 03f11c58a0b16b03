/**
 * Starts the real server for suites that speak HTTP to it (conformance, races, crashes, browser,
 * bench): its own process, port and data folder. It imports nothing of the server, on purpose.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNode, root } from '../node.mjs';

/** What the server writes for its first user, as documented for everybody. */
export interface Sandbox {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly signatureSecret: string;
  readonly consoleUrl: string;
  readonly databaseUrl: string;
}

export interface StartOptions {
  /** Without it the server starts the embedded PostgreSQL in its data folder. */
  readonly databaseUrl?: string;
  /** Kept at the end when given; otherwise a temporary one that `stop` removes. */
  readonly dataDirectory?: string;
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Sources to run instead of this clone's (the scorecard's planted bugs). */
  readonly sourceDirectory?: string;
  readonly readySeconds?: number;
}

export interface RunningServer {
  readonly baseUrl: string;
  readonly sandbox: Sandbox;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** Everything the process has written so far, both streams. */
  logs(): string;
  /** Asks it to end (SIGTERM) and waits; then removes a temporary data folder. */
  stop(): Promise<void>;
  /** Ends it without a word and waits. The data folder stays, for the next start. */
  kill9(): Promise<void>;
}

const READY_SECONDS = 60;
const STOP_SECONDS = 30;

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const dataDirectory = options.dataDirectory ?? makeDataDirectory();
  const port = options.port || (await findFreePort());
  const child = spawnServer(options, dataDirectory, port);
  const logs = collectLogs(child);
  const baseUrl = `http://127.0.0.1:${port}`;
  const remove = () => {
    if (!options.dataDirectory) rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    await waitUntilReady({ child, baseUrl, seconds: options.readySeconds ?? READY_SECONDS });
  } catch (error) {
    await end(child, 'SIGKILL');
    remove();
    throw new Error(`${(error as Error).message} It wrote:\n${logs()}`);
  }
  const sandbox = JSON.parse(readFileSync(path.join(dataDirectory, 'sandbox.json'), 'utf8'));
  return {
    baseUrl,
    sandbox: sandbox as Sandbox, // its shape is the subject of the start-up tests
    dataDirectory,
    process: child,
    logs,
    stop: () => end(child, 'SIGTERM').finally(remove),
    kill9: () => end(child, 'SIGKILL'),
  };
}

function makeDataDirectory(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-data-'));
  chmodSync(folder, 0o711); // PostgreSQL's own user passes through when root runs the tests.
  return folder;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function spawnServer(options: StartOptions, dataDirectory: string, port: number): ChildProcess {
  const sources = options.sourceDirectory ?? path.join(root, 'server/src');
  return spawn(findNode(), [path.join(sources, 'main.ts')], {
    cwd: root,
    env: {
      ...withoutOwnSettings(process.env),
      ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
      COUNTERSIGN_PORT: String(port),
      COUNTERSIGN_DATA_DIR: dataDirectory,
      ...options.env,
    },
    // The channel is the server's life line: it ends when this process ends, however that happens.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Settings of the person who runs the tests must not change what is tested. */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(COUNTERSIGN_|DATABASE_URL)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}

function collectLogs(child: ChildProcess): () => string {
  const written: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk));
  return () => Buffer.concat(written).toString('utf8');
}

async function waitUntilReady(start: {
  child: ChildProcess;
  baseUrl: string;
  seconds: number;
}): Promise<void> {
  const deadline = performance.now() + start.seconds * 1_000;
  while (performance.now() < deadline) {
    if (hasEnded(start.child)) throw new Error('The server ended before it was ready.');
    if (await isReady(start.baseUrl)) return;
    await sleep(25);
  }
  throw new Error(`The server was not ready after ${start.seconds} s.`);
}

async function isReady(baseUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1_000);
  await ended;
  clearTimeout(patience);
}
