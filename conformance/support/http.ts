/**
 * Requests exactly as written: nothing added, nothing normalised. `fetch` would refuse a GET with a
 * body, invent a content type and repair paths, and those are what this suite is about.
 */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { host, port } from './server.ts';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const PACE_BYTES = 65_536;

export function send(raw: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const body = raw.body === undefined ? undefined : Buffer.from(raw.body);
    const framing =
      body === undefined || hasFraming(raw.headers) ? {} : { 'content-length': body.length };
    const outgoing = request({
      host,
      port,
      method: raw.method ?? 'GET',
      path: raw.path,
      headers: { ...raw.headers, ...framing },
      agent: false,
      timeout: 15_000,
    });
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        outgoing.destroy();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within 15 s: ${raw.path}`)));
    // A server that refuses a large body may close while we are still writing: only an error that
    // comes before the answer counts.
    outgoing.on('error', (error) => {
      if (!answered) reject(error);
    });
    writePaced(body ?? Buffer.alloc(0), {
      write: (chunk) => outgoing.write(chunk),
      end: () => outgoing.end(),
      isOver: () => answered || outgoing.destroyed,
    });
  });
}

function hasFraming(headers: OutgoingHttpHeaders = {}): boolean {
  return Object.keys(headers).some((name) =>
    ['content-length', 'transfer-encoding'].includes(name.toLowerCase()),
  );
}

interface Sink {
  write(chunk: Buffer): unknown;
  end(): unknown;
  isOver(): boolean;
}

/**
 * In pieces with a breath between them, so that an early refusal is read before the connection is
 * torn down: after a failed write Node's client throws away an answer that is already here.
 */
function writePaced(body: Buffer, sink: Sink, offset = 0): void {
  if (sink.isOver()) return;
  if (offset >= body.length) {
    sink.end();
    return;
  }
  sink.write(body.subarray(offset, offset + PACE_BYTES));
  setTimeout(() => writePaced(body, sink, offset + PACE_BYTES), 2);
}

/** Bytes on a socket, for what no HTTP client would send. Empty when the server just hangs up. */
export function sendBytes(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    socket.setTimeout(10_000, () => {
      socket.destroy();
      if (chunks.length > 0) finish();
      else reject(new Error('the server neither answered nor hung up within 10 s'));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') finish();
      else reject(error);
    });
  });
}

export type Params = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** `application/x-www-form-urlencoded`; an array becomes a repeated key. */
export function formEncode(params: Params): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const each of Array.isArray(value) ? value : [value]) pairs.append(name, String(each));
  }
  return pairs.toString();
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE = { 'content-type': 'application/json' };

export function viaQuery(path: string, params: Params, method = 'GET'): RawRequest {
  return { method, path: `${path}?${formEncode(params)}` };
}

export function viaForm(path: string, params: Params, headers = {}): RawRequest {
  return { method: 'POST', path, headers: { ...FORM, ...headers }, body: formEncode(params) };
}

export function viaJson(path: string, body: unknown, headers = {}): RawRequest {
  return {
    method: 'POST',
    path,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  };
}

export type JsonObject = { readonly [name: string]: unknown };

export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`not a JSON object: ${text.slice(0, 200)}`);
  }
  return value as JsonObject; // narrowed by the line above
}

/** Media type without its parameters: clients compare exactly this. */
export function mediaType(answer: RawAnswer): string {
  return (answer.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}
