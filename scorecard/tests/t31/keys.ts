/** The commands of docs/operating.md, beside flows that must go on meanwhile. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { findNode, root } from '../../../tools/node.mjs';
import { InvalidRun } from '../../contract.ts';
import type { Node } from '../../rig/nodes.ts';

export function spawnKeys({ server }: Node, ...args: readonly string[]) {
  return spawn(findNode(), [path.join(root, 'server/src/cli.ts'), 'keys', ...args], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: server.sandbox.databaseUrl,
      COUNTERSIGN_DATA_DIR: server.dataDirectory,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Beside the flows, which must go on meanwhile. */
async function end(node: Node, args: readonly string[]): Promise<Ended> {
  const child = spawnKeys(node, ...args);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout, stderr };
}

/** What it prints. @throws InvalidRun when it fails. */
export async function runKeys<Result extends object = { left: number }>(
  node: Node,
  ...args: readonly string[]
): Promise<Result> {
  const { status, stdout, stderr } = await end(node, args);
  if (status !== 0) throw new InvalidRun(`keys ${args.join(' ')} failed: ${stderr}${stdout}`);
  return JSON.parse(stdout) as Result;
}

/** What it says when it refuses; undefined when it does not. */
export async function refusalOf(
  node: Node,
  ...args: readonly string[]
): Promise<string | undefined> {
  const { status, stderr } = await end(node, args);
  return status === 1 ? stderr : undefined;
}
