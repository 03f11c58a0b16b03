import { defineConfig } from 'vitest/config';

// peers/ needs programs from Debian's packages and has its own configuration (`test:peers`).
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'peers/**'],
    globalSetup: ['support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
