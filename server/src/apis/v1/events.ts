/** The events of an application, to catch up with, page by page or as they come (docs/webhooks.md). */
import { type Static, Type } from 'typebox';
import { eventTypes } from '../../events/event.ts';
import type { EventPayload } from '../../events/event-payload.ts';
import type { ApiRequest } from '../contract.ts';
import {
  answer,
  input,
  Json,
  LimitText,
  Nullable,
  oneOf,
  Timestamp,
} from '../described/schema-parts.ts';
import { operation } from './operation.ts';
import { pageSize, selection, Uuid } from './parts.ts';

const tag = 'Events';
const access = 'application';
const all = '/v1/events';

const subject = {
  id: Uuid,
  to: Nullable(Type.String({ description: 'Null once it is erased.' })),
  reference: Nullable(Type.String()),
};
const EventView = answer('Event', {
  id: Type.String({ description: 'One over all endpoints, attempts and readings.' }),
  type: oneOf(eventTypes, 'EventType'),
  sequence: Type.Integer({ description: 'Of its verification or message, from 1 without gaps.' }),
  at: Timestamp,
  application: answer('EventApplication', { id: Uuid }),
  verification: Type.Optional(
    answer('EventVerification', {
      ...subject,
      status: Type.String({ description: 'As of this event.' }),
      started_at: Nullable(Timestamp),
    }),
  ),
  message: Type.Optional(
    answer('EventMessage', {
      ...subject,
      from: Nullable(Type.String()),
      created_at: Nullable(Timestamp),
    }),
  ),
  details: Json,
});

const filters = {
  after: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'Id of the event read last, or `latest`; from the oldest when absent.',
    }),
  ),
  types: Type.Optional(
    Type.String({
      pattern: '^[a-z_.*]{1,60}(,[a-z_.*]{1,60}){0,49}$',
      description: 'Types, or groups like `message.*`, separated by commas.',
    }),
  ),
  verification_id: Type.Optional(Uuid),
};

export const eventOperations = [
  operation(
    {
      operationId: 'listEvents',
      tag,
      method: 'GET',
      path: all,
      summary: 'Events in the order they became known, behind the one read last',
      description:
        'Come back with `next_cursor` as `after`: no event is missed, however the work behind them ' +
        'was committed. A page may be empty while `has_more` is true.',
      access,
      query: input({ ...selection, ...filters, limit: Type.Optional(LimitText) }),
      status: 200,
      answer: answer('EventPage', {
        items: Type.Array(EventView),
        next_cursor: Nullable(Type.String()),
        has_more: Type.Boolean(),
      }),
      errors: [],
    },
    async ({ core, application, query }) => {
      const page = await core.events.list({
        ...decode(application.id, query),
        limit: pageSize(query.limit),
      });
      const items = page.items.map(encodeEvent);
      return { body: { items, next_cursor: page.next, has_more: page.hasMore } };
    },
  ),
  operation(
    {
      operationId: 'followEvents',
      tag,
      method: 'GET',
      path: `${all}/stream`,
      summary: 'Events as they come, as server-sent events',
      description:
        'Each message has the id of its event: a client that lost the connection comes back with it ' +
        'in `Last-Event-ID`. The stream ends by itself after a quarter of an hour.',
      access,
      query: input(filters),
      status: 200,
      answer: Type.String(),
      mediaType: 'text/event-stream',
      errors: [],
    },
    async ({ core, application, query, request }) => {
      const last = lastEventId(request);
      const wanted = decode(application.id, {
        ...query,
        ...(last !== undefined && { after: last }),
      });
      // What is wrong is said before the stream begins.
      await core.events.list({ ...wanted, limit: 1 });
      const events = core.events.follow({ ...wanted, signal: request.signal });
      return { headers: { 'cache-control': 'no-store' }, body: encodeStream(events) };
    },
  ),
];

type Filters = { after?: string; types?: string; verification_id?: string };

function decode(applicationId: number, { after, types, verification_id }: Filters) {
  return {
    applicationId,
    ...(after !== undefined && { after }),
    ...(types !== undefined && { types: types.split(',') }),
    ...(verification_id !== undefined && { verificationId: verification_id }),
  };
}

function lastEventId({ headers }: ApiRequest): string | undefined {
  const value = headers['last-event-id'];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function* encodeStream(events: AsyncIterable<EventPayload | 'beat'>): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  for await (const event of events) {
    yield event === 'beat'
      ? ': beat\n\n'
      : `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  }
}

function encodeEvent({ application, details, ...event }: EventPayload): Static<typeof EventView> {
  const { verification, message, ...rest } = event;
  return {
    ...rest,
    application: { ...application },
    ...(verification && { verification: { ...verification } }),
    ...(message && { message: { ...message } }),
    details: { ...details },
  };
}
