/**
 * Adds a dialect to a copy of the sources as docs/how-to/add-an-api-dialect.md says: one folder and
 * one line. Where more than that line had to change, the new dialect would not compile, break an
 * import rule, or not be served, and a test here fails.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as testApp from '../../test-support/test-app.ts';
import { toyFiles, toyFolder } from '../../test-support/toy-dialect.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const registry = 'server/src/apis/index.ts';
const page = readFileSync(path.join(root, 'docs/how-to/add-an-api-dialect.md'), 'utf8');
/** As the page prints it. */
const line = /^export \{ createAcmeVerify \} .*$/m.exec(page)?.[0] ?? '';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'countersign-dialect-'));
  for (const name of ['tsconfig.base.json', '.dependency-cruiser.cjs', 'package.json']) {
    cpSync(path.join(root, name), path.join(copy, name));
  }
  // The pages that the server serves take their words from there.
  cpSync(path.join(root, 'sdk/src'), path.join(copy, 'sdk/src'), { recursive: true });
  mkdirSync(path.join(copy, 'server'));
  for (const name of ['src', 'test-support', 'tsconfig.json', 'package.json']) {
    cpSync(path.join(root, 'server', name), path.join(copy, 'server', name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const own = path.join(root, 'server/node_modules');
  if (statSync(own, { throwIfNoEntry: false })) {
    symlinkSync(own, path.join(copy, 'server/node_modules'));
  }
  const folder = path.join(copy, 'server/src/apis', toyFolder);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(toyFiles)) writeFileSync(path.join(folder, name), text);
  appendFileSync(path.join(copy, registry), `${line}\n`);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function filesOf(tree: string): Map<string, string> {
  const folder = path.join(tree, 'server/src');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(tree, file), readFileSync(file, 'utf8')];
    }),
  );
}

function run(tool: string, ...options: string[]): string {
  try {
    const script = path.join(root, 'node_modules', tool);
    return execFileSync(process.execPath, [script, ...options], { cwd: copy, encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout) || String(error);
  }
}

describe('a dialect that is added', () => {
  test('is files of its own and exactly one existing file, changed by exactly one line', () => {
    const [before, after] = [filesOf(root), filesOf(copy)];
    const added = [...after.keys()].filter((file) => !before.has(file));
    const own = Object.keys(toyFiles).map((name) => `server/src/apis/${toyFolder}/${name}`);
    expect(added.toSorted()).toEqual(own.toSorted());
    const changed = [...before.keys()].filter((file) => before.get(file) !== after.get(file));
    expect(changed).toEqual([registry]);
    expect(after.get(registry)).toBe(`${before.get(registry)}${line}\n`);
    expect(line).not.toBe('');
  });

  test('compiles against the rest as it is', () => {
    writeFileSync(
      path.join(copy, 'server/tsconfig.toy.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        include: [`src/apis/${toyFolder}/*.ts`],
      }),
    );
    expect(run('@typescript/native/bin/tsc', '-p', 'server/tsconfig.toy.json')).toBe('');
  }, 60_000);

  test('keeps the import rules', () => {
    const said = run(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      ...['--config', '.dependency-cruiser.cjs'],
      ...['--output-type', 'err', `server/src/apis/${toyFolder}`, registry],
    );
    expect(said).toMatch(/\d+ modules, \d+ dependencies cruised/);
    expect(said.split('\n').filter((one) => one.includes(toyFolder))).toEqual([]);
  }, 60_000);

  test('is served, and verifies a number', async () => {
    const file = path.join(copy, 'server/test-support/test-app.ts');
    const { createTestApp }: typeof testApp = await import(/* @vite-ignore */ file);
    const scene = await createTestApp();
    try {
      scene.app.core.startLoops();
      const keys = { api_key: scene.application.apiKey, api_secret: scene.apiSecret };
      const call = async (url: string, payload: object) =>
        scene.app.http.inject({ method: 'POST', url, payload: { ...keys, ...payload } });
      const started = (await call('/acme/start', { to: '447400123456' })).json();
      expect(started).toEqual({ acme: 'started', id: expect.any(String) });
      const code = await vi.waitFor(async () => {
        const { id } = scene.application;
        const [message] = await scene.app.core.handset.list({ applicationId: id, limit: 1 });
        if (!message?.code) throw new Error('nothing on the handset yet');
        return message.code;
      });
      const check = (given: string) => call('/acme/check', { id: started.id, code: given });
      expect((await check('000')).json()).toEqual({ acme: 'wrong' });
      expect((await check(code)).json()).toEqual({ acme: 'right' });
      const refused = await call('/acme/start', { to: 'nobody' });
      expect([refused.statusCode, refused.json()]).toEqual([400, { acme: 'invalid_parameter' }]);
      expect((await call('/acme/none', {})).json()).toEqual({ acme: 'not-found' });
    } finally {
      await scene.close();
    }
  }, 60_000);

  test('is not served without the line', async () => {
    const own: typeof testApp = await import('../../test-support/test-app.ts');
    const scene = await own.createTestApp();
    try {
      const answer = await scene.app.http.inject({ method: 'POST', url: '/acme/start' });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('acme');
    } finally {
      await scene.close();
    }
  });
});
