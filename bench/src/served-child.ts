/**
 * The frame around every server under test: starts it with the options from the command line, says
 * where it listens, profiles it when asked, and ends with its parent.
 */
import { writeFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector/promises';
import {
  onParentMessage,
  type ReadyMessage,
  readServerOptions,
  type ServerOptions,
  tellParent,
} from './messages.ts';

/** Fine enough to see 25 functions in 10 s, coarse enough not to slow the server noticeably. */
const samplingMicroseconds = 500;

export interface Served extends Omit<ReadyMessage, 'kind'> {
  stop(): Promise<void>;
}

export async function serveChild(start: (options: ServerOptions) => Promise<Served>) {
  const served = await start(readServerOptions());
  const session = new Session();
  const { stop, ...facts } = served;
  let isStopping = false;

  async function end(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    await stop();
    process.exit(0);
  }
  async function startProfile(): Promise<void> {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: samplingMicroseconds });
    await session.post('Profiler.start');
    tellParent({ kind: 'profiling' });
  }
  async function stopProfile(path: string): Promise<void> {
    const { profile }: { profile: Profiler.Profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(path, JSON.stringify(profile));
    tellParent({ kind: 'profiled' });
  }

  process.on('disconnect', () => void end());
  // An interrupt at the terminal reaches the whole group; the parent decides the order of ending.
  process.on('SIGINT', () => undefined);
  onParentMessage((message) => {
    if (message.kind === 'stop') void end();
    if (message.kind === 'profile-start') void startProfile();
    if (message.kind === 'profile-stop') void stopProfile(message.path);
  });
  tellParent({ kind: 'ready', ...facts });
}
