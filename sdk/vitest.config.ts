import { defineConfig } from 'vitest/config';

// Built once, then used as people get it: by Node, Deno, Bun and a browser, and beside a real server.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    fileParallelism: false,
    // One process for all of them: they share what was built, and keep nothing in modules.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
