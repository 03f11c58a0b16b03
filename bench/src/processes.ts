/**
 * CPU time and memory of other processes, from Linux's /proc. Elsewhere there is no /proc and
 * everything reads as zero; the report then says so.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** USER_HZ: the unit of /proc's CPU times, 100 on every architecture Node 24 runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  readonly own: number;
  readonly endedChildren: number;
}

/** CPU seconds of one process, user and system, all its threads. */
export function cpuSeconds(pid: number): number {
  return (readStat(pid)?.own ?? 0) / ticksPerSecond;
}

/** The same for a process with all its children, also those that have ended meanwhile. */
export function cpuSecondsOfFamily(pid: number): number {
  const head = readStat(pid);
  if (head === undefined) return 0;
  const living = childrenOf(pid).reduce((sum, child) => sum + (readStat(child)?.own ?? 0), 0);
  return (head.own + head.endedChildren + living) / ticksPerSecond;
}

/** CPU seconds that all processors of the machine have been busy, whoever used them. */
export function machineBusySeconds(): number {
  const line = read('/proc/stat').split('\n')[0] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = numbers(line.slice(4));
  return (user + nice + system + irq + softIrq) / ticksPerSecond;
}

/** Makes the peak below count from now on. Not allowed everywhere; then it counts from the start. */
export function resetPeakMemory(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The peak since the start of the process is reported instead, which is never smaller.
  }
}

/** Largest resident memory, in MiB. */
export function peakMemory(pid: number): number {
  return kibibytes(read(`/proc/${pid}/status`), 'VmHWM') / 1_024;
}

/** Proportional memory in MiB: shared buffers count once although every backend maps them. */
export function memoryOfFamily(pid: number): number {
  const family = [pid, ...childrenOf(pid)];
  const sum = family.reduce(
    (total, member) => total + kibibytes(read(`/proc/${member}/smaps_rollup`), 'Pss'),
    0,
  );
  return sum / 1_024;
}

export function parentOf(pid: number): number | undefined {
  return readStat(pid)?.parent;
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  return processIds().filter((candidate) => readStat(candidate)?.parent === pid);
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readStat(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === '') return undefined;
  // The name stands in brackets and may hold anything; the fields begin behind the last bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (index: number) => Number(fields[index] ?? 0);
  return {
    parent: field(1),
    own: field(11) + field(12),
    endedChildren: field(13) + field(14),
  };
}

function kibibytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}

/** A process may end between being listed and being read: that reads as empty. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
