/** Builds the console when its sources, the SDK's or a dependency changed since the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockHash } from './install.mjs';
import { findNode, root } from './node.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { say } from './say.mjs';

const output = path.join(root, 'console/dist');
const stampFile = path.join(root, '.cache/console-built');
const skipped = new Set(['node_modules', 'dist', 'dist.new', 'dist.old', 'browser']);

export async function ensureConsole() {
  if (isBuilt()) return;
  await oneAtATime('console build', () => {
    if (isBuilt()) return;
    const hash = sourceHash();
    build();
    writeFileSync(stampFile, hash);
  });
}

function isBuilt() {
  if (!existsSync(path.join(output, 'index.html')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourceHash();
}

function sourceHash() {
  const hash = createHash('sha256').update(lockHash());
  for (const folder of ['console', 'sdk']) addFolder(hash, path.join(root, folder));
  return hash.digest('hex');
}

function addFolder(/** @type {import('node:crypto').Hash} */ hash, /** @type {string} */ folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) addFolder(hash, place);
    else if (entry.isFile()) hash.update(`${place}\0`).update(readFileSync(place));
  }
}

function build() {
  say('building the console ...');
  const started = performance.now();
  // Built beside its place and swapped in: a running server never serves half a console.
  const draft = `${output}.new`;
  const result = spawnSync(
    findNode(),
    [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', draft, '--emptyOutDir'],
    { cwd: path.join(root, 'console'), encoding: 'utf8' },
  );
  if (result.status !== 0) {
    throw new Error(`The console does not build:\n${result.stdout}\n${result.stderr}`);
  }
  rmSync(`${output}.old`, { recursive: true, force: true });
  if (existsSync(output)) renameSync(output, `${output}.old`);
  renameSync(draft, output);
  rmSync(`${output}.old`, { recursive: true, force: true });
  say(`console built in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
