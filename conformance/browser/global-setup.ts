/** One server and one unpacked browser for the whole run. */
import type { TestProject } from 'vitest/node';
import { type Sandbox, startServer } from '../../tools/harness/server.ts';
import { unpackBrowser } from './browser.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browserPath = await unpackBrowser();
  const server = await startServer();
  project.provide('browserPath', browserPath);
  project.provide('consoleSandbox', server.sandbox);
  return () => server.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    browserPath: string;
    consoleSandbox: Sandbox;
  }
}
