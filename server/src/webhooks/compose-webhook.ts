/**
 * Makes the request of one attempt: what the kind says, the time of the push, the signature when one
 * is asked for, and the form the kind or the application has chosen. Time and nonce are new on every
 * attempt.
 */
import { type ApplicationSettings, settingsInForce } from '../applications/application.ts';
import { signatureSecretContext } from '../applications/directory.ts';
import { signParameters } from '../applications/signature.ts';
import { type OutgoingRequest, OutgoingRequestError } from '../kernel/http-client.ts';
import { newUuid } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { WebhookRow } from './facts-store.ts';
import { type WebhookEndpoint, type WebhookFacts, type WebhookKind, wireTime } from './kind.ts';
import { webhookKinds } from './kinds.ts';

export interface ComposedWebhook {
  /** Where it goes, as it was set: the request's own may have the parameters in it. */
  readonly url: string;
  readonly request: OutgoingRequest;
  /** What the attempt keeps of it, so that the request can be told again. */
  readonly stamp: Readonly<Record<string, string>>;
}

export interface ComposedClassicWebhook extends ComposedWebhook {
  readonly endpoint: WebhookEndpoint;
  readonly parameters: Readonly<Record<string, string>>;
}

const patience = { connectTimeoutMilliseconds: 3_000, answerTimeoutMilliseconds: 15_000 };

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

function signatureSecretOf(
  keyRing: KeyRing,
  row: { signature_secret_sealed: Buffer; api_key: string },
): string {
  const context = signatureSecretContext(row.api_key);
  return keyRing.open(row.signature_secret_sealed, context).toString('utf8');
}

/**
 * A sentence when it goes nowhere any more.
 * @throws OutgoingRequestError when a later attempt may find where.
 */
export function composeDelivery(
  keyRing: KeyRing,
  row: WebhookRow,
  now: Date,
): ComposedWebhook | string {
  const found = factsOf(keyRing, row);
  // A newer version's, or a URL that may be set again: such a delivery waits.
  if (!found) throw new OutgoingRequestError('invalid-url', 'this version knows no such webhook');
  const { kind, facts } = found;
  const { allowedNetworks } = facts.settings;
  if (kind.form === 'json') {
    const refusal = kind.refusalOf(facts);
    if (refusal !== null) return refusal;
    const { url, id, body } = kind.webhookOf(facts);
    const headersFor = (text: string) => kind.headersOf({ facts, id, body: text, now });
    return composeJson({ url, body, signature: kind.signature, headersFor, allowedNetworks });
  }
  const endpoint = kind.endpointOf(facts);
  if (!endpoint) throw new OutgoingRequestError('invalid-url', 'no webhook URL is set any more');
  return composeClassic({
    endpoint,
    parameters: kind.parametersOf(facts),
    signatureSecret: signatureSecretOf(keyRing, row),
    allowedNetworks,
    now,
  });
}

export function composeJson(made: {
  readonly url: string;
  readonly body: object;
  /** How it is signed, in one word. */
  readonly signature: string;
  readonly headersFor: (body: string) => Readonly<Record<string, string>>;
  readonly allowedNetworks: readonly string[];
}): ComposedWebhook {
  const { url, signature, allowedNetworks } = made;
  const body = JSON.stringify(made.body);
  const signed = made.headersFor(body);
  const headers = { 'content-type': 'application/json', ...signed };
  return {
    url,
    request: { url, method: 'POST', headers, body, allowedNetworks, ...patience },
    stamp: { method: 'POST-JSON', signature, ...signed },
  };
}

export function composeClassic(made: {
  readonly endpoint: WebhookEndpoint;
  readonly parameters: Readonly<Record<string, string>>;
  readonly signatureSecret: string;
  readonly allowedNetworks: readonly string[];
  readonly now: Date;
}): ComposedClassicWebhook {
  const { endpoint, allowedNetworks } = made;
  const parameters = stamp(made);
  const request = { ...encode(endpoint, parameters), allowedNetworks, ...patience };
  return { url: endpoint.url, endpoint, parameters, request, stamp: stampOf(endpoint, parameters) };
}

function stampOf(
  { method, signature }: WebhookEndpoint,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const { timestamp, nonce, sig } = parameters;
  return {
    method,
    signature,
    'message-timestamp': parameters['message-timestamp'] ?? '',
    ...(timestamp !== undefined && { timestamp }),
    ...(nonce !== undefined && { nonce }),
    ...(sig !== undefined && { sig }),
  };
}

function stamp(made: Parameters<typeof composeClassic>[0]): Record<string, string> {
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
