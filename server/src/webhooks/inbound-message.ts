/**
 * A message from a subscriber, in the classic form, parts as they came. Source: the vendor's
 * documentation (https://developer.vonage.com/en/messaging/sms/guides/inbound-sms); the fields that
 * begin with `verification-` are ours (docs/compatibility/nexmo-inbound.md).
 */
import { contexts, type InboundContent, inboundKeptSeconds } from '../inbound/inbound.ts';
import { assert } from '../kernel/assert.ts';
import { type ClassicWebhookKind, type WebhookFacts, wireTime } from './kind.ts';

export const inboundMessage: ClassicWebhookKind = {
  form: 'classic',
  name: 'inbound-message',
  keptSeconds: inboundKeptSeconds,
  secretParameters: ['msisdn', 'text', 'keyword', 'data', 'udh'],
  settingsOf: ({ inbound: { url, method, signature } }) =>
    url ? { url, method, signature } : null,
  endpointOf: ({ settings }) => inboundMessage.settingsOf(settings),
  parametersOf(facts) {
    const { row, open } = facts;
    const { inbound_id: id, received_at: receivedAt } = row;
    assert(
      id && row.address_sealed && row.recipient && row.message_id && receivedAt && row.type,
      'the delivery tells of an inbound message',
    );
    return {
      msisdn: open(row.address_sealed, contexts.address(id)),
      to: row.recipient,
      messageId: row.message_id,
      ...(row.network !== null && { 'network-code': row.network }),
      type: row.type,
      ...contentOf(facts, id),
      ...concatOf(facts),
      ...checkOf(facts),
      'message-timestamp': wireTime(receivedAt),
      'api-key': row.api_key,
    };
  },
  sampleOf: (apiKey, now) => ({
    msisdn: '447700900000',
    to: '98765',
    messageId: '00000000-0000-7000-8000-000000000000',
    type: 'text',
    text: 'Test message',
    keyword: 'TEST',
    'message-timestamp': wireTime(now),
    'api-key': apiKey,
  }),
};

function contentOf({ row, open }: WebhookFacts, id: string): Record<string, string> {
  // The text may have been forgotten while the delivery waited.
  const content: InboundContent = row.content_sealed
    ? JSON.parse(open(row.content_sealed, contexts.content(id)))
    : {};
  if (row.type === 'binary') return { data: content.data ?? '', udh: content.header ?? '' };
  const text = content.text ?? '';
  return { text, keyword: firstWord(text) };
}

/** In capitals, as the vendor's current description has it; an older one kept the case. */
function firstWord(text: string): string {
  return (/\S+/.exec(text)?.[0] ?? '').toUpperCase();
}

function concatOf({ row }: WebhookFacts): Record<string, string> {
  if (row.concat_reference === null) return {};
  return {
    concat: 'true',
    'concat-ref': row.concat_reference,
    'concat-total': String(row.concat_total),
    'concat-part': String(row.concat_part),
  };
}

function checkOf({ row }: WebhookFacts): Record<string, string> {
  const check = row.outcome?.check;
  if (typeof check !== 'string') return {};
  const dispatchId = row.outcome?.dispatchId;
  return {
    'verification-status': check,
    ...(typeof dispatchId === 'string' && { 'verification-message-id': dispatchId }),
  };
}
