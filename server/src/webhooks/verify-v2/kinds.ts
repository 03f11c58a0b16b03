/**
 * The callbacks of Verify v2: JSON by POST with a bearer token (HS256 under the signature secret) that
 * holds the hash of the body. https://developer.vonage.com/en/getting-started/concepts/webhooks
 */
import { createHash, createHmac } from 'node:crypto';
import { type KnownApplication, signatureSecretContext } from '../../applications/directory.ts';
import { newUuid } from '../../kernel/ids.ts';
import type { JsonTest, JsonWebhook, JsonWebhookKind, SignedText, WebhookFacts } from '../kind.ts';
import { retryScheduleOf } from '../webhook.ts';
import { callbacksOf, type Story } from './callbacks.ts';

const keptSeconds = 72 * 3_600;

export const verifyEvent = callbackKind('verify-event', 'event');
export const verifySummary = callbackKind('verify-summary', 'summary');

/** The document is kept as the text it was made as: every attempt sends the same bytes. */
export interface CallbackData {
  readonly status: string;
  readonly document: string;
}

function callbackKind(name: string, type: 'event' | 'summary'): JsonWebhookKind {
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
    headersOf: ({ facts: { row, open }, body, now }: SignedText) => {
      const secret = open(row.signature_secret_sealed, signatureSecretContext(row.api_key));
      return headersFor({ apiKey: row.api_key, wireId: row.wire_id, secret }, body, now);
    },
    testOf: (known, now) => testOf(known, type, now),
    baseStringOf: (_body, { authorization = '' }) =>
      /^Bearer ([\w-]+\.[\w-]+)\./.exec(authorization)?.[1] ?? null,
  };
}

function webhookOf({ row, settings }: WebhookFacts): JsonWebhook {
  const { document } = row.data as unknown as CallbackData;
  return { url: settings.verifyEvents.url ?? '', id: row.id, body: JSON.parse(document) };
}

/** A verification by text message that nobody ever asked for: no id is made of zeros. */
function testOf(
  { application, signatureSecret: secret }: KnownApplication,
  type: 'event' | 'summary',
  now: Date,
): JsonTest {
  const submittedAt = new Date(now.getTime() - 12_000);
  const event = { data: null, dispatchStep: null };
  const story: Story = {
    requestId: '00000000-0000-7000-8000-000000000000',
    submittedAt,
    clientRef: 'test',
    channels: [{ channel: 'sms', waitSeconds: 300 }],
    price: '0.05000000',
    events: [
      { ...event, id: 1, at: submittedAt, kind: 'verification.started' },
      { ...event, id: 2, at: now, kind: 'verification.verified' },
    ],
  };
  const deps = { isNetworkChannel: () => false, checkUrlOf: () => '', rejectedBySubscriber: '' };
  const told = callbacksOf(deps, story).find((callback) => callback.type === type);
  const { apiKey, wireId } = application;
  return {
    body: told?.body ?? {},
    headersFor: (text) => headersFor({ apiKey, wireId, secret }, text, now),
  };
}

interface Signer {
  readonly apiKey: string;
  readonly wireId: string;
  /** The signature secret. */
  readonly secret: string;
}

function headersFor(signer: Signer, body: string, now: Date): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${signedToken(signer, body, now)}` };
}

/** RFC 7515 §3.1 by hand: the library signs asynchronously, and headers are made at once. */
function signedToken({ apiKey, wireId, secret }: Signer, body: string, now: Date): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    iat: Math.floor(now.getTime() / 1000),
    jti: newUuid(),
    // What the vendor's receivers expect to read.
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(body).digest('hex'),
    api_key: apiKey,
    application_id: wireId,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
