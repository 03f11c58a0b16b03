/** The life of the server process as its users meet it: start, kill, start again, stop. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../../tools/harness/server.ts';

test('a killed server starts again on the same data with the same credentials', async () => {
  const first = await startServer();
  expect(statSync(path.join(first.dataDirectory, 'sandbox.json')).mode & 0o777).toBe(0o600);
  await first.kill9();
  const second = await startServer({ dataDirectory: first.dataDirectory });
  expect(second.sandbox.apiKey).toBe(first.sandbox.apiKey);
  expect(second.sandbox.apiSecret).toBe(first.sandbox.apiSecret);
  await second.stop();
  expect(second.process.exitCode).toBe(0);
  rmSync(first.dataDirectory, { recursive: true, force: true });
}, 60_000);

test('a temporary data folder goes with the server', async () => {
  const server = await startServer();
  await server.stop();
  expect(existsSync(server.dataDirectory)).toBe(false);
}, 60_000);

test('a server that cannot start says why', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-broken-'));
  const start = startServer({
    dataDirectory: folder,
    env: { DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none' },
    readySeconds: 20,
  });
  await expect(start).rejects.toThrow('It wrote:');
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
