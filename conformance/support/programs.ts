/**
 * Runs programs that nobody here wrote. A program that is not on the machine is a failure, not a
 * reason to skip.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Scratch implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'countersign-conformance-'));

  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  /** A package that programs in this folder can `require`. */
  writePackage(name: string, code: string): void {
    mkdirSync(path.join(this.folder, 'node_modules', name), { recursive: true });
    this.write(path.join('node_modules', name, 'index.js'), code);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function run(program: string, args: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 25_000 });
    const output = collect(child);
    child.on('error', (error) => reject(missing(program, error)));
    child.on('close', (exitCode) => resolve({ exitCode, ...output() }));
    child.stdin.end(input);
  });
}

/** Like `run`, for a sample that must end well: anything else fails with what it wrote. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  input = '',
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, args, input);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}:\n${stdout}${stderr}`);
  return stdout;
}

export class Daemon implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly output: () => { stdout: string; stderr: string };

  constructor(program: string, args: readonly string[], cwd: string) {
    this.#child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = collect(this.#child);
    this.#child.on('error', (error) => {
      throw missing(program, error);
    });
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}

function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  return () => ({
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  });
}

function missing(program: string, error: Error): Error {
  return new Error(`${program} cannot be started; \`npm run test:peers\` installs it`, {
    cause: error,
  });
}
