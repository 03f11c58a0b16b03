/** Wiring of what applications are told: their endpoints, the events, the deliveries of both. */

import type { ApplicationDirectory } from '../applications/directory.ts';
import type { Channel } from '../channels/contract.ts';
import { behindWall } from '../db/behind-wall.ts';
import { createFollowEvents, type FollowEvents } from '../events/follow-events.ts';
import { type EventPage, type EventQuery, listEvents } from '../events/list-events.ts';
import { rejectedBySubscriber } from '../verification/answer-choice.ts';
import { describeWebhook, type WebhookDetails } from '../webhooks/describe-webhook.ts';
import { createEndpointDesk, type EndpointDesk } from '../webhooks/endpoints/endpoint-desk.ts';
import { listWebhooks, type WebhookPage, type WebhookQuery } from '../webhooks/list-webhooks.ts';
import { createRelayEvents, type EventSubscriber } from '../webhooks/relay-events.ts';
import { type ReplayRange, replayGivenUp, replayWebhook } from '../webhooks/replay-webhooks.ts';
import { tellEndpoints } from '../webhooks/tell-endpoints.ts';
import { createTellVerifyEvents } from '../webhooks/verify-v2/tell-verify-events.ts';
import type { CoreDeps } from './deps.ts';
import type { DueWork } from './loops.ts';

export interface Telling {
  readonly endpoints: EndpointDesk;
  readonly events: {
    /** @throws PlatformError `invalid_parameter`: `after`, `types` or `verification_id`. */
    list(query: EventQuery): Promise<EventPage>;
    /** As they come, `beat` now and then; ends by itself after a quarter of an hour. */
    readonly follow: FollowEvents;
  };
  readonly webhookDeliveries: {
    list(query: WebhookQuery): Promise<WebhookPage>;
    /** Numbers masked. @throws PlatformError `not_found`. */
    describe(query: { applicationId: number; id: string }): Promise<WebhookDetails>;
    /** @throws PlatformError `not_found`; `conflict` while an attempt is under way. */
    replay(request: { applicationId: number; id: string; actor: string }): Promise<void>;
    /** The oldest first, 10,000 at the most. */
    replayRange(request: ReplayRange): Promise<{ count: number; isMore: boolean }>;
  };
}

export function createTelling(
  { db, keyRing, clock, httpClient }: CoreDeps,
  directory: ApplicationDirectory,
): Telling {
  return {
    endpoints: behindWall(db, (own) =>
      createEndpointDesk({ db: own, keyRing, clock, httpClient, directory }),
    ),
    events: {
      list: (query) => listEvents({ db: db.forApplication(query.applicationId), keyRing }, query),
      follow: createFollowEvents({ db, keyRing }),
    },
    webhookDeliveries: behindWall(db, (own): Telling['webhookDeliveries'] => ({
      list: (query) => listWebhooks({ db: own, keyRing }, query),
      describe: (query) => describeWebhook({ db: own, keyRing }, query),
      replay: (request) => replayWebhook({ db: own }, request),
      replayRange: (request) => replayGivenUp({ db: own }, request),
    })),
  };
}

/** Owed events into deliveries, on one node at a time. */
export function eventsWork(
  { hotDb, clock, baseUrl = '' }: CoreDeps,
  channels: ReadonlyMap<string, Channel>,
): DueWork {
  const tellVerifyEvents = createTellVerifyEvents({
    isNetworkChannel: (name) => channels.get(name)?.confirmedBy === 'network',
    checkUrlOf: (requestId) => `${baseUrl}/v2/verify/${requestId}/silent-auth/redirect`,
    rejectedBySubscriber,
  });
  // Their order says nothing.
  const subscribers: readonly EventSubscriber[] = [tellEndpoints, tellVerifyEvents];
  const work = createRelayEvents({ db: hotDb, clock, subscribers });
  return { name: 'events', limit: 500, pauseMilliseconds: 200, work };
}
