/** The kinds of webhooks, one line each; a delivery's row names its kind. */
import { deliveryReceipt } from './delivery-receipt.ts';
import { inboundMessage } from './inbound-message.ts';
import type { WebhookKind } from './kind.ts';
import { nativeEvent } from './native-event.ts';
import { verifyEvent, verifySummary } from './verify-v2/kinds.ts';

export const webhookKinds: ReadonlyMap<string, WebhookKind> = new Map(
  [deliveryReceipt, inboundMessage, nativeEvent, verifyEvent, verifySummary].map((kind) => [
    kind.name,
    kind,
  ]),
);
