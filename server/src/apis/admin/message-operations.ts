/** What became of each message, and what messages are worth. */
import { findApplication } from './find-application.ts';
import type { MessageDetails, MessageSummary, Quality } from './message-core.ts';
import * as schema from './message-schemas.ts';
import { operation } from './operation.ts';
import { isoOrNull, pageSize, timesOf } from './page.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams } from './schemas.ts';

export const messageOperations = [
  operation(
    {
      name: 'listMessages',
      method: 'GET',
      path: '/admin/applications/:applicationId/messages',
      summary: 'Messages both ways, newest first, by number, id, reference, state or time',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.MessageFilter,
      answer: schema.MessagePage,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { limit, since, until, ...filter } = call.query;
      const page = await call.deps.core.listMessages({
        ...filter,
        ...timesOf({ since, until }),
        applicationId: application.id,
        limit: pageSize(limit),
      });
      return {
        items: page.items.map((item) => summaryView(application.id, item)),
        next: page.next,
        searchedTo: isoOrNull(page.searchedTo),
      };
    },
  ),
  operation(
    {
      name: 'describeMessage',
      method: 'GET',
      path: '/admin/applications/:applicationId/messages/:messageId',
      summary: 'One message with what its carrier said, in plain words; never its text',
      access: 'verifications.read',
      params: schema.MessageParams,
      answer: schema.MessageView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const details = await call.deps.core.describeMessage({
        applicationId: application.id,
        id: call.params.messageId,
      });
      return messageView(application.id, details);
    },
  ),
  operation(
    {
      name: 'explainAddress',
      method: 'GET',
      path: '/admin/applications/:applicationId/explained-address',
      summary: 'Why somebody gets no code: what holds messages to an address back',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.AddressQuestion,
      answer: schema.ExplainedAddressView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const explained = await call.deps.core.explainAddress({
        applicationId: application.id,
        address: call.query.address,
      });
      return {
        ...explained,
        holds: explained.holds.map((hold) => ({ ...hold, until: isoOrNull(hold.until) })),
      };
    },
  ),
  operation(
    {
      name: 'describeQuality',
      method: 'GET',
      path: '/admin/applications/:applicationId/quality',
      summary: 'Delivered, converted, time and cost by country, carrier or channel',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.QualityFilter,
      answer: schema.QualityView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const quality = await call.deps.core.describeQuality({
        ...call.query,
        applicationId: application.id,
      });
      return qualityView(quality);
    },
  ),
];

function summaryView(
  applicationId: number,
  message: MessageSummary,
): View<typeof schema.MessageSummaryView> {
  const { createdAt, sentAt, endedAt, explanation } = message;
  return {
    applicationId,
    id: message.id,
    direction: message.direction,
    dialect: message.dialect,
    channel: message.channel,
    state: message.state,
    maskedAddress: message.maskedAddress,
    sender: message.sender,
    country: message.country,
    network: message.network,
    transport: message.transport,
    segments: message.segments,
    cost: message.cost,
    currency: message.currency,
    reference: message.reference,
    errorCode: message.errorCode,
    explanation: { ...explanation },
    isCarrierOnly: message.isCarrierOnly,
    createdAt: createdAt.toISOString(),
    sentAt: isoOrNull(sentAt),
    endedAt: isoOrNull(endedAt),
    verificationId: message.verificationId,
  };
}

function messageView(
  applicationId: number,
  details: MessageDetails,
): View<typeof schema.MessageView> {
  const { conversion, content } = details;
  return {
    ...summaryView(applicationId, details),
    tries: details.tries,
    carrierMessageId: details.carrierMessageId,
    error: details.error,
    steps: details.steps.map(({ at, explanation, ...step }) => ({
      ...step,
      at: at.toISOString(),
      explanation: explanation && { ...explanation },
    })),
    conversion: conversion && {
      isConverted: conversion.isConverted,
      at: conversion.at.toISOString(),
      reportedAt: conversion.reportedAt.toISOString(),
    },
    content: content && { ...content },
    siblings: details.siblings.map((sibling) => ({ ...sibling })),
    inReplyTo: details.inReplyTo,
    replyId: details.replyId,
  };
}

function qualityView(quality: Quality): View<typeof schema.QualityView> {
  return {
    ...quality,
    since: quality.since.toISOString(),
    until: quality.until.toISOString(),
    asOf: isoOrNull(quality.asOf),
    groups: quality.groups.map((group) => ({ ...group })),
    slots: quality.slots.map((slot) => ({ ...slot, at: slot.at.toISOString() })),
  };
}
