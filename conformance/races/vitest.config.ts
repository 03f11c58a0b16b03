import { defineConfig } from 'vitest/config';

// These tests start and kill servers of their own; one file at a time leaves the machine to each.
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
