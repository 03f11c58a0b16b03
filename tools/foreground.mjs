/**
 * Runs a program under Node 24 as if it were this process: signals go through, its exit status
 * becomes ours, and it ends with us. Node has no `exec`, so a channel ties the two together: when
 * this process ends, however it ends, the program sees `disconnect`.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { findNode, root } from './node.mjs';

/** A terminal and npm both pass on one Ctrl-C: what comes so soon after is the same one. */
const SAME_SIGNAL_MILLISECONDS = 1_000;
const PARENT_POLL_MILLISECONDS = 250;

/**
 * @param {string} script path below the root of the clone
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit status
 */
export async function runInForeground(script, args) {
  const child = spawn(findNode(), [path.join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: ownPath() },
    // In a group of its own: it gets each signal once, from us.
    detached: true,
  });
  forwardSignals(child);
  endWithNpm(child);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return signal ? 128 + constants.signals[signal] : code;
}

/** Programs that a script starts find Node 24 and the tools first. */
export function ownPath() {
  const bin = path.join(root, 'node_modules/.bin');
  return [bin, process.env.PATH].join(path.delimiter);
}

function forwardSignals(/** @type {import('node:child_process').ChildProcess} */ child) {
  let last = { signal: '', at: 0 };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = performance.now();
      const isRepeat = last.signal === signal && now - last.at < SAME_SIGNAL_MILLISECONDS;
      last = { signal, at: now };
      if (!isRepeat) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    });
  }
}

/**
 * `npm start` is one thing to its user: when npm is killed the server must not stay. Between npm
 * and us stands a shell, which does not end with npm, so the parent's parent is watched as well.
 */
function endWithNpm(/** @type {import('node:child_process').ChildProcess} */ child) {
  if (!process.env.npm_lifecycle_event) return;
  const forebears = listForebears();
  const timer = setInterval(() => {
    if (listForebears() === forebears) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, PARENT_POLL_MILLISECONDS);
  timer.unref();
}

function listForebears() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}
