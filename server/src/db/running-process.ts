/**
 * What the operating system says about a process id read from a file: is it still the process that
 * wrote the file? Process ids are reused, so an id alone never decides.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Start time in the system's own unit; undefined when no such process runs. */
export function findProcessStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return askPs(pid, 'lstart=');
  const stat = readProcFile(pid, 'stat');
  // The second field is the command in brackets and may hold spaces: count from its end.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  // A zombie has ended; only its parent has not looked yet, and in a container it may never look.
  return state === 'Z' ? undefined : fields[18];
}

/** The command line with spaces between arguments; undefined when no such process runs. */
export function findCommandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return askPs(pid, 'command=');
  return readProcFile(pid, 'cmdline')?.replaceAll('\0', ' ').trim();
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

function askPs(pid: number, column: string): string | undefined {
  const answer = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}
