/**
 * The virtual handset: shows what a sandbox subscriber would see and behaves as a carrier towards
 * the rest (message id, latency, receipts). Codes are readable here, hence never for live
 * applications.
 */
import { createCoalescer } from '../db/coalescer.ts';
import type { Database } from '../db/client.ts';
import type { RecordReceipts } from '../delivery/receipts.ts';
import type { Clock } from '../kernel/clock.ts';
import { PlatformError } from '../kernel/errors.ts';
import { idFloor, newId } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import type { HandOver, OutgoingMessage, ReceiptStatus } from '../transports/contract.ts';
import { type OwedReceipt, receiptsFor } from './magic-numbers.ts';
import {
  claimOwedReceipts,
  type HandsetRow,
  insertHandsetMessages,
  listHandsetMessages,
  markReceiptsPaid,
  type PaidRow,
  type StoredHandsetRow,
} from './store.ts';

export interface HandsetMessage {
  readonly id: string;
  readonly direction: 'to-handset' | 'from-handset';
  readonly channel: string;
  /** E.164 without plus, or a sender name. */
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly subject?: string;
  readonly ssml?: string;
  readonly code: string | null;
  readonly verificationId: string | null;
  readonly sentAt: Date;
}

export interface HandsetDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recordReceipts: RecordReceipts;
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

/** Network of every virtual handset: a test network (MCC 001). */
const network = '00101';
/** Receipts that are due sooner wait in memory; longer ones in the database. */
const memoryWaitMillisecondsMax = 1_000;
const leaseMilliseconds = 5_000;
const pollMilliseconds = 1_000;
const listMax = 200;

type Content = Pick<HandsetMessage, 'to' | 'from' | 'text' | 'subject' | 'ssml' | 'code'>;
type Listener = (message: HandsetMessage) => void;

export function createHandset(deps: HandsetDeps): Handset {
  const listeners = new Map<number, Set<Listener>>();
  const insert = createCoalescer<HandsetRow, null>({
    batchMax: 200,
    lanesMax: 2,
    run: async (batch) => {
      await insertHandsetMessages(deps.db, batch);
      return batch.map(() => null);
    },
  });
  const carrier = createCarrier(deps);
  const announce = (applicationId: number, message: HandsetMessage): void => {
    for (const listener of listeners.get(applicationId) ?? []) listener(message);
  };
  const store = async (row: HandsetRow, content: Content): Promise<HandsetMessage> => {
    await insert(row);
    const message = toMessage(row, content, deps.clock.now());
    announce(row.applicationId, message);
    return message;
  };

  return {
    async keep(message) {
      const receipts = receiptsFor(message.to);
      const { rendered } = message;
      const content: Content = {
        to: message.to,
        from: message.from,
        text: rendered.text,
        ...(rendered.subject !== undefined && { subject: rendered.subject }),
        ...(rendered.ssml !== undefined && { ssml: rendered.ssml }),
        code: message.code,
      };
      const base = { applicationId: message.applicationId, id: message.dispatchId };
      await store(
        {
          ...base,
          direction: 'to-handset',
          addressMac: deps.keyRing.mac('address', message.to),
          channel: message.channel,
          verificationId: message.verificationId,
          contentSealed: sealContent(deps.keyRing, message.dispatchId, content),
          receiptsOwed: JSON.stringify(receipts),
          receiptMilliseconds: leaseMilliseconds,
        },
        content,
      );
      carrier.owe(message.applicationId, message.dispatchId, receipts);
      return { messageId: message.dispatchId, network };
    },
    reply(applicationId, { from, to, text }) {
      const id = newId(deps.clock.now());
      const content: Content = { from, to, text, code: null };
      return store(
        {
          applicationId,
          id,
          direction: 'from-handset',
          addressMac: deps.keyRing.mac('address', from),
          channel: 'sms',
          verificationId: null,
          contentSealed: sealContent(deps.keyRing, id, content),
          receiptsOwed: null,
          receiptMilliseconds: null,
        },
        content,
      );
    },
    async list({ applicationId, to, limit }) {
      const rows = await listHandsetMessages(deps.db, {
        applicationId,
        addressMac: to === undefined ? null : deps.keyRing.mac('address', to),
        afterId: idFloor(new Date(0)),
        limit: Math.min(limit, listMax),
      });
      return rows.map((row) => openMessage(deps.keyRing, row));
    },
    follow: (applicationId, signal) => follow(deps, listeners, applicationId, signal),
    payDueReceipts: (limit) => carrier.payDue(limit),
    close: () => carrier.close(),
  };
}

function sealContent(keyRing: KeyRing, id: string, content: Content): Buffer {
  return keyRing.seal(JSON.stringify(content), `handset_messages:${id}`);
}

function openMessage(keyRing: KeyRing, row: StoredHandsetRow): HandsetMessage {
  const content = keyRing.open(row.content_sealed, `handset_messages:${row.id}`).toString('utf8');
  return {
    ...(JSON.parse(content) as Content),
    id: row.id,
    direction: row.direction,
    channel: row.channel,
    verificationId: row.verification_id,
    sentAt: row.sent_at,
  };
}

function toMessage(row: HandsetRow, content: Content, sentAt: Date): HandsetMessage {
  const { id, direction, channel, verificationId } = row;
  return { ...content, id, direction, channel, verificationId, sentAt };
}

/**
 * What this node hears itself comes at once; other nodes' messages by a look every second. The look
 * reaches back a little, because ids of two nodes do not commit in order.
 */
async function* follow(
  deps: HandsetDeps,
  listeners: Map<number, Set<Listener>>,
  applicationId: number,
  signal: AbortSignal,
): AsyncIterable<HandsetMessage> {
  const startedAt = deps.clock.now();
  const seen = new Set<string>();
  const waiting: HandsetMessage[] = [];
  let wake: () => void = () => undefined;
  const push: Listener = (message) => {
    if (seen.has(message.id)) return;
    seen.add(message.id);
    waiting.push(message);
    wake();
  };
  const own = listeners.get(applicationId) ?? new Set<Listener>();
  listeners.set(applicationId, own.add(push));
  const look = async (): Promise<void> => {
    const since = Math.max(startedAt.getTime(), deps.clock.now().getTime() - 15_000);
    const filter = { applicationId, addressMac: null, afterId: idFloor(new Date(since)) };
    const rows = await listHandsetMessages(deps.db, { ...filter, limit: listMax });
    for (const row of rows.reverse()) push(openMessage(deps.keyRing, row));
  };
  const timer = setInterval(() => {
    look().catch(() => undefined);
  }, pollMilliseconds);
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      yield* waiting.splice(0);
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted || waiting.length > 0) resolve();
      });
    }
  } finally {
    clearInterval(timer);
    own.delete(push);
  }
}

interface Carrier {
  owe(applicationId: number, id: string, receipts: readonly OwedReceipt[]): void;
  payDue(limit: number): Promise<number>;
  close(): Promise<void>;
}

function createCarrier(deps: HandsetDeps): Carrier {
  const underWay = new Set<Promise<void>>();
  let isClosed = false;
  const mark = createCoalescer<PaidRow, null>({
    batchMax: 400,
    lanesMax: 1,
    run: async (batch) => {
      await markReceiptsPaid(deps.db, batch);
      return batch.map(() => null);
    },
  });

  async function pay(
    applicationId: number,
    id: string,
    receipts: readonly OwedReceipt[],
    isFirstDue: boolean,
  ): Promise<void> {
    let paid = 0;
    for (const receipt of receipts) {
      const isDue = paid === 0 && isFirstDue;
      if (!isDue && receipt.afterMilliseconds > memoryWaitMillisecondsMax) break;
      if (!isDue) await sleep(receipt.afterMilliseconds);
      if (isClosed) return;
      const { status, errorCode } = receipt;
      await deps.recordReceipts.record('inbox', {
        messageId: id,
        status: status as ReceiptStatus,
        errorCode,
        network,
      });
      paid += 1;
    }
    const rest = receipts.slice(paid);
    await mark({
      applicationId,
      id,
      owedBefore: receipts.length,
      receiptsOwed: rest.length > 0 ? JSON.stringify(rest) : null,
      receiptMilliseconds: rest[0]?.afterMilliseconds ?? null,
    });
  }

  function start(
    applicationId: number,
    id: string,
    receipts: readonly OwedReceipt[],
    isFirstDue: boolean,
  ): void {
    const paying = pay(applicationId, id, receipts, isFirstDue)
      .catch((error: unknown) => {
        // The row keeps what is owed: a node pays it when the lease has run out.
        deps.logger.warn({ error: String(error), messageId: id }, 'receipt not recorded');
      })
      .finally(() => underWay.delete(paying));
    underWay.add(paying);
  }

  return {
    owe: (applicationId, id, receipts) => start(applicationId, id, receipts, false),
    async payDue(limit) {
      const rows = await claimOwedReceipts(deps.db, limit);
      for (const row of rows) {
        start(row.application_id, row.id, row.receipts_owed as OwedReceipt[], true);
      }
      return rows.length;
    },
    async close() {
      isClosed = true;
      await Promise.all(underWay);
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @throws PlatformError `sandbox_only` for a live application. */
export function assertSandbox(application: { kind: 'sandbox' | 'live' }): void {
  if (application.kind !== 'sandbox') throw new PlatformError('sandbox_only');
}
