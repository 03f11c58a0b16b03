/** What the figures were measured on: without it they mean nothing. */
import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGibibytes: number;
  readonly kernel: string;
  readonly node: string;
  /** Milliseconds of one 8 kB append with fdatasync, on the disk the database lies on. */
  readonly flushMilliseconds: number;
}

export function describeMachine(directory: string): Machine {
  const processors = cpus();
  return {
    cpu: cpuModel() ?? processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    flushMilliseconds: measureFlush(path.join(directory, 'flush-test')),
  };
}

/** The commit of the sources, and whether the tree differs from it. */
export function describeSources(): { readonly commit: string; readonly isModified: boolean } {
  try {
    const commit = git(['rev-parse', '--short=10', 'HEAD']);
    return { commit, isModified: git(['status', '--porcelain']) !== '' };
  } catch {
    return { commit: 'uncommitted', isModified: true };
  }
}

export function versionOf(packageName: string, folder = root): string {
  const file = path.join(folder, 'node_modules', packageName, 'package.json');
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
}

function git(args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Virtual machines often hide the model; family and model number still tell the generation. */
function cpuModel(): string | undefined {
  try {
    const text = readFileSync('/proc/cpuinfo', 'utf8');
    const field = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(text)?.[1]?.trim();
    const name = field('model name');
    if (name === undefined) return undefined;
    return `${name} (family ${field('cpu family')}, model ${field('model')})`;
  } catch {
    return undefined;
  }
}

function measureFlush(file: string): number {
  const times = 100;
  const page = Buffer.alloc(8_192, 1);
  const descriptor = openSync(file, 'w');
  const startedAt = performance.now();
  for (let count = 0; count < times; count += 1) {
    writeSync(descriptor, page);
    fdatasyncSync(descriptor);
  }
  const milliseconds = (performance.now() - startedAt) / times;
  closeSync(descriptor);
  rmSync(file);
  return milliseconds;
}
