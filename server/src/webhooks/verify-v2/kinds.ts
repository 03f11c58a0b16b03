/**
 * The callbacks of Verify v2: JSON by POST with a bearer token (HS256 under the signature secret) that
 * holds the hash of the body. https://developer.vonage.com/en/getting-started/concepts/webhooks
 */
import { createHash, createHmac } from 'node:crypto';
import { signatureSecretContext } from '../../applications/directory.ts';
import { newUuid } from '../../kernel/ids.ts';
import type { JsonWebhook, JsonWebhookKind, SignedText, WebhookFacts } from '../kind.ts';
import { retryScheduleOf } from '../webhook.ts';

const keptSeconds = 72 * 3_600;

export const verifyEvent = callbackKind('verify-event');
export const verifySummary = callbackKind('verify-summary');

/** The document is kept as the text it was made as: every attempt sends the same bytes. */
export interface CallbackData {
  readonly status: string;
  readonly document: string;
}

function callbackKind(name: string): JsonWebhookKind {
  return {
    form: 'json',
    name,
    keptSeconds,
    retrySeconds: retryScheduleOf(keptSeconds),
    signature: 'jwt',
    settingsOf: ({ verifyEvents: { url } }) => (url === null ? null : { url, method: 'POST-JSON' }),
    refusalOf: ({ settings }) =>
      settings.verifyEvents.url === null ? 'no URL for events of Verify v2 is set any more' : null,
    webhookOf,
    shownOf: (webhook) => webhook,
    maskedAddressOf: () => null,
    headersOf: (signed) => ({ authorization: `Bearer ${signedToken(signed)}` }),
    baseStringOf: (_body, { authorization = '' }) =>
      /^Bearer ([\w-]+\.[\w-]+)\./.exec(authorization)?.[1] ?? null,
  };
}

function webhookOf({ row, settings }: WebhookFacts): JsonWebhook {
  const { document } = row.data as unknown as CallbackData;
  return { url: settings.verifyEvents.url ?? '', id: row.id, body: JSON.parse(document) };
}

/** RFC 7515 §3.1 by hand: the library signs asynchronously, and headers are made at once. */
function signedToken({ facts: { row, open }, body, now }: SignedText): string {
  const secret = open(row.signature_secret_sealed, signatureSecretContext(row.api_key));
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    iat: Math.floor(now.getTime() / 1000),
    jti: newUuid(),
    // What the vendor's receivers expect to read.
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: row.api_key,
    application_id: row.wire_id,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
