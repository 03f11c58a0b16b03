/** A second, empty PostgreSQL from the server's own binaries, with one setting of durability off. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { InvalidRun } from './invalid-run.ts';
import { eventually } from './parallel.ts';
import { postgresFolder, postgresProcesses } from './postgres.ts';
import { findFreePort, type RunningServer } from './rig.ts';

export async function withSettingOff(
  server: RunningServer,
  setting: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const [postmaster] = postgresProcesses(server);
  if (postmaster === undefined) throw new InvalidRun('PostgreSQL was not up.');
  const cluster = path.join(postgresFolder(server), 'cluster');
  const program = readlinkSync(`/proc/${postmaster}/exe`);
  const args = readFileSync(`/proc/${postmaster}/cmdline`, 'utf8').split('\0').slice(1, -1);
  const { uid, gid } = statSync(cluster);
  const copy = path.join(postgresFolder(server), `unsafe-${setting}`);
  mkdirSync(copy, { mode: 0o700 });
  chownSync(copy, uid, gid);
  const run = (name: string, ...rest: string[]): ChildProcess =>
    spawn(path.join(path.dirname(program), name), rest, { uid, gid, stdio: 'ignore', cwd: '/' });
  await ended(run('initdb', '-D', copy, '-A', 'trust', '-U', 'countersign', '--no-sync'));
  const port = await findFreePort();
  const unsafe = run('postgres', ...args.map((arg) => changed(arg)));
  function changed(arg: string): string {
    if (arg === cluster) return copy;
    return arg === `${setting}=on` ? `${setting}=off` : arg.replace(/^port=\d+$/, `port=${port}`);
  }
  try {
    const url = `postgres://countersign@127.0.0.1:${port}/postgres`;
    if (!(await eventually(20, () => isOff(url, setting)))) {
      throw new InvalidRun(`No PostgreSQL with ${setting} off came up.`);
    }
    await work(url);
  } finally {
    unsafe.kill('SIGQUIT');
    await ended(unsafe);
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function isOff(url: string, setting: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query(`show ${setting}`);
    return rows[0]?.[setting] === 'off';
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
