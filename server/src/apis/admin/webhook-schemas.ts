/** Requests and answers of the room Webhooks. */
import { Type } from 'typebox';
import { webhookStates } from '../../webhooks/webhook.ts';
import {
  answer,
  IdText,
  input,
  LimitText,
  Nullable,
  oneOf,
  Text,
  Timestamp,
} from './schema-parts.ts';

const Moment = Type.String({ format: 'date-time', maxLength: 40 });
const Kind = Type.String({ pattern: '^[a-z-]{1,30}$' });
const EventType = Type.String({ pattern: '^[a-z_]{1,30}\\.[a-z_]{1,30}$' });
const State = oneOf(webhookStates, 'WebhookState');

export const WebhookParams = input({ applicationId: IdText, webhookId: Text(64) });
export const EndpointParams = input({
  applicationId: IdText,
  endpointId: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

export const WebhookFilter = input({
  state: Type.Optional(State),
  kind: Type.Optional(Kind),
  endpointId: Type.Optional(Text(64)),
  eventType: Type.Optional(EventType),
  since: Type.Optional(Moment),
  until: Type.Optional(Moment),
  before: Type.Optional(Text(64)),
  limit: Type.Optional(LimitText),
});

const summary = {
  id: Type.String(),
  kind: Type.String(),
  state: State,
  maskedAddress: Nullable(Type.String()),
  status: Nullable(Type.String()),
  eventType: Nullable(Type.String()),
  eventId: Nullable(Type.String()),
  endpointId: Nullable(Type.String()),
  url: Nullable(Type.String()),
  tries: Type.Integer(),
  lastStatus: Nullable(Type.Integer()),
  lastError: Nullable(Type.String()),
  createdAt: Timestamp,
  dueAt: Nullable(Timestamp),
  giveUpAt: Timestamp,
  endedAt: Nullable(Timestamp),
  replayedAt: Nullable(Timestamp),
};
export const WebhookSummaryView = answer('WebhookSummary', summary);
export const WebhookPage = answer('WebhookPage', {
  items: Type.Array(WebhookSummaryView),
  next: Nullable(Type.String()),
});

/** As it was sent, with the number masked, a message's text left out, and no query of the URL's own. */
const RequestView = answer('WebhookRequest', {
  method: Type.String(),
  url: Type.String(),
  contentType: Nullable(Type.String()),
  headers: Type.Array(answer('WebhookHeader', { name: Type.String(), value: Type.String() })),
  body: Nullable(Type.String()),
  baseString: Nullable(Type.String()),
  signature: Nullable(Type.String()),
  algorithm: Type.String(),
});

const AttemptView = answer('WebhookAttempt', {
  number: Type.Integer(),
  at: Timestamp,
  status: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
  milliseconds: Type.Integer(),
  request: Nullable(RequestView),
});

export const WebhookView = answer('Webhook', {
  ...summary,
  messageId: Nullable(Type.String()),
  attempts: Type.Array(AttemptView),
});

export const WebhookReplay = input(
  {
    kind: Type.Optional(Kind),
    endpointId: Type.Optional(Text(64)),
    eventType: Type.Optional(EventType),
    since: Moment,
    until: Moment,
    withDelivered: Type.Optional(Type.Boolean()),
  },
  'WebhookReplay',
);
export const ReplayedWebhooks = answer('ReplayedWebhooks', {
  count: Type.Integer(),
  isMore: Type.Boolean(),
});

export const WebhookTest = input({ kind: Kind }, 'WebhookTest');
export const TestedWebhook = answer('TestedWebhook', {
  isAcknowledged: Type.Boolean(),
  status: Nullable(Type.Integer()),
  error: Nullable(Type.String()),
  milliseconds: Type.Integer(),
  request: RequestView,
});

const EndpointView = answer('Endpoint', {
  id: Type.String(),
  kinds: Type.Array(Type.String()),
  url: Type.String(),
  method: Nullable(Type.String()),
  signature: Nullable(Type.String()),
  disabledAt: Nullable(Timestamp),
  disabledBy: Nullable(Type.String()),
});
export const EndpointList = answer('EndpointList', { items: Type.Array(EndpointView) });

export const ReceivedText = input({ text: Text(20_000) }, 'ReceivedText');
export const SignatureView = answer('ExplainedSignature', {
  baseString: Type.String(),
  algorithm: Nullable(Type.String()),
  ageSeconds: Nullable(Type.Integer()),
  findings: Type.Array(Type.String()),
});
