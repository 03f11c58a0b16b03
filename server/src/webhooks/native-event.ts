/**
 * An event told to an application's own endpoint: the document of events/event-payload.ts, signed as
 * Standard Webhooks asks. Tried ten times over three days (docs/webhooks.md).
 */

import { isEventType } from '../events/event.ts';
import { type EventPayload, eventPayload } from '../events/event-payload.ts';
import { assert } from '../kernel/assert.ts';
import { maskAddress } from '../kernel/redact.ts';
import { endpointContexts } from './endpoints/endpoint.ts';
import type { WebhookRow } from './facts-store.ts';
import type { JsonWebhookKind, WebhookFacts } from './kind.ts';
import { standardBase, standardHeaders } from './standard-signature.ts';

const [minute, hour] = [60, 3_600];

export const nativeEvent: JsonWebhookKind = {
  form: 'json',
  name: 'event',
  signature: 'standard-webhooks',
  // Above the 83 hours its attempts may take, and what receivers ask for beside.
  keptSeconds: 100 * hour,
  // Those that Standard Webhooks 1.0.0 recommends.
  retrySeconds: [
    ...[5, 5 * minute, 30 * minute, 2 * hour, 5 * hour],
    ...[10 * hour, 14 * hour, 20 * hour, 24 * hour],
  ],
  refusalOf({ row }) {
    if (row.endpoint_url_sealed === null) return 'the endpoint was deleted';
    const { endpoint_disabled_reason: reason } = row;
    return reason === null ? null : `the endpoint is disabled (${reason.replace('-', ' ')})`;
  },
  webhookOf(facts) {
    const { endpoint_id: id, endpoint_url_sealed: sealed } = facts.row;
    const body = payloadOf(facts);
    const url = id && sealed ? facts.open(sealed, endpointContexts.url(id)) : '';
    return { url, id: body.id, body };
  },
  shownOf({ url, id, body }) {
    const payload = body as EventPayload;
    return { url, id, body: maskedPayload(payload) };
  },
  maskedAddressOf({ body }) {
    const { verification, message } = maskedPayload(body as EventPayload);
    return (verification ?? message)?.to ?? null;
  },
  headersOf: ({ facts, id, body, now }) => standardHeaders(secretsOf(facts), { id, body, now }),
  baseStringOf(body, headers) {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
    return standardBase({ id, timestamp, body });
  },
};

function payloadOf({ row, open }: WebhookFacts): EventPayload {
  const { event_type: type, event_at: at, sequence, verification_id: verificationId } = row;
  assert(
    type !== null && isEventType(type) && at && sequence !== null && verificationId,
    'the delivery tells of an event',
  );
  return eventPayload(open, {
    ...{ type, sequence, at, verificationId },
    data: row.event_data,
    wireId: row.wire_id,
    owner: ownerOf(row),
    addressSealed: row.address_sealed,
    sender: row.sender,
    reference: row.reference,
    beganAt: row.began_at,
    endedBy: row.ended_by,
  });
}

function ownerOf({ owner }: WebhookRow): 'verification' | 'message' {
  return owner === 'message' ? 'message' : 'verification';
}

function secretsOf({ row, open }: WebhookFacts): string[] {
  const { endpoint_id: id, endpoint_secret_sealed: current } = row;
  assert(id && current, 'an endpoint has a secret');
  return [current, row.endpoint_previous_secret_sealed]
    .filter((sealed) => sealed !== null)
    .map((sealed) => open(sealed, endpointContexts.secret(id)));
}

function maskedPayload(payload: EventPayload): EventPayload {
  const { verification, message } = payload;
  return {
    ...payload,
    ...(verification && { verification: { ...verification, to: masked(verification.to) } }),
    ...(message && { message: { ...message, to: masked(message.to) } }),
  };
}

function masked(address: string | null): string | null {
  return address === null ? null : maskAddress(address);
}
