/**
 * The receipt of a message, in the classic form. Source: the vendor's documentation, see
 * docs/compatibility/nexmo-2fa.md. It never carries `text`: old clients take that for an inbound one.
 */
import { contexts } from '../delivery/contract.ts';
import { assert } from '../kernel/assert.ts';
import { type ClassicWebhookKind, compactTime, type WebhookFacts } from './kind.ts';

export const deliveryReceipt: ClassicWebhookKind = {
  form: 'classic',
  name: 'delivery-receipt',
  keptSeconds: 72 * 3_600,
  secretParameters: ['msisdn'],
  settingsOf: ({ receipts: { url, method, signature } }) =>
    url ? { url, method, signature } : null,
  endpointOf({ row, settings, open }) {
    const { receipts_to_sealed: sealed, verification_id: id } = row;
    if (sealed === null || id === null) return deliveryReceipt.settingsOf(settings);
    const context = row.owner === 'message' ? contexts.messageReceiptsTo : contexts.receiptsTo;
    const { method, signature } = settings.receipts;
    return { url: open(sealed, context(id)), method, signature };
  },
  parametersOf(facts) {
    const { row } = facts;
    assert(row.dispatch_id && row.sender, 'a receipt belongs to a dispatch');
    return {
      msisdn: recipientOf(facts),
      to: row.sender,
      'network-code': row.network ?? '',
      messageId: row.dispatch_id,
      price: row.cost ?? '0.00000000',
      status: String(row.data.status),
      scts: compactTime(row.created_at),
      'err-code': String(row.data.errorCode),
      'api-key': row.api_key,
      ...(row.reference !== null && { 'client-ref': row.reference }),
    };
  },
  sampleOf: (apiKey, now) => ({
    msisdn: '447700900000',
    to: '98765',
    'network-code': '23410',
    messageId: '00000000-0000-7000-8000-000000000000',
    price: '0.03330000',
    status: 'delivered',
    scts: compactTime(now),
    'err-code': '0',
    'api-key': apiKey,
    'client-ref': 'test',
  }),
};

function recipientOf({ row, open }: WebhookFacts): string {
  assert(row.address_sealed && row.verification_id, 'a receipt belongs to a message');
  const context = row.owner === 'message' ? contexts.messageAddress : contexts.address;
  return open(row.address_sealed, context(row.verification_id));
}
