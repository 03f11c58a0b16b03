/**
 * Sends one webhook with made-up values to where the settings say, through the same checked client,
 * signed as a real one is, and tells what came of it. Nothing is stored but the audit's line.
 */

import type { Application } from '../applications/application.ts';
import type { ApplicationDirectory, KnownApplication } from '../applications/directory.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { type HttpClient, OutgoingRequestError } from '../kernel/http-client.ts';
import { composeClassic, composeJson } from './compose-webhook.ts';
import { type ShownRequest, shownJsonRequest, shownRequest } from './describe-webhook.ts';
import { shownUrl } from './endpoint.ts';
import type { ClassicWebhookKind, JsonWebhookKind, WebhookKind } from './kind.ts';
import { webhookKinds } from './kinds.ts';
import { isAcknowledged } from './webhook.ts';

export interface TestWebhookDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly httpClient: HttpClient;
  readonly directory: Pick<ApplicationDirectory, 'findAgain'>;
}

export interface TestedWebhook {
  readonly isAcknowledged: boolean;
  readonly status: number | null;
  readonly error: string | null;
  readonly milliseconds: number;
  readonly request: ShownRequest;
}

/** @throws PlatformError `not_found` for a kind nobody knows, `conflict` when no URL is set. */
export async function testWebhook(
  deps: TestWebhookDeps,
  request: { application: Pick<Application, 'id' | 'apiKey'>; kind: string; actor: string },
): Promise<TestedWebhook> {
  const { id: applicationId, apiKey } = request.application;
  const kind = webhookKinds.get(request.kind);
  const known = await deps.directory.findAgain(apiKey);
  if (!kind || !known) throw new PlatformError('not_found');
  const test = composeTest(kind, known, deps.clock.now());
  const { actor } = request;
  await recordAudit(deps.db, {
    actor,
    action: 'webhook.tested',
    applicationId,
    subject: kind.name,
  });
  const startedAt = performance.now();
  const { status, error } = await tell(deps.httpClient, test.request);
  return {
    isAcknowledged: isAcknowledged(status),
    status,
    error,
    milliseconds: Math.round(performance.now() - startedAt),
    request: test.shown,
  };
}

interface ComposedTest {
  readonly request: Parameters<HttpClient['send']>[0];
  readonly shown: ShownRequest;
}

function composeTest(kind: WebhookKind, known: KnownApplication, now: Date): ComposedTest {
  return kind.form === 'classic'
    ? composeClassicTest(kind, known, now)
    : composeJsonTest(kind, known, now);
}

function composeClassicTest(
  kind: ClassicWebhookKind,
  { application: { apiKey, settings }, signatureSecret }: KnownApplication,
  now: Date,
): ComposedTest {
  const endpoint = kind.settingsOf(settings) ?? nowhere();
  const { allowedNetworks } = settings;
  const parameters = kind.sampleOf(apiKey, now);
  const composed = composeClassic({ endpoint, parameters, signatureSecret, allowedNetworks, now });
  const url = shownUrl(endpoint.url);
  return {
    request: composed.request,
    shown: shownRequest({ ...endpoint, url, parameters: composed.parameters }),
  };
}

function composeJsonTest(kind: JsonWebhookKind, known: KnownApplication, now: Date): ComposedTest {
  const test = kind.testOf?.(known, now);
  if (!test) throw new PlatformError('not_found');
  const { settings } = known.application;
  const { url } = kind.settingsOf?.(settings) ?? nowhere();
  const { body, headersFor } = test;
  const { allowedNetworks } = settings;
  const { signature } = kind;
  const composed = composeJson({ url, body, signature, headersFor, allowedNetworks });
  const { method: _method, signature: _signature, ...headers } = composed.stamp;
  const shown = shownJsonRequest(kind, { url, id: '', body }, headers);
  return { request: composed.request, shown };
}

function nowhere(): never {
  throw new PlatformError('conflict', { reason: 'no webhook URL is set' });
}

export async function tell(
  httpClient: HttpClient,
  request: Parameters<HttpClient['send']>[0],
): Promise<{ status: number | null; error: string | null }> {
  try {
    return { status: (await httpClient.send(request)).status, error: null };
  } catch (failure) {
    if (failure instanceof OutgoingRequestError) return { status: null, error: failure.message };
    throw failure;
  }
}
