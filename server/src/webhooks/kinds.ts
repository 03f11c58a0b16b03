/** The kinds of webhooks, one line each; a delivery's row names its kind. */
import { deliveryReceipt } from './delivery-receipt.ts';
import { inboundMessage } from './inbound-message.ts';
import type { WebhookKind } from './kind.ts';

export const webhookKinds: ReadonlyMap<string, WebhookKind> = new Map(
  [deliveryReceipt, inboundMessage].map((kind) => [kind.name, kind]),
);
