/** What an application was told by webhook, each attempt of it, and telling it again. */
import { type Static, Type } from 'typebox';
import { PlatformError } from '../../kernel/errors.ts';
import type { WebhookDetails } from '../../webhooks/describe-webhook.ts';
import type { WebhookSummary } from '../../webhooks/list-webhooks.ts';
import { webhookStates } from '../../webhooks/webhook.ts';
import { answer, input, Nullable, oneOf, Timestamp } from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { idCursor, isoOrNull, Moment, momentOf, pageOf, pageSize, paging, Uuid } from './parts.ts';

const tag = 'Webhooks';
const access = 'application';
const all = '/v1/webhook-deliveries';
const one = `${all}/:delivery_id` as const;
const actor = 'application';

const DeliveryParams = input({ delivery_id: Uuid });
const State = oneOf(webhookStates, 'WebhookDeliveryState');
const EventType = Type.String({ pattern: '^[a-z_]{1,30}\\.[a-z_]{1,30}$' });
const Kind = Type.String({ pattern: '^[a-z-]{1,30}$' });

const delivery = {
  id: Uuid,
  kind: Type.String({ description: '`event` for those of your own endpoints.' }),
  state: State,
  webhook_id: Nullable(Uuid),
  event_id: Nullable(Type.String()),
  event_type: Nullable(Type.String()),
  url: Nullable(Type.String({ description: 'Host and path.' })),
  tries: Type.Integer(),
  last_status: Nullable(Type.Integer()),
  last_error: Nullable(Type.String()),
  created_at: Timestamp,
  due_at: Nullable(Timestamp),
  ended_at: Nullable(Timestamp),
  replayed_at: Nullable(Timestamp),
};
const DeliveryView = answer('WebhookDelivery', delivery);
const DeliveryDetails = answer('WebhookDeliveryDetails', {
  ...delivery,
  attempts: Type.Array(
    answer('WebhookDeliveryAttempt', {
      number: Type.Integer(),
      at: Timestamp,
      status: Nullable(Type.Integer()),
      error: Nullable(Type.String()),
      milliseconds: Type.Integer(),
    }),
  ),
});

const RangeBody = input(
  {
    since: Moment,
    until: Moment,
    webhook_id: Type.Optional(Uuid),
    event_type: Type.Optional(EventType),
    with_delivered: Type.Optional(
      Type.Boolean({ description: 'Also those that were acknowledged.' }),
    ),
  },
  'ReplayWebhookDeliveries',
);

export const webhookDeliveryOperations = [
  operation(
    {
      operationId: 'listWebhookDeliveries',
      tag,
      method: 'GET',
      path: all,
      summary: 'Deliveries, newest first',
      access,
      query: input({
        ...paging,
        state: Type.Optional(State),
        kind: Type.Optional(Kind),
        webhook_id: Type.Optional(Uuid),
        event_type: Type.Optional(EventType),
        since: Type.Optional(Moment),
        until: Type.Optional(Moment),
      }),
      status: 200,
      answer: pageOf('WebhookDeliveryPage', DeliveryView),
      errors: [],
    },
    async ({ core, application, query }) => {
      const { state, kind, webhook_id, event_type, since, until } = query;
      const before = idCursor(query.cursor);
      const page = await core.webhookDeliveries.list({
        applicationId: application.id,
        limit: pageSize(query.limit),
        ...(before !== undefined && { before }),
        ...(state !== undefined && { state }),
        ...(kind !== undefined && { kind }),
        ...(webhook_id !== undefined && { endpointId: webhook_id }),
        ...(event_type !== undefined && { eventType: event_type }),
        ...(since !== undefined && { since: momentOf(since, 'since') }),
        ...(until !== undefined && { until: momentOf(until, 'until') }),
      });
      return { body: { items: page.items.map(encodeDelivery), next_cursor: page.next } };
    },
  ),
  operation(
    {
      operationId: 'getWebhookDelivery',
      tag,
      method: 'GET',
      path: one,
      summary: 'Read a delivery with every attempt',
      access,
      params: DeliveryParams,
      status: 200,
      answer: DeliveryDetails,
      errors: ['not_found'],
    },
    async ({ core, application, params }) => {
      const query = { applicationId: application.id, id: params.delivery_id };
      return { body: encodeDetails(await core.webhookDeliveries.describe(query)) };
    },
  ),
  operation(
    {
      operationId: 'replayWebhookDelivery',
      tag,
      method: 'POST',
      path: `${one}/replay`,
      summary: 'Send a delivery again now, under its id',
      access,
      params: DeliveryParams,
      status: 202,
      errors: ['not_found', 'conflict'],
    },
    async ({ core, application, params }) => {
      const id = params.delivery_id;
      await core.webhookDeliveries.replay({ applicationId: application.id, id, actor });
      return {};
    },
  ),
  operation(
    {
      operationId: 'replayWebhookDeliveries',
      tag,
      method: 'POST',
      path: `${all}/replay`,
      summary: 'Send those of a time again that were given up, 10,000 a call, the oldest first',
      access,
      body: RangeBody,
      status: 200,
      answer: answer('ReplayedWebhookDeliveries', {
        count: Type.Integer(),
        has_more: Type.Boolean(),
      }),
      errors: [],
    },
    async ({ core, application, body }) => {
      const [since, until] = [momentOf(body.since, 'since'), momentOf(body.until, 'until')];
      if (since > until) {
        throw new PlatformError('invalid_parameter', { parameter: 'until', reason: 'is earlier' });
      }
      const { webhook_id, event_type, with_delivered } = body;
      const { count, isMore } = await core.webhookDeliveries.replayRange({
        ...{ applicationId: application.id, since, until, actor },
        ...(webhook_id !== undefined && { endpointId: webhook_id }),
        ...(event_type !== undefined && { eventType: event_type }),
        ...(with_delivered !== undefined && { withDelivered: with_delivered }),
      });
      return { body: { count, has_more: isMore } };
    },
  ),
];

function encodeDelivery(found: WebhookSummary): Static<typeof DeliveryView> {
  return {
    id: found.id,
    kind: found.kind,
    state: found.state,
    webhook_id: found.endpointId,
    event_id: found.eventId,
    event_type: found.eventType,
    url: found.url,
    tries: found.tries,
    last_status: found.lastStatus,
    last_error: found.lastError,
    created_at: found.createdAt.toISOString(),
    due_at: isoOrNull(found.dueAt),
    ended_at: isoOrNull(found.endedAt),
    replayed_at: isoOrNull(found.replayedAt),
  };
}

function encodeDetails(found: WebhookDetails): Static<typeof DeliveryDetails> {
  return {
    ...encodeDelivery(found),
    attempts: found.attempts.map(({ number, at, status, error, milliseconds }) => ({
      ...{ number, at: at.toISOString(), status, error, milliseconds },
    })),
  };
}
