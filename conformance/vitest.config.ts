import { defineConfig } from 'vitest/config';

// peers/ needs programs from Debian's packages, races/ kills servers, browser/ needs a browser: each
// has its own configuration. Here one server serves the whole suite, and files run one after
// another: the sandbox clock belongs to the application, so a file that moves it would pull the
// ground from under its neighbours.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'browser/**', 'peers/**', 'races/**'],
    globalSetup: ['support/global-setup.ts'],
    fileParallelism: false,
    // They share the server anyway; sixty processes would load the same modules each.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
