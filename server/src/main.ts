/**
 * The process: reads the configuration, starts the server, stops it when asked. No logic.
 */
import { readConfig } from './config.ts';
import { type RunningServer, startServer } from './startup/start-server.ts';

const stopSecondsMax = 20;

async function main(): Promise<void> {
  const server = await startServer(readConfig(process.env));
  process.stdout.write(server.welcome);
  stopOnRequest(server);
}

function stopOnRequest(server: RunningServer): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    // A hang while stopping must not keep the process for ever; due rows outlive it anyway.
    setTimeout(() => process.exit(1), stopSecondsMax * 1000).unref();
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The launcher holds the other end: when it is killed, this process must not stay behind.
  if (process.channel) process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
