/** An application's own endpoints: where its events go, and the secrets that sign them. */

import { eventTypes } from '../../events/event.ts';
import { actorOf } from '../../operators/operator.ts';
import { shownUrl } from '../../webhooks/endpoint.ts';
import { findApplication, findManagedApplication } from './find-application.ts';
import { operation } from './operation.ts';
import type { View } from './schema-parts.ts';
import { ApplicationParams, Done } from './schemas.ts';
import type { OwnEndpoint } from './webhook-endpoint-core.ts';
import * as schema from './webhook-endpoint-schemas.ts';
import { TestedWebhook } from './webhook-schemas.ts';

const all = '/admin/applications/:applicationId/webhook-endpoints';
const one = `${all}/:endpointId` as const;

export const webhookEndpointOperations = [
  operation(
    {
      name: 'listOwnEndpoints',
      method: 'GET',
      path: all,
      summary: 'Endpoints that events go to, and every type of event there is',
      access: 'verifications.read',
      params: ApplicationParams,
      answer: schema.OwnEndpointList,
    },
    async (call) => {
      const { id: applicationId } = await findApplication(call.deps, call.params.applicationId);
      const endpoints = await call.deps.core.listOwnEndpoints({ applicationId });
      return { items: endpoints.map(ownEndpointView), eventTypes: [...eventTypes] };
    },
  ),
  operation(
    {
      name: 'createOwnEndpoint',
      method: 'POST',
      path: all,
      summary: 'Make an endpoint; the answer has its secret, told once',
      access: 'applications.read',
      params: ApplicationParams,
      body: schema.NewOwnEndpoint,
      answer: schema.OwnEndpointMade,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const { endpoint, secret } = await call.deps.core.createOwnEndpoint({
        applicationId: application.id,
        endpoint: call.body,
        actor: actorOf(call.signedIn.operator),
      });
      return { endpoint: ownEndpointView(endpoint), secret };
    },
  ),
  operation(
    {
      name: 'updateOwnEndpoint',
      method: 'PATCH',
      path: one,
      summary: 'Change an endpoint, disable it, or enable it again',
      access: 'applications.read',
      params: schema.OwnEndpointParams,
      body: schema.OwnEndpointChanges,
      answer: schema.OwnEndpointView,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const changed = await call.deps.core.updateOwnEndpoint({
        applicationId: application.id,
        endpointId: call.params.endpointId,
        changes: call.body,
        actor: actorOf(call.signedIn.operator),
      });
      return ownEndpointView(changed);
    },
  ),
  operation(
    {
      name: 'deleteOwnEndpoint',
      method: 'DELETE',
      path: one,
      summary: 'Delete an endpoint; what is due for it is given up',
      access: 'applications.read',
      params: schema.OwnEndpointParams,
      answer: Done,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      await call.deps.core.deleteOwnEndpoint({
        applicationId: application.id,
        endpointId: call.params.endpointId,
        actor: actorOf(call.signedIn.operator),
      });
      return { done: true };
    },
  ),
  operation(
    {
      name: 'rotateEndpointSecret',
      method: 'POST',
      path: `${one}/rotate-secret`,
      summary: 'Replace the secret of an endpoint; both sign for a day unless it is said otherwise',
      access: 'applications.read',
      params: schema.OwnEndpointParams,
      body: schema.SecretOverlap,
      answer: schema.RotatedEndpointSecret,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const { secret, previousSecretEndsAt } = await call.deps.core.rotateEndpointSecret({
        ...call.body,
        applicationId: application.id,
        endpointId: call.params.endpointId,
        actor: actorOf(call.signedIn.operator),
      });
      return { secret, previousSecretEndsAt: previousSecretEndsAt?.toISOString() ?? null };
    },
  ),
  operation(
    {
      name: 'testOwnEndpoint',
      method: 'POST',
      path: `${one}/test`,
      summary: 'Send an event of the type endpoint.tested now',
      access: 'applications.read',
      params: schema.OwnEndpointParams,
      answer: TestedWebhook,
    },
    async (call) => {
      const application = await findManagedApplication(call, call.params.applicationId);
      const tested = await call.deps.core.testOwnEndpoint({
        applicationId: application.id,
        endpointId: call.params.endpointId,
        actor: actorOf(call.signedIn.operator),
      });
      const { headers, ...request } = tested.request;
      return { ...tested, request: { ...request, headers: [...headers] } };
    },
  ),
];

function ownEndpointView(endpoint: OwnEndpoint): View<typeof schema.OwnEndpointView> {
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: endpoint.id,
    url: shownUrl(endpoint.url),
    description: endpoint.description,
    eventTypes: endpoint.eventTypes && [...endpoint.eventTypes],
    previousSecretEndsAt: iso(endpoint.previousSecretEndsAt),
    failingSince: iso(endpoint.failingSince),
    disabledAt: iso(endpoint.disabledAt),
    disabledReason: endpoint.disabledReason,
    createdAt: endpoint.createdAt.toISOString(),
  };
}
