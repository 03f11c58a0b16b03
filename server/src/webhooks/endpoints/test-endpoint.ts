/**
 * Sends one event of the type `endpoint.tested` to an endpoint, disabled or not, through the same
 * checked client and signed as a real one is, and tells what came of it. It tells of no verification,
 * so nobody can take it for one. Nothing is stored but the audit's line.
 */
import { recordAudit } from '../../audit/record-audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { HttpClient } from '../../kernel/http-client.ts';
import { newId } from '../../kernel/ids.ts';
import { composeJson } from '../compose-webhook.ts';
import { shownJsonRequest } from '../describe-webhook.ts';
import { nativeEvent } from '../native-event.ts';
import { standardHeaders } from '../standard-signature.ts';
import { type TestedWebhook, tell } from '../test-webhook.ts';
import { isAcknowledged } from '../webhook.ts';
import { type EndpointAct, type EndpointDeps, endpointContexts, findEndpoint } from './endpoint.ts';
import type { EndpointRow } from './store.ts';

export interface TestEndpointDeps extends EndpointDeps {
  readonly clock: Clock;
  readonly httpClient: HttpClient;
}

/** @throws PlatformError `not_found`. */
export async function testEndpoint(
  deps: TestEndpointDeps,
  request: EndpointAct & { endpointId: string; wireId: string },
): Promise<TestedWebhook> {
  const { application, actor, wireId } = request;
  const row = await findEndpoint(deps.db, application.id, request.endpointId);
  const now = deps.clock.now();
  const id = `evt_test_${newId(now).replaceAll('-', '')}`;
  const body = {
    ...{ id, type: 'endpoint.tested', sequence: 1, at: now.toISOString() },
    application: { id: wireId },
    details: { endpoint_id: row.id },
  };
  const secrets = secretsOf(deps, row);
  const composed = composeJson({
    url: deps.keyRing.open(row.url_sealed, endpointContexts.url(row.id)).toString('utf8'),
    body,
    signature: nativeEvent.signature,
    headersFor: (text) => standardHeaders(secrets, { id, body: text, now }),
    allowedNetworks: application.settings.allowedNetworks,
  });
  await recordAudit(deps.db, {
    actor,
    action: 'endpoint.tested',
    applicationId: application.id,
    subject: row.id,
  });
  const startedAt = performance.now();
  const { status, error } = await tell(deps.httpClient, composed.request);
  const { method: _method, signature: _signature, ...headers } = composed.stamp;
  return {
    isAcknowledged: isAcknowledged(status),
    status,
    error,
    milliseconds: Math.round(performance.now() - startedAt),
    request: shownJsonRequest(nativeEvent, { url: composed.url, id, body }, headers),
  };
}

function secretsOf({ keyRing }: EndpointDeps, row: EndpointRow): string[] {
  return [row.secret_sealed, row.previous_secret_sealed]
    .filter((sealed) => sealed !== null)
    .map((sealed) => keyRing.open(sealed, endpointContexts.secret(row.id)).toString('utf8'));
}
