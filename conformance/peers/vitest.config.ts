import { defineConfig } from 'vitest/config';

// Needs curl, python3, ruby and php on the machine (`npm run test:peers` installs them). A missing
// program fails its tests; it never skips them.
export default defineConfig({
  test: {
    name: 'peers',
    include: ['**/*.test.ts'],
    globalSetup: ['../support/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
