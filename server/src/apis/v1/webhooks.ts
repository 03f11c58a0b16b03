/** Webhooks of an application: its endpoints, and what was told to them (docs/webhooks.md). */
import { type Static, Type } from 'typebox';
import type { MadeEndpoint } from '../../webhooks/endpoints/create-endpoint.ts';
import type { OwnEndpoint } from '../../webhooks/endpoints/endpoint.ts';
import type { TestedWebhook } from '../../webhooks/test-webhook.ts';
import { answer, input, Nullable, oneOf, Timestamp } from '../described/schema-parts.ts';
import { operation, type V1Call } from './operation.ts';
import { isoOrNull, Selection, selection, Uuid } from './parts.ts';

const tag = 'Webhooks';
const access = 'application';
const all = '/v1/webhooks';
const one = `${all}/:webhook_id` as const;
const actor = 'application';

const WebhookParams = input({ webhook_id: Uuid });
const Url = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'Where events go, by POST. A public address, https for live applications.',
});
const Description = Type.String({ maxLength: 200 });
const EventTypes = Nullable(
  Type.Array(Type.String({ pattern: '^[a-z_]{1,30}\\.[a-z_*]{1,30}$' }), {
    maxItems: 50,
    description: 'Types, or groups like `message.*`; null is every type.',
  }),
);

const webhook = {
  id: Uuid,
  url: Type.String(),
  description: Type.String(),
  event_types: Nullable(Type.Array(Type.String())),
  is_enabled: Type.Boolean(),
  disabled_reason: Nullable(oneOf(['gone', 'failing', 'by-hand'], 'WebhookDisabledReason')),
  disabled_at: Nullable(Timestamp),
  failing_since: Nullable(Timestamp),
  previous_secret_ends_at: Nullable(Timestamp),
  created_at: Timestamp,
  changed_at: Timestamp,
};
const Secret = Type.String({
  pattern: '^whsec_',
  description: 'Signs what is sent to it. Told here and never again.',
});
const WebhookView = answer('Webhook', webhook);
const WebhookMade = answer('WebhookWithSecret', { ...webhook, secret: Secret });

const CreateBody = input(
  {
    url: Url,
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
  },
  'CreateWebhook',
);
const ChangeBody = input(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
    is_enabled: Type.Optional(Type.Boolean()),
  },
  'ChangeWebhook',
);
const RotateBody = input(
  {
    overlap_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        description: 'How long the secret in force signs too; a day when absent.',
      }),
    ),
  },
  'RotateWebhookSecret',
);
const Rotated = answer('RotatedWebhookSecret', {
  secret: Secret,
  previous_secret_ends_at: Nullable(Timestamp),
});
const Tested = answer('WebhookTestResult', {
  is_acknowledged: Type.Boolean(),
  status: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
  milliseconds: Type.Integer(),
  headers: Type.Record(Type.String(), Type.String()),
  body: Nullable(Type.String()),
  base_string: Nullable(Type.String()),
});

export const webhookOperations = [
  operation(
    {
      operationId: 'listWebhooks',
      tag,
      method: 'GET',
      path: all,
      summary: 'List the endpoints, at most twenty',
      access,
      query: input(selection),
      status: 200,
      answer: answer('WebhookList', { items: Type.Array(WebhookView) }),
      errors: [],
    },
    async ({ core, application }) => {
      const found = await core.endpoints.list({ applicationId: application.id });
      return { body: { items: found.map(encodeWebhook) } };
    },
  ),
  operation(
    {
      operationId: 'createWebhook',
      tag,
      method: 'POST',
      path: all,
      summary: 'Create an endpoint; the answer has its secret',
      access,
      body: CreateBody,
      status: 201,
      answer: WebhookMade,
      secretMembers: ['secret'],
      errors: ['conflict'],
    },
    async (call) => {
      const made = await createOnce(call);
      const headers = { location: `${all}/${made.endpoint.id}` };
      return { body: { ...encodeWebhook(made.endpoint), secret: made.secret }, headers };
    },
  ),
  operation(
    {
      operationId: 'getWebhook',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read an endpoint',
      access,
      params: WebhookParams,
      query: Selection,
      status: 200,
      answer: WebhookView,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const place = { applicationId: application.id, endpointId: params.webhook_id };
      return { body: encodeWebhook(await core.endpoints.get(place)) };
    },
  ),
  operation(
    {
      operationId: 'changeWebhook',
      tag,
      method: 'PATCH',
      path: one,
      summary: 'Change an endpoint, or enable one that was disabled',
      access,
      params: WebhookParams,
      body: ChangeBody,
      status: 200,
      answer: WebhookView,
      errors: ['not_found'],
    },
    async ({ core, application, params, body }) => {
      const { url, description, event_types: eventTypes, is_enabled: isEnabled } = body;
      const changed = await core.endpoints.update({
        ...{ application, actor, endpointId: params.webhook_id },
        changes: {
          ...(url !== undefined && { url }),
          ...(description !== undefined && { description }),
          ...(eventTypes !== undefined && { eventTypes }),
          ...(isEnabled !== undefined && { isEnabled }),
        },
      });
      return { body: encodeWebhook(changed) };
    },
  ),
  operation(
    {
      operationId: 'deleteWebhook',
      tag,
      method: 'DELETE',
      path: one,
      summary: 'Delete an endpoint; what is due for it is given up',
      access,
      params: WebhookParams,
      status: 204,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      await core.endpoints.delete({ application, actor, endpointId: params.webhook_id });
      return {};
    },
  ),
  operation(
    {
      operationId: 'rotateWebhookSecret',
      tag,
      method: 'POST',
      path: `${one}/rotate-secret`,
      summary: 'Replace the secret; both sign for a day',
      access,
      params: WebhookParams,
      body: RotateBody,
      isBodyOptional: true,
      status: 200,
      answer: Rotated,
      secretMembers: ['secret'],
      errors: ['not_found'],
    },
    async ({ core, application, params, body }) => {
      const overlapSeconds = body?.overlap_seconds;
      const rotated = await core.endpoints.rotateSecret({
        ...{ application, actor, endpointId: params.webhook_id },
        ...(overlapSeconds !== undefined && { overlapSeconds }),
      });
      const previous_secret_ends_at = isoOrNull(rotated.previousSecretEndsAt);
      return { body: { secret: rotated.secret, previous_secret_ends_at } };
    },
  ),
  operation(
    {
      operationId: 'testWebhook',
      tag,
      method: 'POST',
      path: `${one}/test`,
      summary: 'Send an event of the type `endpoint.tested` now',
      access,
      params: WebhookParams,
      status: 200,
      answer: Tested,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const act = { application, actor, endpointId: params.webhook_id };
      return { body: encodeTested(await core.endpoints.test(act)) };
    },
  ),
];

/** Made before and never answered: it exists, with a secret nobody was told, so it gets another. */
async function createOnce({
  core,
  application,
  body,
  effect,
}: V1Call<unknown, unknown, Static<typeof CreateBody>>): Promise<MadeEndpoint> {
  const { url, description, event_types: eventTypes } = body;
  if (effect?.earlier) {
    const endpoints = await core.endpoints.list({ applicationId: application.id });
    const endpoint = endpoints.find(({ id }) => id === effect.id);
    if (endpoint) {
      const act = { application, actor, endpointId: endpoint.id, overlapSeconds: 0 };
      return { endpoint, secret: (await core.endpoints.rotateSecret(act)).secret };
    }
  }
  return core.endpoints.create({
    ...{ application, actor },
    endpoint: {
      url,
      ...(effect && { id: effect.id }),
      ...(description !== undefined && { description }),
      ...(eventTypes !== undefined && { eventTypes }),
    },
  });
}

function encodeWebhook(endpoint: OwnEndpoint): Static<typeof WebhookView> {
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    event_types: endpoint.eventTypes && [...endpoint.eventTypes],
    is_enabled: endpoint.disabledAt === null,
    disabled_reason: endpoint.disabledReason,
    disabled_at: isoOrNull(endpoint.disabledAt),
    failing_since: isoOrNull(endpoint.failingSince),
    previous_secret_ends_at: isoOrNull(endpoint.previousSecretEndsAt),
    created_at: endpoint.createdAt.toISOString(),
    changed_at: endpoint.changedAt.toISOString(),
  };
}

function encodeTested({ request, ...tested }: TestedWebhook): Static<typeof Tested> {
  return {
    is_acknowledged: tested.isAcknowledged,
    status: tested.status,
    error: tested.error,
    milliseconds: tested.milliseconds,
    headers: Object.fromEntries(request.headers.map(({ name, value }) => [name, value])),
    body: request.body,
    base_string: request.baseString,
  };
}
