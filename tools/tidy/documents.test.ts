/** What the documents promise about the sources: pages that must exist, and nothing left over. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../../server/src/kernel/errors.ts';
import { listFiles, root } from './sources.ts';

const pages = path.join(root, 'docs/errors');

test('every error code has a page, and every page an error code', () => {
  const found = readdirSync(pages).map((file) => path.basename(file, '.md'));
  expect(found.sort()).toEqual([...errorCodes].sort());
});

test.each([...errorCodes])('the page of %s says what happened and how to fix it', (code) => {
  const text = readFileSync(path.join(pages, `${code}.md`), 'utf8');
  expect(text.startsWith(`# \`${code}\``)).toBe(true);
  for (const part of ['## What happened', '## How to fix', '## Common mistakes']) {
    expect(text).toContain(part);
  }
});

test('nothing is left to be done later without an issue', () => {
  const word = /\b(FIXME|TODO|XXX|HACK)\b(?!\(#\d+\))/;
  const folders = ['server', 'console', 'sdk', 'conformance', 'bench', 'tools', 'docs'];
  const left = folders
    .flatMap(listFiles)
    .filter((file) => /\.(tsx?|mjs|cjs|sql|md|css|html)$/.test(file))
    .filter((file) => file !== 'tools/tidy/documents.test.ts')
    .filter((file) => word.test(readFileSync(path.join(root, file), 'utf8')));
  expect(left).toEqual([]);
});
