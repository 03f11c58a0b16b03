import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';

const budgetBytes = 6_000;
const languageBudgetBytes = 1_000;
const folder = path.join(inject('packageFolder'), 'browser/standalone');

function compressedBytes(file: string): number {
  return gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length;
}

test('the element is under 6 kB as it travels', () => {
  expect(compressedBytes('countersign-code.js')).toBeLessThan(budgetBytes);
});

test('each other language is a small file of its own', () => {
  const files = readdirSync(folder).filter((file) => file !== 'countersign-code.js');
  expect(files).toHaveLength(11);
  for (const file of files) expect(compressedBytes(file), file).toBeLessThan(languageBudgetBytes);
});

test('the element brings no one else’s code', () => {
  const text = readFileSync(path.join(folder, 'countersign-code.js'), 'utf8');
  expect(text).not.toMatch(/\bimport\s*[^(]*from\s*['"](?!\.\/)/);
  expect(text).not.toMatch(/\bconsole\b/);
});
