/**
 * One webhook delivery with every attempt, and what each sent: told again from the delivery's facts
 * and the attempt's time and signature, with numbers masked and texts left out.
 */
import { signatureBase } from '../applications/signature.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import { maskAddress } from '../kernel/redact.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { encode, factsOf } from './compose-webhook.ts';
import { shownUrl } from './endpoint.ts';
import { findWebhooks, type WebhookRow } from './facts-store.ts';
import type { ClassicWebhookKind, JsonWebhook, JsonWebhookKind, WebhookFacts } from './kind.ts';
import { type ReadWebhookDeps, type WebhookSummary, webhookSummary } from './list-webhooks.ts';
import { type AttemptRow, listAttempts } from './store.ts';

/** A request as an operator may see it. */
export interface ShownRequest {
  readonly method: 'GET' | 'POST';
  /** Host and path; with GET the query we added. */
  readonly url: string;
  readonly contentType: string | null;
  /** Those that sign it. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string | null;
  /** What the signature is made over; null when it was not signed. */
  readonly baseString: string | null;
  readonly signature: string | null;
  readonly algorithm: string;
}

export interface WebhookAttempt {
  readonly number: number;
  readonly at: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly milliseconds: number;
  /** Null when no request could be made, or its facts are gone. */
  readonly request: ShownRequest | null;
}

export interface WebhookDetails extends WebhookSummary {
  readonly messageId: string | null;
  readonly attempts: readonly WebhookAttempt[];
}

const hidden = '•••••';

/** @throws PlatformError `not_found`. */
export async function describeWebhook(
  deps: ReadWebhookDeps,
  query: { applicationId: number; id: string },
): Promise<WebhookDetails> {
  const id = parseId(query.id);
  if (id === undefined) throw new PlatformError('not_found');
  const key = { application_id: query.applicationId, id };
  const [row] = await findWebhooks(deps.db, [key], id, id);
  if (!row) throw new PlatformError('not_found');
  const attempts = await listAttempts(deps.db, query.applicationId, id);
  const show = requestTeller(deps.keyRing, row);
  return {
    ...webhookSummary(deps.keyRing, row),
    messageId: row.dispatch_id ?? row.inbound_id,
    attempts: attempts.map(({ sent, ...attempt }) => ({
      ...attempt,
      request: sent && show(sent),
    })),
  };
}

type Stamp = NonNullable<AttemptRow['sent']>;

function requestTeller(keyRing: KeyRing, row: WebhookRow): (stamp: Stamp) => ShownRequest | null {
  const found = factsOf(keyRing, row);
  if (!found) return () => null;
  const { kind, facts } = found;
  try {
    if (kind.form === 'json') return jsonTeller(kind, facts);
    const parameters = maskParameters(kind, kind.parametersOf(facts));
    const url = shownUrl(kind.endpointOf(facts)?.url ?? '');
    return ({ method = '', signature = '', ...stamp }) =>
      shownRequest({ url, method, signature, parameters: { ...parameters, ...stamp } });
  } catch {
    return () => null;
  }
}

function jsonTeller(
  kind: JsonWebhookKind,
  facts: WebhookFacts,
): (stamp: Stamp) => ShownRequest | null {
  const webhook = kind.shownOf(kind.webhookOf(facts));
  return ({ method: _method, signature: _signature, ...headers }) =>
    shownJsonRequest(kind, webhook, headers);
}

export function shownJsonRequest(
  kind: JsonWebhookKind,
  { url, body }: JsonWebhook,
  headers: Readonly<Record<string, string>>,
): ShownRequest {
  const text = JSON.stringify(body);
  return {
    method: 'POST',
    url: shownUrl(url),
    contentType: 'application/json',
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: text,
    baseString: kind.baseStringOf(text, headers),
    signature: headers['webhook-signature'] ?? null,
    algorithm: kind.signature,
  };
}

function maskParameters(
  kind: ClassicWebhookKind,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const mask = (name: string, value: string) => {
    if (!kind.secretParameters.includes(name)) return value;
    // A text may be a code: nothing of it is shown, not even how long it is.
    return name === 'msisdn' ? maskAddress(value) : hidden;
  };
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, mask(name, value)]),
  );
}

export function shownRequest(made: {
  readonly url: string;
  readonly method: string;
  readonly signature: string;
  readonly parameters: Readonly<Record<string, string>>;
}): ShownRequest {
  const method = made.method as 'GET' | 'POST' | 'POST-JSON';
  const request = encode({ url: made.url, method }, made.parameters);
  const isSigned = made.parameters.sig !== undefined;
  return {
    method: request.method,
    url: readable(request.url),
    contentType: request.headers?.['content-type'] ?? null,
    headers: [],
    body: request.body === undefined ? null : readable(request.body),
    baseString: isSigned ? signatureBase(made.parameters) : null,
    signature: made.parameters.sig ?? null,
    algorithm: made.signature,
  };
}

/** The dots of a masked number stay dots. */
function readable(text: string): string {
  return text.replaceAll('%E2%80%A2', '•');
}
