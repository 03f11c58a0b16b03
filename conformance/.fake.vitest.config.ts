import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { name: 'fake', include: ['**/*.test.ts'], exclude: ['node_modules/**', 'peers/**'], globalSetup: ['./.fake.setup.ts'], fileParallelism: false, testTimeout: 20000, hookTimeout: 60000 } });
