/** One request and its answer, with what all of them have in common: credentials, time limit, errors. */
import { toBase64, utf8 } from './bytes.ts';
import { CountersignError, readRefusal } from './error.ts';
import type { CallOptions, ClientOptions } from './options.ts';

export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Throws CountersignError and nothing else. */
export interface Wire {
  /** The body of a success; undefined when there is none. */
  ask(
    request: WireRequest,
    options: Pick<CallOptions, 'signal' | 'timeoutMilliseconds'>,
  ): Promise<unknown>;
  /** The body of a success as it comes, until the signal ends it. */
  open(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

const timeoutMillisecondsDefault = 30_000;

/** The secret stays in here: nothing that is printed or serialised holds it. */
export function createWire(client: ClientOptions): Wire {
  const baseUrl = client.baseUrl.replace(/\/+$/, '');
  const authorize = authorizer(client);
  // Called through a closure: browsers refuse a `fetch` that lost its window.
  const fetch: typeof globalThis.fetch = client.fetch ?? ((...args) => globalThis.fetch(...args));

  return {
    async ask({ method, path, body, idempotencyKey }, { signal, timeoutMilliseconds }) {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
      const init: RequestInit = { method, headers, ...(body !== undefined && { body }) };
      const timeout =
        timeoutMilliseconds ?? client.timeoutMilliseconds ?? timeoutMillisecondsDefault;
      return inTime({ signal, timeout }, async (limit) => {
        headers.authorization = await authorize();
        const response = await fetch(`${baseUrl}${path}`, { ...init, signal: limit });
        if (!response.ok) throw await readRefusal(response);
        const text = await response.text();
        return text === '' ? undefined : readAnswer(text, response.status);
      });
    },

    async open(path, signal) {
      return inTime({ signal, timeout: timeoutMillisecondsDefault }, async () => {
        const headers = { authorization: await authorize(), accept: 'text/event-stream' };
        const response = await fetch(`${baseUrl}${path}`, { headers, signal });
        if (!response.ok) throw await readRefusal(response);
        return response.body ?? new ReadableStream();
      });
    },
  };
}

function authorizer(client: ClientOptions): () => Promise<string> {
  const { token } = client;
  if (token) return async () => `Bearer ${await token()}`;
  const basic = `Basic ${toBase64(utf8(`${client.apiKey}:${client.apiSecret}`))}`;
  return async () => basic;
}

interface Limits {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/** @throws CountersignError and nothing else */
async function inTime<Answer>(
  { signal, timeout }: Limits,
  work: (limit: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  if (signal?.aborted) throw cancelled(signal);
  // Not AbortSignal.timeout(): it cannot be cleared, and would hold a program that is done.
  const own = new AbortController();
  const end = () => own.abort();
  const timer = setTimeout(end, timeout);
  signal?.addEventListener('abort', end);
  try {
    return await work(own.signal);
  } catch (cause) {
    if (signal?.aborted) throw cancelled(signal);
    if (cause instanceof CountersignError) throw cause;
    throw own.signal.aborted
      ? new CountersignError('timeout', `No answer within ${timeout} ms.`, { cause })
      : new CountersignError('network', 'The server did not answer.', { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function readAnswer(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const sentence = 'The answer is no JSON: is baseUrl that of a Countersign server?';
    throw new CountersignError('not_countersign', sentence, { status, cause });
  }
}

/** Worth another try. 409 with a time to wait: the first try is still being answered. */
export function isPassing({ code, status, retryAfterSeconds }: CountersignError): boolean {
  if (code === 'aborted') return false;
  const isBusy = status === 409 && retryAfterSeconds !== undefined;
  return status === 0 || status === 429 || (status >= 500 && status !== 501) || isBusy;
}

/** @throws CountersignError `aborted` */
export function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(cancelled(signal));
      else resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

function cancelled(signal: AbortSignal): CountersignError {
  return new CountersignError('aborted', 'The call was cancelled.', { cause: signal.reason });
}
