/** The processes of a server's embedded PostgreSQL, for tests that do them harm. Linux only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidRun } from './invalid-run.ts';
import type { RunningServer } from './rig.ts';

/** Folder of the embedded PostgreSQL: usually below the data folder, elsewhere when root says so. */
export function postgresFolder(server: RunningServer): string {
  const usual = path.join(server.dataDirectory, 'postgres');
  if (existsSync(path.join(usual, 'cluster'))) return usual;
  throw new InvalidRun(`There is no cluster in ${usual}.`);
}

/** The postmaster first, then its children; empty when it is not running. */
export function postgresProcesses(server: RunningServer): number[] {
  const file = path.join(postgresFolder(server), 'cluster/postmaster.pid');
  if (!existsSync(file)) return [];
  const postmaster = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!existsSync(`/proc/${postmaster}`)) return [];
  return [postmaster, ...childrenOf(postmaster)];
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** The postmaster first, so that it starts no child meanwhile. Answers how many there were. */
export function signalPostgres(server: RunningServer, signal: NodeJS.Signals): number {
  const processes = postgresProcesses(server);
  for (const pid of processes) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return processes.length;
}
