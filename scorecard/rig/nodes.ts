/**
 * Servers that a test kills without a word and starts again where they were: same port, same data
 * folder, same database. The first one holds the embedded PostgreSQL, which goes down with it.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Api, openApi } from './api.ts';
import { InvalidRun } from './invalid-run.ts';
import { findFreePort, peerOf, type RunningServer, type StartOptions, startServer } from './rig.ts';

export interface Node {
  readonly api: Api;
  readonly server: RunningServer;
  /** Kills it, and starts it again at once. */
  killAndRestart(): Promise<void>;
  /** Asks it to end, as whoever exchanges a node does, and starts it again. */
  restart(): Promise<void>;
  kill(): Promise<void>;
}

export interface Nodes {
  readonly nodes: readonly Node[];
  readonly databaseUrl: string;
  /** What they all have written, restarts included. */
  logs(): string;
  stop(): Promise<void>;
}

const requestMilliseconds = 10_000;

export interface NodeOptions extends StartOptions {
  /** Text of the ring it finds; it makes one otherwise. */
  readonly keyRing?: string;
}

export async function openNodes(options: readonly NodeOptions[]): Promise<Nodes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-nodes-'));
  chmodSync(folder, 0o711); // PostgreSQL's own user passes through.
  const nodes: Node[] = [];
  const earlierLogs: string[] = [];
  try {
    for (const [index, own] of options.entries()) {
      const dataDirectory = path.join(folder, String(index));
      if (own.keyRing !== undefined) putKeyRing(dataDirectory, own.keyRing);
      const base = { ...own, dataDirectory, port: await findFreePort() };
      const start = { ...base, ...peerOf(nodes[0]?.server, own) };
      nodes.push(await openNode(start, (text) => earlierLogs.push(text)));
    }
  } catch (error) {
    await Promise.allSettled(nodes.reverse().map((node) => node.server.stop()));
    throw new InvalidRun((error as Error).message);
  }
  const [first] = nodes as [Node];
  return {
    nodes,
    databaseUrl: first.server.sandbox.databaseUrl,
    logs: () => [...earlierLogs, ...nodes.map(({ server }) => server.logs())].join('\n'),
    stop: async () => {
      for (const node of [...nodes].reverse()) {
        node.api.http.close();
        await node.server.stop();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function putKeyRing(dataDirectory: string, text: string): void {
  mkdirSync(dataDirectory);
  writeFileSync(path.join(dataDirectory, 'keyring.json'), text, { mode: 0o600 });
}

async function openNode(start: StartOptions, keepLog: (text: string) => void): Promise<Node> {
  let server = await startServer(start);
  const { apiKey, apiSecret } = server.sandbox;
  const api = openApi(
    server.baseUrl,
    { apiKey, apiSecret },
    { connectionsMax: 128, timeoutMilliseconds: requestMilliseconds },
  );
  const kill = async (): Promise<void> => {
    keepLog(server.logs());
    await server.kill9();
  };
  const startAgain = async (): Promise<void> => {
    try {
      server = await startServer(start);
    } catch (error) {
      throw new InvalidRun(`A server did not start again. ${(error as Error).message}`);
    }
  };
  return {
    api,
    get server() {
      return server;
    },
    kill,
    async killAndRestart() {
      await kill();
      await startAgain();
    },
    async restart() {
      keepLog(server.logs());
      await server.stop();
      await startAgain();
    },
  };
}
