/**
 * Hands one dispatch to a carrier: renders it on its channel, chooses the transport, sends, records.
 * Must never send too late in the code's life, after its lease has run out, or twice on purpose.
 */
import type { Channel, RenderedMessage } from '../channels/contract.ts';
import type { Database } from '../db/client.ts';
import { createCoalescer } from '../db/coalescer.ts';
import { PlatformError } from '../kernel/errors.ts';
import { idRange } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import {
  type HandOver,
  type OpenTransport,
  type OutgoingMessage,
  TransportError,
} from '../transports/contract.ts';
import {
  contexts,
  dispatchLeaseSeconds,
  lifeLeftToSendSeconds,
  planOnChannel,
  type ReadyDispatch,
  readyDispatchFrom,
  readyPartFrom,
  type StoredMessageFacts,
  type StoredPartFacts,
} from './contract.ts';
import type { RecordReceipts } from './receipts.ts';
import {
  type ClaimedDispatchRow,
  claimDispatches,
  markForRetry,
  markSent,
  markUnsent,
  type SentRow,
} from './store.ts';

export interface Route {
  readonly name: string;
  readonly transport: OpenTransport;
}

export interface DispatchDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
  readonly logger: Logger;
  readonly channels: ReadonlyMap<string, Channel>;
  /** The transport that carries this message; undefined when none is configured. */
  readonly routeFor: (dispatch: ReadyDispatch) => Route | undefined;
  readonly recordReceipts: RecordReceipts;
  readonly metrics: { countDispatch(channel: string, result: string): void };
}

export interface Dispatcher {
  /** Sends in the background; failures end in the dispatch's row, never with the caller. */
  handOver(dispatch: ReadyDispatch): void;
  /** Takes up dispatches of dead nodes and retries; answers how many there were. */
  sendDue(limit: number): Promise<number>;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
}

const triesMax = 6;

export function createDispatcher(deps: DispatchDeps): Dispatcher {
  const underWay = new Set<Promise<void>>();
  const record = createCoalescer<SentRow, null>({
    batchMax: 200,
    lanesMax: 1,
    run: (batch) => recordSent(deps, batch),
  });
  const handOver = (dispatch: ReadyDispatch): void => {
    const sending = sendOne(deps, record, dispatch)
      .catch((error: unknown) => {
        // The row stays due: when its lease has run out a node takes it up again.
        deps.logger.warn(
          { error: String(error), dispatchId: dispatch.id },
          'dispatch not recorded',
        );
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  };
  return {
    handOver,
    async sendDue(limit) {
      const rows = await claimDispatches(deps.db, limit, dispatchLeaseSeconds);
      for (const row of rows) await takeUp(deps, handOver, row);
      return rows.length;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function recordSent(deps: DispatchDeps, batch: readonly SentRow[]): Promise<null[]> {
  const [lowest, highest] = idRange(batch.map((row) => row.verificationId));
  const early = await markSent(deps.db, batch, lowest, highest);
  if (early.length > 0) await deps.recordReceipts.again(early);
  return batch.map(() => null);
}

async function sendOne(
  deps: DispatchDeps,
  record: (row: SentRow) => Promise<null>,
  dispatch: ReadyDispatch,
): Promise<void> {
  if (performance.now() >= dispatch.leaseEndsAt) return;
  const route = deps.routeFor(dispatch);
  const refusal = refusalOf(dispatch, route);
  if (refusal || !route) {
    await end(deps, dispatch, 'not_sent', route?.name ?? null, refusal ?? 'no transport');
    return;
  }
  let rendered: RenderedMessage;
  let handOver: HandOver;
  try {
    rendered = render(deps, dispatch);
    handOver = await route.transport.send({
      dispatchId: dispatch.id,
      applicationId: dispatch.applicationId,
      verificationId: dispatch.verificationId,
      channel: dispatch.channel,
      to: dispatch.to,
      from: dispatch.sender,
      rendered,
      ...extrasOf(dispatch, deps.channels.get(dispatch.channel)),
    });
  } catch (error) {
    await recordFailure(deps, dispatch, route.name, error);
    return;
  }
  deps.metrics.countDispatch(dispatch.channel, 'sent');
  await record({
    applicationId: dispatch.applicationId,
    id: dispatch.id,
    verificationId: dispatch.verificationId,
    transport: route.name,
    messageId: handOver.messageId,
    network: handOver.network ?? null,
    segments: rendered.segments,
    locale: rendered.locale,
  });
}

function refusalOf(dispatch: ReadyDispatch, route: Route | undefined): string | undefined {
  if (!route) {
    return `no transport is configured for ${dispatch.channel}; the message was not sent`;
  }
  if (dispatch.lifeLeftSeconds < lifeLeftToSendSeconds(dispatch.lifeSeconds)) {
    return dispatch.content.kind === 'code'
      ? 'too little of the code’s life was left'
      : 'the message was no longer wanted by then';
  }
  return undefined;
}

function render(deps: DispatchDeps, dispatch: ReadyDispatch): RenderedMessage {
  if (dispatch.rendered) return dispatch.rendered;
  const channel = deps.channels.get(dispatch.channel);
  if (!channel) throw new PlatformError('invalid_parameter', { parameter: 'channel' });
  const { content } = dispatch;
  if (content.kind === 'part') {
    const { text, encoding } = content.part;
    // Nobody knows what language the caller wrote in.
    return { text, encoding, segments: 1, locale: 'und' };
  }
  const expiresInSeconds = Math.floor(dispatch.lifeLeftSeconds);
  return channel.render({ ...content.message, expiresInSeconds });
}

/** What a carrier is told beside the text. */
function extrasOf(
  { content, options }: ReadyDispatch,
  channel: Channel | undefined,
): Pick<OutgoingMessage, 'code' | 'options' | 'concat' | 'flash' | 'binary'> {
  if (content.kind === 'code') {
    const code = channel?.confirmedBy === 'code' ? content.message.code : null;
    return { code, ...(options && { options }) };
  }
  const { concat, flash, data, header } = content.part;
  return {
    code: null,
    ...(concat && { concat }),
    ...(flash && { flash }),
    ...(data !== undefined && { binary: { data, header: header ?? '' } }),
  };
}

async function recordFailure(
  deps: DispatchDeps,
  dispatch: ReadyDispatch,
  transport: string,
  error: unknown,
): Promise<void> {
  const reason = error instanceof TransportError ? error.providerCode : 'unexpected error';
  const mayRetry =
    (error instanceof TransportError && error.kind === 'retryable') ||
    (error instanceof PlatformError && error.code === 'unavailable');
  if (!mayRetry || dispatch.tries >= triesMax) {
    deps.logger.warn({ error: String(error), dispatchId: dispatch.id }, 'dispatch failed');
    await end(deps, dispatch, 'failed', transport, reason);
    return;
  }
  deps.metrics.countDispatch(dispatch.channel, 'retried');
  await markForRetry(deps.db, {
    id: dispatch.id,
    verificationId: dispatch.verificationId,
    delaySeconds: Math.min(0.5 * 2 ** dispatch.tries, 15),
    error: reason,
  });
}

async function end(
  deps: DispatchDeps,
  dispatch: Pick<ReadyDispatch, 'applicationId' | 'id' | 'verificationId' | 'channel'>,
  state: 'failed' | 'not_sent',
  transport: string | null,
  error: string,
): Promise<void> {
  deps.metrics.countDispatch(dispatch.channel, state);
  const { applicationId, id, verificationId } = dispatch;
  await markUnsent(deps.db, { applicationId, id, verificationId, state, transport, error });
}

/** Never throws for one row's sake: the others of the batch must not wait for it. */
async function takeUp(
  deps: DispatchDeps,
  handOver: (dispatch: ReadyDispatch) => void,
  row: ClaimedDispatchRow,
): Promise<void> {
  const dispatch = {
    applicationId: row.application_id,
    id: row.id,
    verificationId: row.verification_id,
    channel: row.channel,
  };
  let ready: ReadyDispatch | undefined;
  try {
    ready = readyFromRow(deps.keyRing, row);
  } catch (error) {
    deps.logger.error({ error: String(error), dispatchId: row.id }, 'dispatch cannot be opened');
    await end(deps, dispatch, 'failed', null, 'what is stored could not be opened');
    return;
  }
  if (ready) handOver(ready);
  else await end(deps, dispatch, 'not_sent', null, 'the verification had ended');
}

/** Undefined when the verification has ended or sends another code by now, or the text is erased. */
function readyFromRow(keyRing: KeyRing, row: ClaimedDispatchRow): ReadyDispatch | undefined {
  const { id, step, channel, tries, life_left_seconds: lifeLeftSeconds } = row;
  const dispatch = { id, step, channel, tries, lifeLeftSeconds };
  if (isPart(row)) return readyPartFrom(keyRing, row, dispatch);
  if (row.message_id !== null || row.code_sealed === null) return undefined;
  const context = contexts.code(row.verification_id);
  const code = keyRing.open(row.code_sealed, context).toString('utf8');
  // A code that was sent again may have gone another way than its step says.
  const plan = row.plan ? planOnChannel(row.plan, channel) : undefined;
  return readyDispatchFrom(keyRing, row as StoredMessageFacts, { ...dispatch, code, plan });
}

function isPart(row: ClaimedDispatchRow): row is ClaimedDispatchRow & StoredPartFacts {
  return row.message_id !== null && row.content_sealed !== null;
}
