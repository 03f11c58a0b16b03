/** What is published: found by every resolver, complete, and with nothing else in it. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, test } from 'vitest';

const run = promisify(execFile);
const packageFolder = inject('packageFolder');
const root = path.join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: packageFolder, strict: true });
  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});

test('it depends on nothing', () => {
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
  expect(manifest.private).toBeUndefined();
});

test('all that was built is packed; it is small, and holds neither sources nor tests', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: packageFolder });
  const [pack] = JSON.parse(stdout) as [{ size: number; files: { path: string }[] }];
  expect(pack.size).toBeLessThan(100_000);
  const files = pack.files.map(({ path }) => path);
  const built = readdirSync(packageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(packageFolder, path.join(parentPath, name)));
  expect(files.sort()).toEqual(built.sort());
  for (const file of ['README.md', 'LICENSE']) expect(files).toContain(file);
  expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|node_modules/.test(file))).toEqual([]);
});

const program = `
import { addLanguage, type CodeTexts } from 'countersign/browser';
import { texts } from 'countersign/browser/languages/de';
import 'countersign/browser/register';
import { createAdminClient } from 'countersign/admin';
import { CountersignError, createClient, verifyWebhook } from 'countersign/server';

const german: CodeTexts = texts;
addLanguage('de', german);
const field = document.createElement('countersign-code');
field.addEventListener('complete', ({ detail }) => detail.code.length);
field.addEventListener('switch', ({ detail }) => detail.channel.length);
// @ts-expect-error a resend carries no code
field.addEventListener('resend', ({ detail }) => detail.code.length);

const client = createClient({ baseUrl: '', apiKey: '', apiSecret: '' });
const started = await client.verifications.start({ to: '14155550123', brand: 'Acme' });
const checked = await client.verifications.check({ verification_id: started.id, code: '1234' });
const isVerified: boolean = checked.is_verified;
if (checked.result === 'wrong_code') field.error = checked.result;
// @ts-expect-error no such outcome
if (checked.result === 'nearly') field.error = '';
// @ts-expect-error the brand is missing
await client.verifications.start({ to: '14155550123' });
for await (const { status } of client.verifications.list({ status: 'failed', limit: 10 })) {
  const known: 'in_progress' | 'verified' | 'failed' | 'expired' | 'cancelled' = status;
  console.log(known, isVerified);
}
const { event } = await verifyWebhook('', new Headers(), ['whsec_a']);
if (event.type === 'verification.verified') console.log(event.verification?.to, createAdminClient);
// @ts-expect-error no such event
if (event.type === 'verification.nearly') console.log();
try {
  await client.application.get();
} catch (error) {
  if (error instanceof CountersignError && error.code === 'rate_limited') {
    console.log(error.retryAfterSeconds);
  }
  // @ts-expect-error no such code
  if (error instanceof CountersignError && error.code === 'no_such_code') console.log();
}
`;

test.each([
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
])('its types are found and right by $moduleResolution', async (options) => {
  const folder = path.join(packageFolder, '../..');
  const file = path.join(folder, `program-${options.moduleResolution}.mts`);
  writeFileSync(file, program);
  const flags = Object.entries({
    ...options,
    target: 'es2022',
    lib: 'es2022,dom,dom.asynciterable',
  });
  const { stdout } = await run(
    process.execPath,
    [
      path.join(root, 'node_modules/@typescript/native/bin/tsc'),
      ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--pretty', 'false'],
      ...flags.flatMap(([name, value]) => [`--${name}`, value]),
      file,
    ],
    { cwd: folder },
  ).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});
