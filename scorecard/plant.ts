/**
 * The test of a test: a known bug is put into a copy of the sources, and the test must fail there. A
 * copy, because no switch for a hole may stand in the shipped code. A run that was invalid has caught
 * nothing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNode, root } from '../tools/node.mjs';
import type { Size } from './contract.ts';

export interface Plant {
  /** File name without its ending: the test's id, and a word when it has several. */
  readonly name: string;
  readonly testId: string;
  readonly file: string;
}

const folder = path.join(import.meta.dirname, 'plants');
const copied = [
  'server',
  'console/src/parts',
  // The pages the server shows speak the languages of the package.
  'sdk/src',
  'scorecard',
  'tools',
  'package.json',
  'tsconfig.base.json',
];

export function listPlants(): Plant[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => ({
      name: name.slice(0, -'.patch'.length),
      testId: name.slice(0, 3),
      file: path.join(folder, name),
    }));
}

export async function tryPlant(
  plant: Plant,
  size: Size,
): Promise<{ isCaught: boolean; output: string }> {
  const copy = copySources();
  try {
    const applied = spawnSync('git', ['apply', '--verbose', plant.file], {
      cwd: copy,
      encoding: 'utf8',
      // Not even a repository around the temporary folder may take part.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(copy) },
    });
    if (applied.status !== 0) {
      return { isCaught: false, output: `The patch does not apply.\n${applied.stderr}` };
    }
    const { output, status } = await runTest(copy, plant.testId, size);
    const hasFailed = new RegExp(`^${plant.testId} .* NOT HELD(?! \\(invalid)`, 'm').test(output);
    return { isCaught: status === 1 && hasFailed, output };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copySources(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'countersign-plant-'));
  for (const name of copied) {
    cpSync(path.join(root, name), path.join(copy, name), {
      recursive: true,
      filter: (source) => path.basename(source) !== 'node_modules',
    });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  symlinkSync(path.join(root, 'server/node_modules'), path.join(copy, 'server/node_modules'));
  return copy;
}

function runTest(
  copy: string,
  testId: string,
  size: Size,
): Promise<{ output: string; status: number | null }> {
  const sizes = size === 'usual' ? [] : [`--${size}`];
  const child = spawn(findNode(), [path.join(copy, 'scorecard/main.ts'), testId, ...sizes], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (status) =>
      resolve({ output: Buffer.concat(written).toString('utf8'), status }),
    );
  });
}
