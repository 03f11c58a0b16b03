import { defineConfig } from 'vitest/config';

// A real browser (@sparticuz/chromium by playwright-core) on a real server with the built console.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    globalSetup: ['global-setup.ts'],
    fileParallelism: false,
    // Pages that are looked at beside each other.
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
