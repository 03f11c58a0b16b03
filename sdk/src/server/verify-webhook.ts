import { fromBase64, isMacOf, join, utf8 } from './bytes.ts';
import {
  bytesOf,
  type HeadersLike,
  isTimely,
  type Payload,
  parsePayload,
  readHeader,
  type Tolerance,
  WebhookError,
} from './signed-request.ts';
import type { Event } from './types.gen.ts';

/** Two at a time while a secret is changed. A header with more signatures than this is read to here. */
const signaturesMax = 16;

export interface ReceivedWebhook<Told> {
  /** The same at each attempt and replay: what you have seen already you need not do again. */
  readonly id: string;
  /** When this attempt was signed, in seconds since 1970. */
  readonly timestamp: number;
  readonly event: Told;
}

/**
 * Checks a webhook of the native API (https://www.standardwebhooks.com, version 1.0.0): signed by one
 * of your secrets, and signed now.
 *
 * @param payload the raw body, as it came
 * @param secrets `whsec_…` of the endpoint; while you change it, the old and the new one
 * @returns its id and the event
 * @throws WebhookError when the request is not to be believed
 * @example
 * app.post('/webhooks', express.raw({ type: '*\/*' }), async (request, response) => {
 *   const { id, event } = await verifyWebhook(request.body, request.headers, secret);
 *   response.sendStatus(204);
 * });
 */
export async function verifyWebhook<Told = Event>(
  payload: Payload,
  headers: HeadersLike,
  secrets: string | readonly string[],
  options: Tolerance = {},
): Promise<ReceivedWebhook<Told>> {
  const keys = [secrets].flat().map(readSecret);
  const id = demandHeader(headers, 'webhook-id');
  const timestamp = demandHeader(headers, 'webhook-timestamp');
  const signatures = readSignatures(demandHeader(headers, 'webhook-signature'));
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookError('malformed_header', 'webhook-timestamp is no time in seconds.');
  }
  if (!isTimely(Number(timestamp), options)) {
    throw new WebhookError('too_old', 'The webhook was not signed within the tolerated time.');
  }
  const body = bytesOf(payload);
  const signed = join(utf8(`${id}.${timestamp}.`), body);
  const tries = keys.flatMap((key) => signatures.map((given) => isMacOf(key, given, signed)));
  if (!(await Promise.all(tries)).includes(true)) {
    throw new WebhookError('wrong_signature', 'No signature fits a secret.');
  }
  // Signed by the server, which sends its events.
  return { id, timestamp: Number(timestamp), event: parsePayload(body) as Told };
}

/** A mistake of the program, not of the request: it must not look like a forged webhook. */
function readSecret(secret: string): Uint8Array<ArrayBuffer> {
  const key = fromBase64(secret.replace(/^whsec_/, ''));
  if (!key || key.length === 0) throw new TypeError('A secret is "whsec_" and base64.');
  return key;
}

function demandHeader(headers: HeadersLike, name: string): string {
  const value = readHeader(headers, name);
  if (!value) throw new WebhookError('missing_header', `${name} is missing or came twice.`);
  return value;
}

/** Signatures of other versions (`v1a`) are for others. */
function readSignatures(header: string): Uint8Array<ArrayBuffer>[] {
  const found = header
    .split(' ', signaturesMax)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => fromBase64(part.slice('v1,'.length)))
    .filter((signature) => signature !== undefined);
  if (found.length > 0) return found;
  throw new WebhookError('malformed_header', 'webhook-signature holds no signature of version 1.');
}
