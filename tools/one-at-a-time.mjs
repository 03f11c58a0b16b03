/**
 * A lock among the runs of one clone: two at once must not install or build over each other. A lock
 * whose holder is gone is taken over.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './node.mjs';
import { say } from './say.mjs';

const POLL_MILLISECONDS = 200;
/** No installation takes this long; a process id may belong to another program by then. */
const AGE_MILLISECONDS_MAX = 20 * 60_000;

/**
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result> | Result} work
 * @returns {Promise<Result>}
 */
export async function oneAtATime(what, work) {
  const file = path.join(root, '.cache', `${what}.lock`);
  mkdirSync(path.dirname(file), { recursive: true });
  for (let isFirst = true; !tryCreate(file); isFirst = false) {
    if (isStale(file)) rmSync(file, { force: true });
    else {
      if (isFirst) say(`another run is busy with the ${what} here; waiting for it`);
      await sleep(POLL_MILLISECONDS);
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function tryCreate(/** @type {string} */ file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(/** @type {string} */ file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty for an instant between its creation and its content.
    return age > AGE_MILLISECONDS_MAX || (pid > 0 ? !isAlive(pid) : age > 5_000);
  } catch {
    return false; // It went away: the next try will get it.
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Ended, but its parent has not looked; in a container it may never look. */
function isZombie(/** @type {number} */ pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
