/** Wiring of delivery: channels, the virtual handset, who carries what, receipts and webhooks. */
import type { Channel } from '../channels/contract.ts';
import * as channelRegistry from '../channels/index.ts';
import type { ReadyDispatch } from '../delivery/contract.ts';
import { createDispatcher, type Dispatcher, type Route } from '../delivery/dispatch.ts';
import { createRecordReceipts, type RecordReceipts } from '../delivery/receipts.ts';
import { createHandset, type Handset } from '../sandbox/handset.ts';
import type { Transport } from '../transports/contract.ts';
import * as transportRegistry from '../transports/index.ts';
import { createWebhookDeliverer, type WebhookDeliverer } from '../webhooks/deliver-webhooks.ts';
import type { CoreDeps } from './deps.ts';
import { theOne } from './the-one.ts';

export interface Delivery {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Name of the channel by which plain messages go and subscribers answer. */
  readonly textChannel: string;
  readonly recordReceipts: RecordReceipts;
  readonly handset: Handset;
  /** Name of the transport that carries the handset's messages. */
  readonly sandboxTransport: string;
  readonly dispatcher: Dispatcher;
  readonly webhooks: WebhookDeliverer;
}

export function createDelivery(deps: CoreDeps): Delivery {
  const { hotDb, keyRing, clock, logger, metrics, httpClient } = deps;
  const channels = new Map<string, Channel>(
    Object.values(channelRegistry).map((channel) => [channel.name, channel]),
  );
  const recordReceipts = createRecordReceipts({ db: hotDb, clock });
  const textChannel = theOne(channelRegistry, ({ takesReplies }) => takesReplies).name;
  const sandboxTransport = theOne(transportRegistry, ({ reach }) => reach === 'handset');
  const shared = { db: hotDb, keyRing, logger, recordReceipts, metrics };
  const handset = createHandset({
    ...shared,
    clock,
    transport: sandboxTransport.name,
    replyChannel: textChannel,
  });
  const routeFor = createRouting(deps, sandboxTransport, handset);
  return {
    channels,
    textChannel,
    recordReceipts,
    handset,
    sandboxTransport: sandboxTransport.name,
    dispatcher: createDispatcher({ ...shared, channels, routeFor }),
    webhooks: createWebhookDeliverer({ ...shared, httpClient }),
  };
}

/** Sandbox applications reach the virtual handset; live ones the transports they have set up. */
function createRouting(
  deps: CoreDeps,
  sandboxTransport: Transport,
  handset: Handset,
): (dispatch: ReadyDispatch) => Route | undefined {
  const opened = sandboxTransport.open({}, { handset });
  const transport = deps.wrapTransport?.(sandboxTransport.name, opened) ?? opened;
  return ({ applicationKind }) =>
    applicationKind === 'sandbox' ? { name: sandboxTransport.name, transport } : undefined;
}
