/**
 * Makes sure that what package-lock.json names is installed, and does nothing when it is. Runs on a
 * fresh clone, so it may use nothing but Node itself.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './node.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { say } from './say.mjs';

const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(root, 'node_modules/.countersign-installed');
/** npm writes this last: what it really put there. */
const installedFile = path.join(root, 'node_modules/.package-lock.json');

export async function ensureInstalled() {
  if (isStamped()) return;
  await oneAtATime('installation', () => {
    if (isStamped()) return;
    if (!isInstalled()) install();
    writeFileSync(stampFile, lockHash());
  });
}

export function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function isStamped() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();
}

/** True when somebody's `npm install` has done it already: installing again would only disturb. */
function isInstalled() {
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([place, entry]) => {
    if (!place.includes('node_modules/') || entry.link) return true;
    if (!present[place]) return mayBeAbsent(entry);
    return present[place].version === entry.version && existsSync(path.join(root, place));
  });
}

/**
 * An optional package must be there only when it is plainly for this machine. Others belong to
 * another machine, to another C library, or are what such a package itself depends on.
 */
function mayBeAbsent(
  /** @type {{ optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} */ entry,
) {
  if (!entry.optional) return false;
  const isForThisMachine =
    entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch);
  return !isForThisMachine || entry.libc !== undefined;
}

function install() {
  say('installing dependencies (once, about a minute) ...');
  // Warnings are left out: npm on Node 20 prints hundreds about packages that will run on Node 24.
  const args = ['ci', '--include=dev', '--include=optional', '--loglevel=error'];
  const started = performance.now();
  const result = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: pathWithoutOwn(), NODE_ENV: '' },
  });
  if (result.status !== 0) {
    throw new Error(
      `npm ci failed (${result.error?.message ?? `exit ${result.status}`}). ` +
        'Is the npm registry reachable? Try `npm ci` by hand for the whole story.',
    );
  }
  say(`dependencies installed in ${Math.round((performance.now() - started) / 1_000)} s`);
}

/** npm must not run on the Node inside node_modules, which it is about to delete. */
function pathWithoutOwn() {
  const own = path.join(root, 'node_modules');
  const entries = (process.env.PATH ?? '').split(path.delimiter);
  return entries.filter((entry) => !entry.startsWith(own)).join(path.delimiter);
}
