/**
 * The virtual handset: shows what a sandbox subscriber would see and behaves as a carrier towards
 * the rest (message id, latency, receipts). Codes are readable here, hence never for live
 * applications.
 */
import { createCoalescer } from '../db/coalescer.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { idFloor, newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { HandOver, OutgoingMessage } from '../transports/contract.ts';
import { type CarrierDeps, createCarrier, handsetNetwork } from './carrier.ts';
import { createHandsetFeed } from './handset-feed.ts';
import type { ArrivedMessage, HandsetMessage } from './handset-message.ts';
import { joinParts } from './long-messages.ts';
import { type OwedReceipt, receiptsFor } from './magic-numbers.ts';
import {
  type HandsetRow,
  insertHandsetMessages,
  listHandsetMessages,
  type StoredHandsetRow,
} from './store.ts';

export interface HandsetDeps extends CarrierDeps {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  /** Channel of what the handset answers. */
  readonly replyChannel: string;
}

export interface Handset {
  keep(message: OutgoingMessage): Promise<HandOver>;
  /** The handset answers: a message from a subscriber to one of the application's senders. */
  reply(
    applicationId: number,
    message: { from: string; to: string; text: string },
  ): Promise<HandsetMessage>;
  /** Newest first, at most 200. */
  list(filter: {
    applicationId: number;
    to?: string;
    limit: number;
  }): Promise<readonly HandsetMessage[]>;
  /** Messages from now on, whichever node took them; ends with the signal. */
  follow(applicationId: number, signal: AbortSignal): AsyncIterable<HandsetMessage>;
  /** Pays receipts that a dead node still owed, or that wait for a long time. */
  payDueReceipts(limit: number): Promise<number>;
  /** Resolves when no receipt is being paid; gives up the ones that still wait. */
  close(): Promise<void>;
}

/** A dead node's receipts are taken up by another after this long. */
const leaseMilliseconds = 5_000;
const listMax = 200;
/** Read beyond what is listed, so that a long message at the end has all its parts. */
const partsMax = 50;

type Content = Pick<
  ArrivedMessage,
  'to' | 'from' | 'text' | 'subject' | 'ssml' | 'code' | 'choices' | 'concat' | 'flash' | 'binary'
>;

export function createHandset(deps: HandsetDeps): Handset {
  const { keyRing, clock } = deps;
  const insert = createCoalescer<HandsetRow, null>({
    batchMax: 200,
    lanesMax: 1,
    run: async (batch) => {
      await insertHandsetMessages(deps.db, batch);
      return batch.map(() => null);
    },
  });
  const carrier = createCarrier(deps);
  const feed = createHandsetFeed({
    clock,
    listAfter: (applicationId, afterId) =>
      listMessages(deps, { applicationId, addressMac: null, afterId, limit: listMax }),
  });
  const store = async (row: HandsetRow, content: Content): Promise<ArrivedMessage> => {
    await insert(row);
    const message = toMessage(row, content, clock.now());
    feed.announce(row.applicationId, message);
    return message;
  };
  return {
    async keep(message) {
      const receipts = receiptsFor(message.to);
      const content = contentOf(message);
      await store(keptRow(keyRing, message, content, receipts), content);
      carrier.owe({ applicationId: message.applicationId, id: message.dispatchId, receipts });
      return { messageId: message.dispatchId, network: handsetNetwork };
    },
    reply(applicationId, { from, to, text }) {
      const content: Content = { from, to, text, code: null };
      const id = newId(clock.now());
      return store(replyRow(deps, { applicationId, id }, content), content);
    },
    async list({ applicationId, to, limit }) {
      const listed = Math.min(limit, listMax);
      const arrived = await listMessages(deps, {
        applicationId,
        addressMac: to === undefined ? null : keyRing.mac('address', to),
        afterId: idFloor(new Date(0)),
        limit: listed + partsMax,
      });
      return joinParts(arrived).slice(0, listed);
    },
    follow: feed.follow,
    payDueReceipts: carrier.payDue,
    close: carrier.close,
  };
}

function contentOf(message: OutgoingMessage): Content {
  const { to, from, rendered, code, concat, flash, binary } = message;
  const { text, subject, ssml, choices } = rendered;
  return {
    to,
    from,
    text,
    ...(subject !== undefined && { subject }),
    ...(ssml !== undefined && { ssml }),
    code,
    ...(choices && { choices }),
    ...(concat && { concat }),
    ...(flash && { flash }),
    ...(binary && { binary }),
  };
}

function keptRow(
  keyRing: KeyRing,
  message: OutgoingMessage,
  content: Content,
  receipts: readonly OwedReceipt[],
): HandsetRow {
  return {
    applicationId: message.applicationId,
    // The dispatch's own id: handed over twice, the message is kept once.
    id: message.dispatchId,
    direction: 'to-handset',
    addressMac: keyRing.mac('address', message.to),
    channel: message.channel,
    verificationId: message.verificationId,
    contentSealed: sealContent(keyRing, message.dispatchId, content),
    receiptsOwed: JSON.stringify(receipts),
    receiptMilliseconds: leaseMilliseconds,
  };
}

function replyRow(
  deps: HandsetDeps,
  place: { applicationId: number; id: string },
  content: Content,
): HandsetRow {
  return {
    ...place,
    direction: 'from-handset',
    addressMac: deps.keyRing.mac('address', content.from),
    channel: deps.replyChannel,
    verificationId: null,
    contentSealed: sealContent(deps.keyRing, place.id, content),
    receiptsOwed: null,
    receiptMilliseconds: null,
  };
}

async function listMessages(
  deps: HandsetDeps,
  filter: Parameters<typeof listHandsetMessages>[1],
): Promise<readonly ArrivedMessage[]> {
  const rows = await listHandsetMessages(deps.db, filter);
  return rows.map((row) => openMessage(deps.keyRing, row));
}

/** What a message on the handset is bound to. */
export function handsetContext(id: string): string {
  return `handset_messages:${id}`;
}

function sealContent(keyRing: KeyRing, id: string, content: Content): Buffer {
  return keyRing.seal(JSON.stringify(content), handsetContext(id));
}

function openMessage(keyRing: KeyRing, row: StoredHandsetRow): ArrivedMessage {
  const content = keyRing.open(row.content_sealed, handsetContext(row.id)).toString('utf8');
  return {
    ...(JSON.parse(content) as Content),
    id: row.id,
    direction: row.direction,
    channel: row.channel,
    verificationId: row.verification_id,
    sentAt: row.sent_at,
  };
}

function toMessage(row: HandsetRow, content: Content, sentAt: Date): ArrivedMessage {
  const { id, direction, channel, verificationId } = row;
  return { ...content, id, direction, channel, verificationId, sentAt };
}

/** @throws PlatformError `sandbox_only` for a live application. */
export function assertSandbox(application: { kind: 'sandbox' | 'live' }): void {
  if (application.kind !== 'sandbox') throw new PlatformError('sandbox_only');
}
