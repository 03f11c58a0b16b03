/** What a signature check is given: the request as it came, before anything parsed it. */
import { utf8 } from './bytes.ts';

/** The raw body. A parsed and printed one is another body, and no signature fits it. */
export type Payload = string | Uint8Array | ArrayBuffer;

/** `Headers` of fetch, or the object of Node, Express and Fastify. */
export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Tolerance {
  /** How far the sender's clock may be from ours, both ways; 300 when absent. */
  readonly toleranceSeconds?: number;
  /** Seconds since 1970, for tests. */
  readonly now?: number;
}

const toleranceSecondsDefault = 300;

export function isTimely(timestamp: number, { toleranceSeconds, now }: Tolerance): boolean {
  const seconds = now ?? Date.now() / 1_000;
  return Math.abs(seconds - timestamp) <= (toleranceSeconds ?? toleranceSecondsDefault);
}

export function bytesOf(payload: Payload): Uint8Array<ArrayBuffer> {
  if (typeof payload === 'string') return utf8(payload);
  return payload instanceof ArrayBuffer ? new Uint8Array(payload) : new Uint8Array(payload);
}

export function readHeader(headers: HeadersLike, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const record = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const found = Object.entries(record).find(([key]) => key.toLowerCase() === name)?.[1];
  // A header that came twice is nobody's: whose would be checked?
  return typeof found === 'string' ? found : undefined;
}

export type WebhookErrorCode =
  | 'missing_header'
  | 'malformed_header'
  | 'too_old'
  | 'wrong_signature'
  | 'malformed_payload';

/** The request is not to be believed. Answer 401 and do nothing else. */
export class WebhookError extends Error {
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'WebhookError';
    this.code = code;
  }
}

/** @throws WebhookError */
export function parsePayload(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (cause) {
    throw new WebhookError('malformed_payload', 'The payload is no JSON.', { cause });
  }
}
