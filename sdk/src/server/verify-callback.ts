import { fromBase64, isMacOf, toHex, utf8 } from './bytes.ts';
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

interface Claims {
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly payload_hash?: unknown;
}

/**
 * Checks a callback of the Verify v2 dialect: `Authorization: Bearer` with a JWT (HS256) that names the
 * SHA-256 of the body
 * (https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks).
 *
 * @param payload the raw body, as it came
 * @param signatureSecret of the application
 * @returns the body
 * @throws WebhookError when the request is not to be believed
 */
export async function verifyCallback<Event = unknown>(
  payload: Payload,
  headers: HeadersLike,
  signatureSecret: string,
  options: Tolerance = {},
): Promise<Event> {
  if (signatureSecret === '') throw new TypeError('The signature secret is empty.');
  const token = /^Bearer (\S+)$/i.exec(readHeader(headers, 'authorization') ?? '')?.[1];
  if (!token) throw new WebhookError('missing_header', 'There is no Bearer token.');
  const claims = await readToken(token, utf8(signatureSecret));
  const { iat, exp } = claims;
  const isOver = typeof exp === 'number' && exp < (options.now ?? Date.now() / 1_000);
  if (typeof iat !== 'number' || !isTimely(iat, options) || isOver) {
    throw new WebhookError('too_old', 'The callback was not signed within the tolerated time.');
  }
  const body = bytesOf(payload);
  const hash = toHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', body)));
  // The hash is no secret, so that any comparison will do.
  if (claims.payload_hash !== hash) {
    throw new WebhookError('wrong_signature', 'The token was made for another body.');
  }
  return parsePayload(body) as Event; // named by the caller
}

/** Only HS256 is taken: what the token says of its own algorithm decides nothing else. */
async function readToken(token: string, key: Uint8Array<ArrayBuffer>): Promise<Claims> {
  const [header = '', claims = '', mark = '', ...more] = token.split('.');
  const parts = [header, claims, mark].map(fromBase64);
  const [headerBytes, claimBytes, signature] = parts;
  if (!headerBytes || !claimBytes || !signature || more.length > 0) {
    throw new WebhookError('malformed_header', 'The token is no JWT.');
  }
  const { alg } = (parsePayload(headerBytes) ?? {}) as { alg?: unknown };
  if (alg !== 'HS256' || !(await isMacOf(key, signature, utf8(`${header}.${claims}`)))) {
    throw new WebhookError('wrong_signature', 'The token is not signed by this secret.');
  }
  return (parsePayload(claimBytes) ?? {}) as Claims;
}
