/**
 * One call: the request, its tries and its end. A try that failed on the way may have had its effect,
 * so each POST carries an idempotency key, the same for all tries: the server acts once and gives the
 * first answer again.
 */
import { toBase64, utf8 } from './bytes.ts';
import { CountersignError, readRefusal } from './error.ts';
import type { CallOptions, ClientOptions } from './options.ts';

export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string | undefined;
}

export type Send = (request: WireRequest, options: CallOptions) => Promise<unknown>;

const retriesDefault = 2;
const timeoutMillisecondsDefault = 30_000;
const firstPauseMilliseconds = 250;
const pauseMillisecondsMax = 4_000;
/** Told to wait longer, the call fails at once and says how long: the caller knows better. */
const toldPauseSecondsMax = 20;

/** The secret stays in here: nothing that is printed or serialised holds it. */
export function createSend(client: ClientOptions): Send {
  const baseUrl = client.baseUrl.replace(/\/+$/, '');
  const authorization = `Basic ${toBase64(utf8(`${client.apiKey}:${client.apiSecret}`))}`;
  // Called through a closure: browsers refuse a `fetch` that lost its window.
  const fetch: typeof globalThis.fetch = client.fetch ?? ((...args) => globalThis.fetch(...args));

  return async ({ method, path, body }, options) => {
    const headers: Record<string, string> = { authorization, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (method === 'POST') {
      headers['idempotency-key'] = options.idempotencyKey ?? globalThis.crypto.randomUUID();
    }
    const init: RequestInit = { method, headers, ...(body !== undefined && { body }) };
    const timeout =
      options.timeoutMilliseconds ?? client.timeoutMilliseconds ?? timeoutMillisecondsDefault;
    const retries = options.retries ?? client.retries ?? retriesDefault;
    for (let tries = 1; ; tries += 1) {
      try {
        return await tryOnce(fetch, `${baseUrl}${path}`, init, { ...options, timeout });
      } catch (error) {
        const pause = pauseAfter(error as CountersignError, tries);
        if (tries > retries || pause === undefined) throw error;
        await rest(pause, options.signal);
      }
    }
  };
}

/** @throws CountersignError and nothing else */
async function tryOnce(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  { signal, timeout }: { signal?: AbortSignal | undefined; timeout: number },
): Promise<unknown> {
  if (signal?.aborted) throw cancelled(signal);
  // Not AbortSignal.timeout(): it cannot be cleared, and would hold a program that is done.
  const own = new AbortController();
  const end = () => own.abort();
  const timer = setTimeout(end, timeout);
  signal?.addEventListener('abort', end);
  try {
    const response = await fetch(url, { ...init, signal: own.signal });
    if (!response.ok) throw await readRefusal(response);
    const text = await response.text();
    return text === '' ? undefined : readAnswer(text, response.status);
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

/** Milliseconds until another try, or undefined when none would help. */
function pauseAfter({ code, status, retryAfterSeconds }: CountersignError, tries: number) {
  if (code === 'aborted' || !isPassing(status, retryAfterSeconds)) return undefined;
  if (retryAfterSeconds !== undefined) {
    return retryAfterSeconds <= toldPauseSecondsMax ? retryAfterSeconds * 1_000 : undefined;
  }
  const longest = Math.min(firstPauseMilliseconds * 2 ** (tries - 1), pauseMillisecondsMax);
  // Jitter, so that callers who failed together do not come back together.
  return longest / 2 + (Math.random() * longest) / 2;
}

/** 409 with a time to wait: the first try is still being answered. */
function isPassing(status: number, retryAfterSeconds: number | undefined): boolean {
  const isBusy = status === 409 && retryAfterSeconds !== undefined;
  return status === 0 || status === 429 || (status >= 500 && status !== 501) || isBusy;
}

function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
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
