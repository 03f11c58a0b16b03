/**
 * One step measured from outside: what the load generator saw, and what the processes used in the
 * same window.
 */
import type { Child } from './child.ts';
import type { Measured } from './messages.ts';
import type { DatabaseCounters } from './postgres.ts';
import {
  cpuSeconds,
  cpuSecondsOfFamily,
  machineBusySeconds,
  memoryOfFamily,
  peakMemory,
  resetPeakMemory,
} from './processes.ts';

/** CPU seconds used inside the measured window. */
export interface CpuUse {
  readonly server: number;
  readonly postgres: number;
  readonly generator: number;
  /** Everything else on the machine: above a few percent the figures are those of a busy machine. */
  readonly others: number;
}

export interface StepResult {
  readonly connections: number;
  readonly flowsPerSecond: number;
  readonly measured: Measured;
  readonly cpu: CpuUse;
  /** MiB: peak resident memory of the server, memory of all of PostgreSQL at the window's end. */
  readonly memory: { readonly server: number; readonly postgres: number };
  /** For each flow of the whole step; absent where PostgreSQL is not used. */
  readonly database?: DatabaseCounters;
}

/** Whose CPU and memory count as what. The database floor has no server: its caller is both. */
export interface Watched {
  readonly generator: Child;
  readonly server: Child | undefined;
  readonly postgresPid: number;
}

interface Usage {
  readonly server: number;
  readonly postgres: number;
  readonly generator: number;
  readonly machine: number;
}

/** Called when the window opens and closes, e.g. to start and end a profile. */
export interface WindowHooks {
  opened(): Promise<void>;
  closed(): Promise<void>;
}

/** Waits for the window that the generator was told to open, and reads the clocks at both ends. */
export async function watchWindow(
  watched: Watched,
  limitSeconds: number,
  hooks?: WindowHooks,
): Promise<Pick<StepResult, 'measured' | 'cpu' | 'memory'>> {
  const { generator, server, postgresPid } = watched;
  const measuredMessage = generator.next('measured', limitSeconds);
  const windowClosed = generator.next('window-closed', limitSeconds);
  // A generator that dies is reported by whichever of these is awaited first.
  measuredMessage.catch(() => undefined);
  windowClosed.catch(() => undefined);
  await generator.next('window-opened', limitSeconds);
  if (server !== undefined) resetPeakMemory(server.pid);
  const before = usageOf(watched);
  await hooks?.opened();
  await windowClosed;
  const after = usageOf(watched);
  const memory = {
    server: server === undefined ? 0 : peakMemory(server.pid),
    postgres: memoryOfFamily(postgresPid),
  };
  await hooks?.closed();
  const { measured } = await measuredMessage;
  return { measured, memory, cpu: difference(before, after) };
}

function usageOf({ generator, server, postgresPid }: Watched): Usage {
  return {
    server: server === undefined ? 0 : cpuSeconds(server.pid),
    postgres: postgresPid === 0 ? 0 : cpuSecondsOfFamily(postgresPid),
    generator: cpuSeconds(generator.pid),
    machine: machineBusySeconds(),
  };
}

function difference(before: Usage, after: Usage): CpuUse {
  const server = after.server - before.server;
  const postgres = after.postgres - before.postgres;
  const generator = after.generator - before.generator;
  const ours = server + postgres + generator;
  return {
    server,
    postgres,
    generator,
    others: Math.max(0, after.machine - before.machine - ours),
  };
}
