/**
 * One PostgreSQL process: decides its settings, how it is tied to the life of this process, how its
 * start is awaited, and how it is ended. A stopped one is always asked first (fast shutdown).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresHome } from './embedded-postgres-home.ts';
import { findCommandLine } from './running-process.ts';

/**
 * The shell becomes PostgreSQL (`exec`, same process id) and leaves behind a watchdog that holds
 * the other end of our pipe: the pipe ends when this process ends, however it ends. The watchdog is
 * forked twice so that PostgreSQL does not find a child it never made.
 */
const SUPERVISOR = `
exec 3<&0 </dev/null
( {
  cat <&3
  kill -INT $$
  n=0
  while [ $n -lt 50 ] && kill -0 $$; do n=$((n + 1)); sleep 0.2; done
  kill -QUIT $$
} >/dev/null 2>&1 & )
exec "$@" 3<&-`;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  // Durability is a promise of the product: said here, so that no file can take it back.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_sync_retry: 'off',
  // Many small transactions on a small box.
  shared_buffers: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  io_method: 'sync',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  random_page_cost: '1.1',
  max_locks_per_transaction: '256',
  autovacuum_naptime: '15s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // No value of a row may reach the log: DETAIL lines and statements would carry some.
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  // Errors go to the caller; their text may quote a value (`invalid input syntax ... "x"`).
  log_min_messages: 'log',
};

const LOG_BYTES_MAX = 10_000_000;
const STOP_SECONDS = 15;
const POLL_MILLISECONDS = 20;
/** Recovery after a crash replays at most max_wal_size; far beyond what that takes. */
const READY_POLLS_MAX = 300_000 / POLL_MILLISECONDS;
const STOP_POLLS_MAX = (STOP_SECONDS * 1_000) / POLL_MILLISECONDS;

export async function startPostmaster(home: PostgresHome, port: number): Promise<ChildProcess> {
  const logStart = openLog(home);
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  const postmaster = spawn(
    '/bin/sh',
    [
      '-c',
      SUPERVISOR,
      'countersign-postgres',
      path.join(home.binaries, 'bin/postgres'),
      '-D',
      home.cluster,
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Detached: a Ctrl-C in the terminal is for the server, which stops PostgreSQL last.
    {
      ...home.user,
      cwd: '/',
      env: bareEnvironment(),
      detached: true,
      stdio: ['pipe', logStart.descriptor, logStart.descriptor],
    },
  );
  closeSync(logStart.descriptor);
  const failure = new Promise<Error>((resolve) => {
    postmaster.once('error', resolve);
    postmaster.once('exit', () => resolve(new Error(describeFailure(home, logStart.bytes))));
  });
  let failed: Error | undefined;
  void failure.then((error) => {
    failed = error;
  });
  for (let poll = 0; poll < READY_POLLS_MAX && !failed; poll += 1) {
    const lock = readLock(home);
    if (lock?.isReady && lock.pid === postmaster.pid) return postmaster;
    await sleep(POLL_MILLISECONDS);
  }
  postmaster.kill('SIGQUIT');
  throw failed ?? new Error(`PostgreSQL did not become ready; see ${home.logFile}`);
}

function openLog(home: PostgresHome): { descriptor: number; bytes: number } {
  const known = statSync(home.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (known > LOG_BYTES_MAX) truncateSync(home.logFile);
  const descriptor = openSync(home.logFile, 'a', 0o600);
  return { descriptor, bytes: known > LOG_BYTES_MAX ? 0 : known };
}

function describeFailure(home: PostgresHome, logStart: number): string {
  const said = readFileSync(home.logFile).subarray(logStart).toString('utf8').trim();
  return `PostgreSQL did not start. It said:\n${said.slice(-2_000)}`;
}

export async function endPostmaster(postmaster: ChildProcess): Promise<void> {
  const hasEnded = () => postmaster.exitCode !== null || postmaster.signalCode !== null;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (hasEnded()) return;
    postmaster.kill(signal);
    for (let poll = 0; poll < STOP_POLLS_MAX && !hasEnded(); poll += 1) {
      await sleep(POLL_MILLISECONDS);
    }
  }
}

/**
 * A killed parent may have left PostgreSQL running for a moment, or its lock file. A live one is
 * stopped and started again, so that it hangs on our pipe; a lock file whose process id now belongs
 * to another program gets our id instead: PostgreSQL ignores its parent's id there, and still
 * checks the shared memory named in the same file, which deleting it would skip.
 */
export async function retireLeftover(
  home: PostgresHome,
  log: (text: string) => void,
): Promise<void> {
  const lock = readLock(home);
  if (!lock) return;
  const commandLine = findCommandLine(lock.pid);
  if (commandLine === undefined) return;
  if (!commandLine.includes(home.cluster)) {
    const text = readIfThere(lockFile(home));
    writeFileSync(lockFile(home), text.replace(/^\d+/, String(process.pid)));
    return;
  }
  log('taking over a PostgreSQL that an earlier run left behind');
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    killIfThere(lock.pid, signal);
    for (let poll = 0; poll < STOP_POLLS_MAX; poll += 1) {
      if (!findCommandLine(lock.pid)?.includes(home.cluster)) return;
      await sleep(POLL_MILLISECONDS);
    }
  }
  throw new Error(`A PostgreSQL of an earlier run (process ${lock.pid}) does not stop.`);
}

function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function lockFile(home: PostgresHome): string {
  return path.join(home.cluster, 'postmaster.pid');
}

function readLock(home: PostgresHome): { pid: number; isReady: boolean } | undefined {
  const lines = readIfThere(lockFile(home)).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  return Number.isInteger(pid) ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

/** PostgreSQL removes its lock file when it pleases: absence is an answer, not an error. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Nothing of ours is inherited: the server's environment may hold keys. */
export function bareEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
