import { expect, test } from 'vitest';
import * as registry from './index.ts';

test('each channel is registered under its own name, once', () => {
  const names = Object.values(registry).map((channel) => channel.name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.entries(registry).every(([key, channel]) => channel.name === key)).toBe(true);
});
