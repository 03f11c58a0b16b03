/**
 * Children of the bench. Each is known here until it has ended, so that whatever ends the bench
 * ends them as well.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type FromChild, optionsVariable, type ToChild } from './messages.ts';

const stopMilliseconds = 10_000;
const running = new Set<ChildProcess>();

export interface Child {
  readonly pid: number;
  hasEnded(): boolean;
  send(message: ToChild): void;
  /** Waits for the next message of this kind. @throws Error when the child ends before it. */
  next<Kind extends FromChild['kind']>(
    kind: Kind,
    withinSeconds: number,
  ): Promise<Extract<FromChild, { kind: Kind }>>;
  stop(): Promise<void>;
}

/** @param logFile Where its standard output goes; its errors go where ours go. */
export function startChild(file: string, options: object, logFile: string): Child {
  const env = {
    ...process.env,
    // Stated for all alike: some packages take their production path only then.
    NODE_ENV: 'production',
    // Not on the command line, which every user of the machine can read.
    [optionsVariable]: JSON.stringify(options),
  };
  const log = openSync(logFile, 'w');
  const child = fork(file, { stdio: ['ignore', log, 'inherit', 'ipc'], env });
  closeSync(log);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return {
    pid: child.pid ?? 0,
    hasEnded: () => !running.has(child),
    send: (message) => void child.send(message),
    next: (kind, withinSeconds) => nextMessage(child, kind, withinSeconds),
    stop: () => stop(child),
  };
}

/** Last resort when the bench itself ends: nothing may outlive it. */
export function killChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}

function nextMessage<Kind extends FromChild['kind']>(
  child: ChildProcess,
  kind: Kind,
  withinSeconds: number,
): Promise<Extract<FromChild, { kind: Kind }>> {
  const name = child.spawnargs[1] ?? 'child';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => finish(() => reject(new Error(`${name}: no '${kind}' within ${withinSeconds} s`))),
      withinSeconds * 1_000,
    );
    const onExit = (code: number | null) =>
      finish(() => reject(new Error(`${name} ended (${code}) before '${kind}'`)));
    const onMessage = (raw: unknown) => {
      const message = raw as FromChild;
      if (message.kind !== kind) return;
      finish(() => resolve(message as Extract<FromChild, { kind: Kind }>));
    };
    function finish(settle: () => void): void {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.off('message', onMessage);
      settle();
    }
    child.on('exit', onExit);
    child.on('message', onMessage);
    if (child.exitCode !== null) onExit(child.exitCode);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
  if (child.connected) child.send({ kind: 'stop' } satisfies ToChild);
  await ended;
  clearTimeout(timer);
}
