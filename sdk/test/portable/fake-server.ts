/** A fetch that answers from a list, and remembers what it was asked. */
import { createClient } from 'countersign/server';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

type Answer = Response | Error | ((signal: AbortSignal | undefined) => Promise<Response>);

export function fakeServer(...answers: readonly Answer[]) {
  const asked: Asked[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const answer = answers[asked.length];
    asked.push({
      method: init.method ?? 'GET',
      url: String(url),
      headers: new Headers(init.headers),
      body: init.body as string | undefined,
    });
    if (answer === undefined) throw new Error('asked more often than expected');
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(init.signal ?? undefined) : answer;
  };
  const client = createClient({
    baseUrl: 'https://verify.example.com/',
    apiKey: 'abc123',
    apiSecret: 's3cret/ü',
    fetch,
  });
  return { asked, client, fetch };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function problem(
  status: number,
  members: Record<string, unknown>,
  headers: Record<string, string> = {},
): Response {
  const whole = { type: `/docs/errors/${members.code}`, title: 'No', status, ...members };
  return json(whole, status, { 'content-type': 'application/problem+json', ...headers });
}

/** Piece by piece, then its end. */
export function stream(...pieces: readonly string[]): Response {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** Answers when its signal aborts, as fetch does. */
export function silence(signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
