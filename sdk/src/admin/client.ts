/**
 * A typed client of the admin API: one method per operation, made from the generated table. It keeps
 * the CSRF value of the session and sends it with every call that changes something.
 */

import { readEventStream } from '../event-stream.ts';
import { CountersignError } from './error.ts';
import { type Operations, operations, type Problem } from './types.gen.ts';

type StreamName = {
  [Name in keyof Operations]: (typeof operations)[Name] extends { isStream: true } ? Name : never;
}[keyof Operations];
type CallName = Exclude<keyof Operations, StreamName>;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface FollowOptions extends CallOptions {
  /** Told when the stream is open, and when it broke and will be tried again. */
  readonly onState?: (state: 'open' | 'retrying') => void;
}

type Method<Name extends CallName> = Operations[Name]['input'] extends undefined
  ? (input?: undefined, options?: CallOptions) => Promise<Operations[Name]['answer']>
  : Partial<Operations[Name]['input']> extends Operations[Name]['input']
    ? (
        input?: Operations[Name]['input'],
        options?: CallOptions,
      ) => Promise<Operations[Name]['answer']>
    : (
        input: Operations[Name]['input'],
        options?: CallOptions,
      ) => Promise<Operations[Name]['answer']>;

export type AdminClient = { readonly [Name in CallName]: Method<Name> } & {
  readonly [Name in StreamName]: (
    input: Operations[Name]['input'],
    options?: FollowOptions,
  ) => AsyncGenerator<Operations[Name]['answer']>;
};

export interface AdminClientOptions {
  /** Where the server is; empty for the page's own origin. */
  readonly baseUrl?: string;
  readonly fetch?: typeof globalThis.fetch;
}

interface Wire {
  send(name: keyof Operations, input: unknown, options: CallOptions): Promise<Response>;
  keepCsrf(answer: unknown): void;
}

/**
 * @example
 * const client = createAdminClient({ baseUrl: 'http://localhost:8080' });
 * const { items } = await client.listApplications();
 */
export function createAdminClient(options: AdminClientOptions = {}): AdminClient {
  const wire = createWire(options);
  const methods = Object.entries(operations).map(([name, operation]) => {
    const known = name as keyof Operations; // keys of the generated table
    const method =
      'isStream' in operation
        ? (input: unknown, follow: FollowOptions = {}) => followStream(wire, known, input, follow)
        : (input: unknown, call: CallOptions = {}) => callOnce(wire, known, input, call);
    return [name, method];
  });
  // The table and the type come from one generator, so each name has its own signature.
  return Object.fromEntries(methods) as AdminClient;
}

function createWire(options: AdminClientOptions): Wire {
  const baseUrl = options.baseUrl ?? '';
  // Called through a closure: browsers refuse a `fetch` that lost its window.
  const send: typeof fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
  let csrf: string | undefined;
  return {
    keepCsrf(answer) {
      const given = (answer as { csrf?: unknown } | null)?.csrf;
      if (typeof given === 'string') csrf = given;
    },
    async send(name, input, { signal }) {
      const { path, init } = toRequest(operations[name], input);
      const headers = { ...init.headers, ...(csrf ? { 'x-countersign-csrf': csrf } : {}) };
      const request: RequestInit = { ...init, headers, credentials: 'same-origin' };
      try {
        return await send(`${baseUrl}${path}`, { ...request, ...(signal ? { signal } : {}) });
      } catch (cause) {
        throw failure(cause, signal);
      }
    },
  };
}

/** Members named in the path go there; the rest is the query of a GET or the body of others. */
function toRequest(
  operation: { readonly method: string; readonly path: string },
  input: unknown,
): { path: string; init: { method: string; headers: Record<string, string>; body?: string } } {
  const rest: Record<string, unknown> = { ...(input as Record<string, unknown> | undefined) };
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const { method } = operation;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (given.length === 0) return { path, init: { method, headers: {} } };
  if (method !== 'GET') {
    const headers = { 'content-type': 'application/json' };
    return { path, init: { method, headers, body: JSON.stringify(rest) } };
  }
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return { path: `${path}?${query}`, init: { method, headers: {} } };
}

async function callOnce(
  wire: Wire,
  name: keyof Operations,
  input: unknown,
  options: CallOptions,
): Promise<unknown> {
  const response = await wire.send(name, input, options);
  if (!response.ok) throw await refusal(response);
  try {
    const answer: unknown = await response.json();
    wire.keepCsrf(answer);
    return answer;
  } catch (cause) {
    throw failure(cause, options.signal);
  }
}

const retryMillisecondsMin = 1_000;
const retryMillisecondsMax = 15_000;

/** Comes back by itself after a break; ends when the signal aborts or the session is over. */
async function* followStream(
  wire: Wire,
  name: keyof Operations,
  input: unknown,
  options: FollowOptions,
): AsyncGenerator<never> {
  let pause = retryMillisecondsMin;
  while (!options.signal?.aborted) {
    try {
      const response = await wire.send(name, input, options);
      if (!response.ok) throw await refusal(response);
      for await (const { event, data } of readEventStream(response.body ?? new ReadableStream())) {
        if (event === 'signed-out') throw sessionOver();
        if (event === 'open') {
          pause = retryMillisecondsMin;
          options.onState?.('open');
        }
        if (event === 'message') yield JSON.parse(data) as never; // the generated answer type
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      if (error instanceof CountersignError && !isPassing(error)) throw error;
    }
    options.onState?.('retrying');
    await rest(pause, options.signal);
    pause = Math.min(pause * 2, retryMillisecondsMax);
  }
}

/** Worth another try: no answer, or an answer that blames the server. */
function isPassing(error: CountersignError): boolean {
  return error.status === 0 || error.status >= 500 || error.status === 429;
}

function sessionOver(): CountersignError {
  return new CountersignError('invalid_credentials', 'Your session has ended. Sign in again.', {
    status: 401,
    reason: 'session',
  });
}

async function refusal(response: Response): Promise<CountersignError> {
  const { status } = response;
  try {
    const problem = (await response.json()) as Problem;
    const { reason, parameter, retryAfterSeconds } = problem;
    const facts = { status, reason, parameter, retryAfterSeconds };
    return new CountersignError(problem.code as CountersignError['code'], problem.detail, facts);
  } catch (cause) {
    const sentence = `The answer (HTTP ${status}) did not come from a Countersign server.`;
    return new CountersignError('not_countersign', sentence, { status, cause });
  }
}

function failure(cause: unknown, signal: AbortSignal | undefined): CountersignError {
  return signal?.aborted
    ? new CountersignError('aborted', 'The call was cancelled.', { cause })
    : new CountersignError('network', 'The server did not answer. Is it running?', { cause });
}

function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
