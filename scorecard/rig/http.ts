/**
 * A small HTTP client with its own keep-alive sockets, so that a test decides how many connections
 * meet. A broken connection is an answer too ("unknown"), never an exception in the middle of a load.
 */
import { Agent, request as httpRequest } from 'node:http';

export interface Answer {
  /** 0: no answer came (connection refused, reset, or the time was over). */
  readonly status: number;
  readonly text: string;
  /** Names, sorted. */
  readonly headers: readonly string[];
  readonly milliseconds: number;
  /** The body as JSON, or an empty object. */
  readonly json: Json;
}

/** Answers are read field by field; a field that is not there is undefined. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of a black box have no type of ours
export type Json = Record<string, any>;

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpClient {
  readonly baseUrl: string;
  send(call: Call): Promise<Answer>;
  close(): void;
}

export function openHttpClient(
  baseUrl: string,
  options: { connectionsMax?: number; timeoutMilliseconds?: number } = {},
): HttpClient {
  const { connectionsMax = 64, timeoutMilliseconds = 60_000 } = options;
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  return {
    baseUrl,
    close: () => agent.destroy(),
    send: ({ method = 'GET', path, headers = {}, body }) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const finish = (status: number, text: string, names: readonly string[] = []): void => {
          const milliseconds = performance.now() - startedAt;
          resolve({ status, text, headers: [...names].sort(), milliseconds, json: parse(text) });
        };
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const outgoing = httpRequest(
          { hostname, port, agent, method, path, headers: { ...headers, ...length } },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
            incoming.on('end', () =>
              finish(
                incoming.statusCode ?? 0,
                Buffer.concat(chunks).toString('utf8'),
                Object.keys(incoming.headers),
              ),
            );
            incoming.on('error', () => finish(0, ''));
          },
        );
        outgoing.setTimeout(timeoutMilliseconds, () => outgoing.destroy());
        outgoing.on('error', () => finish(0, ''));
        outgoing.end(body);
      }),
  };
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}
