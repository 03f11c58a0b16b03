/**
 * Makes the request of one attempt: the kind's parameters, the time of the push, the signature when
 * one is asked for, and the form the application has chosen. Time and nonce are new on every attempt.
 */
import { type ApplicationSettings, settingsInForce } from '../applications/application.ts';
import { signatureSecretContext } from '../applications/directory.ts';
import { signParameters } from '../applications/signature.ts';
import type { OutgoingRequest } from '../kernel/http-client.ts';
import { newUuid } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { type WebhookEndpoint, type WebhookFacts, type WebhookKind, wireTime } from './kind.ts';
import { webhookKinds } from './kinds.ts';
import type { WebhookRow } from './store.ts';

export interface ComposedWebhook {
  readonly endpoint: WebhookEndpoint;
  readonly parameters: Readonly<Record<string, string>>;
  readonly request: OutgoingRequest;
}

/** What an attempt keeps of its signature, so that its parameters can be told again. */
export interface SentStamp {
  readonly method: WebhookEndpoint['method'];
  readonly signature: WebhookEndpoint['signature'];
  readonly 'message-timestamp': string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly sig?: string;
}

/** Undefined for a kind this version does not know. */
export function factsOf(
  keyRing: KeyRing,
  row: WebhookRow,
): { kind: WebhookKind; facts: WebhookFacts } | undefined {
  const kind = webhookKinds.get(row.kind);
  if (!kind) return undefined;
  const stored = row.settings as Partial<ApplicationSettings>;
  const settings = settingsInForce(row.application_kind, stored);
  const open = (sealed: Buffer, context: string) => keyRing.open(sealed, context).toString('utf8');
  return { kind, facts: { row, settings, open } };
}

export function signatureSecretOf(
  keyRing: KeyRing,
  row: { signature_secret_sealed: Buffer; api_key: string },
): string {
  const context = signatureSecretContext(row.api_key);
  return keyRing.open(row.signature_secret_sealed, context).toString('utf8');
}

export function composeWebhook(made: {
  readonly endpoint: WebhookEndpoint;
  readonly parameters: Readonly<Record<string, string>>;
  readonly signatureSecret: string;
  readonly allowedNetworks: readonly string[];
  readonly now: Date;
}): ComposedWebhook {
  const { endpoint, allowedNetworks } = made;
  const parameters = stamp(made);
  const request = {
    ...encode(endpoint, parameters),
    allowedNetworks,
    connectTimeoutMilliseconds: 3_000,
    answerTimeoutMilliseconds: 15_000,
  };
  return { endpoint, parameters, request };
}

export function stampOf({ endpoint, parameters }: ComposedWebhook): SentStamp {
  const { timestamp, nonce, sig } = parameters;
  return {
    method: endpoint.method,
    signature: endpoint.signature,
    'message-timestamp': parameters['message-timestamp'] ?? '',
    ...(timestamp !== undefined && { timestamp }),
    ...(nonce !== undefined && { nonce }),
    ...(sig !== undefined && { sig }),
  };
}

function stamp(made: Parameters<typeof composeWebhook>[0]): Record<string, string> {
  // The time of the push, unless the kind has a time of its own.
  const parameters: Record<string, string> = {
    ...made.parameters,
    'message-timestamp': made.parameters['message-timestamp'] ?? wireTime(made.now),
  };
  const { signature } = made.endpoint;
  if (signature === 'none') return parameters;
  parameters.timestamp = String(Math.floor(made.now.getTime() / 1000));
  parameters.nonce = newUuid();
  parameters.sig = signParameters(parameters, made.signatureSecret, signature);
  return parameters;
}

/** As the request's method asks: a query, a form or JSON. */
export function encode(
  { url, method }: Pick<WebhookEndpoint, 'url' | 'method'>,
  parameters: Readonly<Record<string, string>>,
): { url: string; method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string } {
  if (method === 'POST-JSON') {
    const headers = { 'content-type': 'application/json' };
    return { url, method: 'POST', headers, body: JSON.stringify(parameters) };
  }
  const form = new URLSearchParams(parameters).toString();
  if (method === 'POST') {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { url, method: 'POST', headers, body: form };
  }
  // A query the URL already has is kept and extended.
  return { url: `${url}${url.includes('?') ? '&' : '?'}${form}`, method: 'GET' };
}
