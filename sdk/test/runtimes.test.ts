/** One suite of the built package wherever it promises to run. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Outcome } from './portable/check.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
/** Beside the node_modules with the built package, as a user's own program would be. */
const folder = path.join(inject('packageFolder'), '../../suite');
const suite = path.join(folder, 'main.ts');

beforeAll(() => {
  cpSync(path.join(import.meta.dirname, 'portable'), folder, { recursive: true });
  const manifest = { private: true, type: 'module', dependencies: { countersign: '*' } };
  writeFileSync(path.join(folder, '../package.json'), JSON.stringify(manifest));
});

function assertAllPassed(outcomes: readonly Outcome[]): void {
  expect(outcomes.filter(({ failure }) => failure !== '')).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(25);
}

/** The binaries of the registry are for Linux on x64; elsewhere the machine's own are taken. */
function ownOr(name: string, place: string): string {
  const own = path.join(root, 'node_modules', place);
  return existsSync(own) ? own : name;
}

const denoFlags = [
  ...['run', '--quiet', '--no-lock', '--no-remote', '--node-modules-dir=manual'],
  '--allow-net=127.0.0.1',
];

test.each([
  { runtime: 'Node', command: process.execPath, flags: [] },
  { runtime: 'Deno', command: ownOr('deno', '@deno/linux-x64-glibc/deno'), flags: denoFlags },
  { runtime: 'Bun', command: ownOr('bun', '@oven/bun-linux-x64-baseline/bin/bun'), flags: [] },
])('the suite passes on $runtime', async ({ command, flags }) => {
  const { stdout } = await run(command, [...flags, suite], {
    cwd: folder,
    env: { ...process.env, DENO_DIR: path.join(folder, '.deno'), NO_COLOR: '1' },
  });
  assertAllPassed(JSON.parse(stdout));
});

describe('in a browser', () => {
  let browser: Browser;
  let url: string;
  let bundle: string;
  const server = createServer((request, response) => {
    const isScript = request.url === '/suite.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? bundle : '<!doctype html><title>suite</title>');
  });

  beforeAll(async () => {
    const built = await rolldown({ input: suite });
    const { output } = await built.generate({ format: 'esm' });
    bundle = output[0].code;
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: ['--no-sandbox'],
    });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test('the suite passes in a page of Chromium', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.addScriptTag({ url: '/suite.js', type: 'module' });
    const found = await page.waitForFunction(() => Reflect.get(globalThis, 'outcomes'));
    assertAllPassed((await found.jsonValue()) as Outcome[]);
  });

  test('the suite passes in a worker', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const outcomes = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const worker = new Worker('/suite.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
        }),
    );
    assertAllPassed(outcomes as Outcome[]);
  });

  test('the element’s module is imported where there is no document', async () => {
    const text = readFileSync(path.join(inject('packageFolder'), 'browser/index.js'), 'utf8');
    expect(text).toContain('CodeElement');
    const program =
      "const { CodeElement } = await import('countersign/browser/register').then(() => import('countersign/browser')); console.log(typeof CodeElement)";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
    });
    expect(stdout.trim()).toBe('function');
  });
});
