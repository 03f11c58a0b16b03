import { defineConfig } from 'vitest/config';

// peers/ needs programs from Debian's packages, races/ kills servers: each has its own configuration.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'browser/**', 'peers/**', 'races/**'],
    globalSetup: ['support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
