/** Messages without a code: send, read, their receipts; and what a message was worth. */
import type { Static } from 'typebox';
import type { MessageDetails } from '../../history/describe-message.ts';
import type { MessageState, MessageSummary } from '../../history/message.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { formatAmount } from '../../kernel/money.ts';
import * as schema from './message-schemas.ts';
import { operation, type V1Answer, type V1Call } from './operation.ts';
import { addressOf, idCursor, isoOrNull, momentOf, pageSize, Selection } from './parts.ts';
import { conversionKind, dialect } from './wire.ts';

const tag = 'Messages';
const access = 'application';
const one = '/v1/messages/:message_id';

export const messageOperations = [
  operation(
    {
      operationId: 'sendMessage',
      tag,
      method: 'POST',
      path: '/v1/messages',
      summary: 'Send a message without a code',
      description:
        'A long text goes in several parts, each billed and reported by itself. A person who opted out is not written to: `opted_out`.',
      access,
      body: schema.SendBody,
      status: 201,
      answer: schema.SentMessage,
      errors: ['unroutable', 'barred', 'opted_out', 'quota_exceeded'],
    },
    sendMessage,
  ),
  operation(
    {
      operationId: 'listMessages',
      tag,
      method: 'GET',
      path: '/v1/messages',
      summary: 'List messages both ways, newest first',
      description:
        'Those of verifications, too. A page may hold few items and still have a next one: a filter looks a bounded way back at a time.',
      access,
      query: schema.MessageFilter,
      status: 200,
      answer: schema.MessagePage,
      errors: [],
    },
    async ({ core, application, query }) => {
      const { limit, cursor, to, since, until, fields: _fields, ...filter } = query;
      const before = idCursor(cursor);
      const page = await core.history.listMessages({
        ...filter,
        applicationId: application.id,
        limit: pageSize(limit),
        ...(to !== undefined && { address: addressOf(to, 'to') }),
        ...(since !== undefined && { since: momentOf(since, 'since') }),
        ...(until !== undefined && { until: momentOf(until, 'until') }),
        ...(before !== undefined && { before }),
      });
      return { body: { items: page.items.map(encodeMessage), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'getMessage',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read one message; the id of a text names its first part',
      access,
      params: schema.MessageParams,
      query: Selection,
      status: 200,
      answer: schema.MessageWithParts,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const request = { applicationId: application.id, id: params.message_id };
      return { body: encodeDetails(await core.history.describeMessage(request)) };
    },
  ),
  operation(
    {
      operationId: 'listReceipts',
      tag,
      method: 'GET',
      path: `${one}/receipts`,
      summary: 'What carriers reported of a message, in order',
      access,
      params: schema.MessageParams,
      status: 200,
      answer: schema.Receipts,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const request = { applicationId: application.id, id: params.message_id };
      const { steps } = await core.history.describeMessage(request);
      return { body: { items: steps.filter(isReceipt).map(encodeReceipt) } };
    },
  ),
  operation(
    {
      operationId: 'reportConversion',
      tag: 'Conversions',
      method: 'POST',
      path: '/v1/conversions',
      summary: 'Report whether a message was worth its money; the last word counts',
      access,
      body: schema.ConversionBody,
      status: 200,
      answer: schema.ConversionAnswer,
      errors: ['not_found'],
    },
    async ({ core, application, body }) => {
      const { message_id, is_converted } = body;
      const applicationId = application.id;
      const { channel, id } = await core.history.describeMessage({ applicationId, id: message_id });
      const isKnown = await core.recordConversion({
        applicationId,
        messageId: id,
        kind: conversionKind(channel),
        isConverted: is_converted,
        ...(body.at !== undefined && { at: momentOf(body.at, 'at') }),
      });
      if (!isKnown) throw new PlatformError('not_found');
      return { body: { message_id: id, is_converted } };
    },
  ),
];

async function sendMessage({
  core,
  application,
  body,
  effect,
}: V1Call<unknown, unknown, Static<typeof schema.SendBody>>): Promise<
  V1Answer<Static<typeof schema.SentMessage>>
> {
  const made = effect?.earlier && (await findSent(application.id, core, effect.id));
  if (made) return { body: made };
  const from = body.from ?? application.settings.sender;
  const campaign = application.campaigns.find(({ code }) => code === from);
  const sent = await core.sendMessage({
    application,
    dialect,
    to: body.to,
    sender: from,
    text: body.text,
    wantsReceipts: true,
    wantsEvents: true,
    refusesOptOut: true,
    validitySeconds: body.validity_seconds ?? schema.validitySecondsDefault,
    ...(effect && { messageId: effect.id }),
    ...(campaign && { campaignId: campaign.id }),
    ...(body.encoding === 'ucs-2' && { encoding: 'ucs-2' as const }),
    ...(body.flash && { flash: true }),
    ...(body.reference !== undefined && { reference: body.reference }),
  });
  return {
    headers: { location: `/v1/messages/${sent.messageId}` },
    body: {
      id: sent.messageId,
      to: sent.address,
      from,
      reference: body.reference ?? null,
      currency: application.currency,
      parts: sent.parts.map(({ dispatchId, charge }) => ({
        id: dispatchId,
        cost: formatAmount(charge),
      })),
    },
  };
}

/** What an earlier try with the same key has sent. */
async function findSent(
  applicationId: number,
  core: V1Call['core'],
  id: string,
): Promise<Static<typeof schema.SentMessage> | undefined> {
  try {
    const found = await core.history.describeMessage({ applicationId, id });
    const { address: to, sender: from, reference, cost, currency } = found;
    const parts = found.siblings.map((part) => ({ id: part.id, cost }));
    return { ...{ id, to, from, reference, currency }, parts };
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not_found') return undefined;
    throw error;
  }
}

function encodeMessage(summary: MessageSummary): Static<typeof schema.Message> {
  const isInbound = summary.direction === 'inbound';
  return {
    id: summary.id,
    direction: summary.direction,
    channel: summary.channel,
    state: summary.state as MessageState,
    to: isInbound ? summary.sender : summary.address,
    from: isInbound ? summary.address : summary.sender,
    country: summary.country,
    network: summary.network,
    segments: summary.segments,
    cost: summary.cost,
    currency: summary.currency,
    reference: summary.reference,
    error_code: summary.errorCode,
    meaning: summary.explanation.meaning,
    verification_id: summary.verificationId,
    created_at: summary.createdAt.toISOString(),
    sent_at: isoOrNull(summary.sentAt),
    ended_at: isoOrNull(summary.endedAt),
  };
}

function encodeDetails(details: MessageDetails): Static<typeof schema.MessageWithParts> {
  const { conversion } = details;
  return {
    ...encodeMessage(details),
    tries: details.tries,
    parts: details.siblings.map((part) => ({ ...part })),
    conversion: conversion && {
      is_converted: conversion.isConverted,
      at: conversion.at.toISOString(),
      reported_at: conversion.reportedAt.toISOString(),
    },
  };
}

type Step = MessageDetails['steps'][number];

/** What was said of it after it had left. */
function isReceipt({ kind }: Step): boolean {
  return kind.startsWith('message.') && kind !== 'message.sent';
}

function encodeReceipt(step: Step) {
  return {
    state: step.kind.slice('message.'.length),
    at: step.at.toISOString(),
    error_code: step.errorCode,
    meaning: step.explanation?.meaning ?? null,
    carrier_text: step.raw,
  };
}
