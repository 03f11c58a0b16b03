import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tidy/**/*.test.ts'], testTimeout: 20_000 },
});
