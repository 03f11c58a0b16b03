import type { TestProject } from 'vitest/node';
import { startServer } from '../tools/harness/server.ts';
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ sourceDirectory: '/tmp/fake' });
  project.provide('sandbox', server.sandbox);
  return () => server.stop();
}
