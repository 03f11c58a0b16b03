import type { TestProject } from 'vitest/node';
import { startServer } from '../tools/harness/server.ts';
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ sourceDirectory: '/tmp/conf-helper/fake' });
  project.provide('sandbox', server.sandbox);
  return () => server.stop();
}
