/** What applications were told by webhook, each attempt of it, and telling it again. */
import { actorOf } from '../../operators/operator.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import { operation } from './operation.ts';
import { isoOrNull, momentOf, pageSize, timesOf } from './page.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams, Done } from './schemas.ts';
import type { Endpoint, WebhookDetails, WebhookSummary } from './webhook-core.ts';
import * as schema from './webhook-schemas.ts';

const readOperations = [
  operation(
    {
      name: 'listWebhooks',
      method: 'GET',
      path: '/admin/applications/:applicationId/webhooks',
      summary: 'Webhook deliveries, newest first, by state, kind or time',
      access: 'verifications.read',
      params: ApplicationParams,
      query: schema.WebhookFilter,
      answer: schema.WebhookPage,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { limit, since, until, ...filter } = call.query;
      const page = await call.deps.core.listWebhooks({
        ...filter,
        ...timesOf({ since, until }),
        applicationId: application.id,
        limit: pageSize(limit),
      });
      return { items: page.items.map(summaryView), next: page.next };
    },
  ),
  operation(
    {
      name: 'describeWebhook',
      method: 'GET',
      path: '/admin/applications/:applicationId/webhooks/:webhookId',
      summary: 'One webhook delivery with every attempt and what it sent; numbers masked',
      access: 'verifications.read',
      params: schema.WebhookParams,
      answer: schema.WebhookView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const details = await call.deps.core.describeWebhook({
        applicationId: application.id,
        id: call.params.webhookId,
      });
      return webhookView(details);
    },
  ),
  operation(
    {
      name: 'listEndpoints',
      method: 'GET',
      path: '/admin/applications/:applicationId/endpoints',
      summary: 'Where webhooks go, and which endpoints are disabled because they answered 410',
      access: 'verifications.read',
      params: ApplicationParams,
      answer: schema.EndpointList,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const endpoints = await call.deps.core.listEndpoints({ applicationId: application.id });
      return { items: endpoints.map(endpointView) };
    },
  ),
  operation(
    {
      name: 'explainSignature',
      method: 'POST',
      path: '/admin/applications/:applicationId/explain-signature',
      summary: 'The base string of a webhook as it was received, and whether its signature is ours',
      access: 'verifications.read',
      params: ApplicationParams,
      body: schema.ReceivedText,
      answer: schema.SignatureView,
    },
    async (call) => {
      const application = await findApplication(call.deps, call.params.applicationId);
      const { text } = call.body;
      const explained = await call.deps.core.explainSignature({
        applicationId: application.id,
        text,
      });
      return { ...explained, findings: [...explained.findings] };
    },
  ),
];

const changeOperations = [
  operation(
    {
      name: 'replayWebhook',
      method: 'POST',
      path: '/admin/applications/:applicationId/webhooks/:webhookId/replay',
      summary: 'Send one webhook again now, under its id and signed anew',
      access: 'applications.read',
      params: schema.WebhookParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.replayWebhook({
        applicationId: application.id,
        id: call.params.webhookId,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'replayGivenUpWebhooks',
      method: 'POST',
      path: '/admin/applications/:applicationId/webhooks/replay',
      summary: 'Send again all webhooks of a time that were given up, up to 10,000 a call',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.WebhookReplay,
      answer: schema.ReplayedWebhooks,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const { since, until, ...filter } = call.body;
      return call.deps.core.replayGivenUpWebhooks({
        ...filter,
        applicationId: application.id,
        since: momentOf(since, 'since'),
        until: momentOf(until, 'until'),
        actor: actorOf(call.signedIn.operator),
      });
    },
  ),
  operation(
    {
      name: 'testWebhook',
      method: 'POST',
      path: '/admin/applications/:applicationId/webhooks/test',
      summary: 'Send a webhook with made-up values to where the settings say',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.WebhookTest,
      answer: schema.TestedWebhook,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const tested = await call.deps.core.testWebhook({
        applicationId: application.id,
        kind: call.body.kind,
        actor: actorOf(call.signedIn.operator),
      });
      const { headers, ...request } = tested.request;
      return { ...tested, request: { ...request, headers: [...headers] } };
    },
  ),
  operation(
    {
      name: 'enableEndpoint',
      method: 'POST',
      path: '/admin/applications/:applicationId/endpoints/:endpointId/enable',
      summary: 'Send webhooks to an endpoint again that had answered 410',
      access: 'applications.read',
      params: schema.EndpointParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.enableEndpoint({
        applicationId: application.id,
        endpointId: call.params.endpointId,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
];

export const webhookOperations = [...readOperations, ...changeOperations];

function summaryView(webhook: WebhookSummary): View<typeof schema.WebhookSummaryView> {
  return {
    id: webhook.id,
    kind: webhook.kind,
    state: webhook.state,
    maskedAddress: webhook.maskedAddress,
    status: webhook.status,
    eventType: webhook.eventType,
    eventId: webhook.eventId,
    endpointId: webhook.endpointId,
    url: webhook.url,
    tries: webhook.tries,
    lastStatus: webhook.lastStatus,
    lastError: webhook.lastError,
    createdAt: webhook.createdAt.toISOString(),
    dueAt: isoOrNull(webhook.dueAt),
    giveUpAt: webhook.giveUpAt.toISOString(),
    endedAt: isoOrNull(webhook.endedAt),
    replayedAt: isoOrNull(webhook.replayedAt),
  };
}

function webhookView(details: WebhookDetails): View<typeof schema.WebhookView> {
  return {
    ...summaryView(details),
    messageId: details.messageId,
    attempts: details.attempts.map(({ at, request, ...attempt }) => ({
      ...attempt,
      at: at.toISOString(),
      request: request && { ...request, headers: [...request.headers] },
    })),
  };
}

function endpointView(endpoint: Endpoint): View<typeof schema.EndpointList>['items'][number] {
  return {
    ...endpoint,
    kinds: [...endpoint.kinds],
    disabledAt: isoOrNull(endpoint.disabledAt),
  };
}
