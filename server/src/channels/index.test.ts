import { expect, test } from 'vitest';
import * as registry from './index.ts';

const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

test('each channel is registered under its own name, once', () => {
  const names = Object.values(registry).map((channel) => channel.name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.entries(registry).every(([key, { name }]) => camelCase(name) === key)).toBe(true);
});

test.each(Object.values(registry))('$name has a price of its own', ({ defaultPrice }) => {
  expect(defaultPrice).toMatch(/^\d{1,6}(\.\d{1,8})?$/);
  expect(Number(defaultPrice)).toBeGreaterThan(0);
});
