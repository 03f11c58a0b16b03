/**
 * One server for the whole suite: its own process, port, data folder and PostgreSQL.
 */
import type { TestProject } from 'vitest/node';
import { startServer } from '../../tools/harness/server.ts';
import { signInOperator } from './operator.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  let stopping = false;
  server.process.once('exit', (code, signal) => {
    // Without this every later test reports a refused connection and none reports the cause.
    if (!stopping)
      console.error(`The server ended by itself (${code ?? signal}):\n${server.logs()}`);
  });
  project.provide('sandbox', server.sandbox);
  project.provide('operator', await signInOperator(server.sandbox.consoleUrl));
  return () => {
    stopping = true;
    return server.stop();
  };
}
