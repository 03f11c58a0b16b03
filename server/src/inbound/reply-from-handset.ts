/**
 * The virtual handset answers: its message stands in the conversation and goes the way of every
 * message from a subscriber.
 */
import { measureSms } from '../kernel/sms-segments.ts';
import type { Handset } from '../sandbox/handset.ts';
import type { HandsetMessage } from '../sandbox/handset-message.ts';
import { acceptInbound } from './inbound.ts';
import type { ReceiveInbound } from './receive-inbound.ts';

export interface ReplyDeps {
  readonly handset: Handset;
  readonly receiveInbound: ReceiveInbound;
  /** Name of the transport that carries the handset's messages. */
  readonly transport: string;
}

/** @throws PlatformError `invalid_parameter`, before anything is kept. */
export async function replyFromHandset(
  deps: ReplyDeps,
  applicationId: number,
  reply: { readonly from: string; readonly to: string; readonly text: string },
): Promise<HandsetMessage> {
  const type = measureSms(reply.text).encoding === 'ucs-2' ? 'unicode' : 'text';
  const inbound = { ...reply, type } as const;
  acceptInbound({ ...inbound, messageId: 'new' });
  // Kept first: its id is older than that of the answer, which follows it on the screen.
  const kept = await deps.handset.reply(applicationId, reply);
  const message = { ...inbound, messageId: kept.id };
  await deps.receiveInbound({ transport: deps.transport, message, applicationId });
  return kept;
}
