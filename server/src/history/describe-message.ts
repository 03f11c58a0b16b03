/**
 * One message with everything that is known of it: what happened in order with the carrier's raw
 * answers, in plain words what that means, what it cost, what it was worth. Never its words: a text
 * may hold a code.
 */
import type { Database } from '../db/client.ts';
import { contexts } from '../delivery/contract.ts';
import { PlatformError } from '../kernel/errors.ts';
import { parseId } from '../kernel/ids.ts';
import { type Explanation, explainDelivery } from './explain-delivery.ts';
import { findMessageParent } from './find-message-parent.ts';
import {
  inboundSummary,
  type MessageDeps,
  type MessageSummary,
  outboundSummary,
} from './message.ts';
import {
  type ConversionRow,
  type EventRow,
  findContent,
  findConversion,
  findInbound,
  listEvents,
  listOutbound,
  type OutboundRow,
} from './store.ts';

export interface MessageStep {
  readonly at: Date;
  /** `requested`, `conversion`, or the event's own kind such as `message.delivered`. */
  readonly kind: string;
  readonly explanation: Explanation | null;
  readonly errorCode: number | null;
  /** The carrier's own words. */
  readonly raw: string | null;
}

export interface MessageDetails extends MessageSummary {
  readonly tries: number;
  readonly carrierMessageId: string | null;
  /** The transport's own reason when it was not taken. */
  readonly error: string | null;
  readonly steps: readonly MessageStep[];
  readonly conversion: {
    readonly isConverted: boolean;
    readonly at: Date;
    readonly reportedAt: Date;
  } | null;
  /** Shape of the text, without its words; null for a code, whose text its channel phrases. */
  readonly content: {
    readonly encoding: string;
    /** UTF-16 units of the whole text; null when it is not kept (any more) or binary. */
    readonly characters: number | null;
    readonly part: number;
    readonly parts: number;
    readonly isFlash: boolean;
  } | null;
  /** Other messages of the same verification or text, in order, this one among them. */
  readonly siblings: readonly {
    readonly id: string;
    readonly channel: string;
    readonly state: string;
  }[];
  /** The text from the subscriber that this one answers. */
  readonly inReplyTo: string | null;
  /** The message this text was answered with. */
  readonly replyId: string | null;
}

/** @throws PlatformError `not_found`, the same for another application's id. */
export async function describeMessage(
  deps: MessageDeps & { readonly db: Database },
  request: { readonly applicationId: number; readonly id: string },
): Promise<MessageDetails> {
  const id = parseId(request.id);
  const parents = id ? await findMessageParent(deps, { ...request, id }) : [];
  for (const parent of parents) {
    const details =
      parent.kind === 'inbound'
        ? await describeInbound(deps, request.applicationId, parent.id)
        : await describeOutbound(deps, request.applicationId, { id, parent });
    if (details) return details;
  }
  throw new PlatformError('not_found');
}

async function describeInbound(
  deps: MessageDeps & { readonly db: Database },
  applicationId: number,
  id: string,
): Promise<MessageDetails | undefined> {
  const [row] = await findInbound(deps.db, applicationId, [id]);
  if (!row) return undefined;
  const summary = inboundSummary(deps, row);
  const received = { at: row.received_at, kind: 'received', explanation: null };
  const handled = row.handled_at && {
    at: row.handled_at,
    kind: 'handled',
    explanation: summary.explanation,
  };
  const isText = row.type !== 'binary';
  return {
    ...summary,
    tries: 1,
    carrierMessageId: row.carrier_message_id,
    error: null,
    steps: [received, ...(handled ? [handled] : [])].map(plainStep),
    conversion: null,
    content: {
      encoding: isText ? (row.type === 'unicode' ? 'ucs-2' : 'gsm-7') : 'binary',
      characters: null,
      part: row.concat_part ?? 1,
      parts: row.concat_total ?? 1,
      isFlash: false,
    },
    siblings: [],
    inReplyTo: null,
    replyId: row.reply_id,
  };
}

function plainStep(step: Pick<MessageStep, 'at' | 'kind' | 'explanation'>): MessageStep {
  return { ...step, errorCode: null, raw: null };
}

async function describeOutbound(
  deps: MessageDeps & { readonly db: Database },
  applicationId: number,
  place: { id: string | undefined; parent: { kind: string; id: string } },
): Promise<MessageDetails | undefined> {
  const { parent } = place;
  const rows = await listOfParent(deps.db, applicationId, parent);
  // The id of a verification or a text names its first message.
  const row = rows.find(({ id }) => id === place.id) ?? rows[0];
  if (!row) return undefined;
  const [events, [conversion], content] = await Promise.all([
    listEvents(deps.db, [parent.id]),
    findConversion(deps.db, applicationId, row.id),
    contentOf(deps, applicationId, row),
  ]);
  const summary = outboundSummary(deps, row);
  const own = events.filter((event) => event.data?.dispatchId === row.id);
  return {
    ...summary,
    tries: row.tries,
    carrierMessageId: row.carrier_message_id,
    error: row.error,
    steps: stepsOf(row, own, conversion, summary.isCarrierOnly),
    conversion: conversion ? conversionOf(conversion) : null,
    content,
    siblings: rows.map(({ id, channel, state }) => ({ id, channel, state })),
    inReplyTo: row.in_reply_to,
    replyId: null,
  };
}

/** In the order they were made. */
async function listOfParent(
  db: Database,
  applicationId: number,
  parent: { kind: string; id: string },
): Promise<readonly OutboundRow[]> {
  const isMessage = parent.kind === 'message';
  const rows = await listOutbound(db, {
    applicationId,
    verificationIds: isMessage ? [] : [parent.id],
    messageIds: isMessage ? [parent.id] : [],
    parentIds: [parent.id],
    lowestId: parent.id,
    highestId: parent.id,
    state: null,
    channel: null,
    country: null,
    network: null,
    reference: null,
  });
  // Ids of one moment are in no order; steps and parts are.
  return rows.toReversed().sort((one, other) => one.step - other.step);
}

function stepsOf(
  row: OutboundRow,
  events: readonly EventRow[],
  conversion: ConversionRow | undefined,
  carrierOnly: boolean,
): readonly MessageStep[] {
  const requested = plainStep({ at: row.created_at, kind: 'requested', explanation: null });
  const steps = events.map((event) => stepOf(event, carrierOnly));
  const reported =
    conversion &&
    plainStep({
      at: conversion.reported_at,
      kind: conversion.is_converted ? 'conversion' : 'no-conversion',
      explanation: null,
    });
  return [requested, ...steps, ...(reported ? [reported] : [])].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  );
}

function stepOf(event: EventRow, carrierOnly: boolean): MessageStep {
  const { errorCode: code, raw, error } = event.data ?? {};
  const state = event.kind.replace('message.', '');
  const errorCode = typeof code === 'number' && code !== 0 ? code : null;
  const words = typeof raw === 'string' ? raw : typeof error === 'string' ? error : null;
  const isNews = state !== 'sent';
  return {
    at: event.at,
    kind: event.kind,
    explanation: isNews ? explainDelivery({ state, errorCode, isCarrierOnly: carrierOnly }) : null,
    errorCode,
    raw: words,
  };
}

function conversionOf(row: ConversionRow): NonNullable<MessageDetails['conversion']> {
  return { isConverted: row.is_converted, at: row.at, reportedAt: row.reported_at };
}

async function contentOf(
  deps: MessageDeps & { readonly db: Database },
  applicationId: number,
  row: OutboundRow,
): Promise<MessageDetails['content']> {
  if (row.kind !== 'message') return null;
  const [stored] = await findContent(deps.db, applicationId, row.verification_id);
  const sealed = stored?.content_sealed;
  const context = contexts.messageContent(row.verification_id);
  return {
    encoding: row.encoding ?? 'gsm-7',
    characters: sealed ? countCharacters(deps.keyRing.open(sealed, context)) : null,
    part: row.step + 1,
    parts: row.parts ?? 1,
    isFlash: stored?.flash ?? false,
  };
}

/** Of the parts' texts together; null when they are binary. */
function countCharacters(json: Buffer): number | null {
  const parts = JSON.parse(json.toString('utf8')) as readonly {
    readonly text: string;
    readonly encoding: string;
  }[];
  if (parts.some(({ encoding }) => encoding === 'binary')) return null;
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}
