import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test-support/**/*.test.ts'],
    globalSetup: ['test-support/global-setup.ts'],
    // Most files wait for PostgreSQL more than they compute; the default on two cores is one worker.
    maxWorkers: 3,
    // Modules keep nothing that a test could leave behind; loading them 150 times took a third.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
