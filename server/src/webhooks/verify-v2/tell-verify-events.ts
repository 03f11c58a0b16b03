/**
 * Owes an application the callbacks of its Verify v2 verifications, when it has set where they go. The
 * documents are made with the event, so that what is told later is what was true then.
 */
import { settingsInForce } from '../../applications/application.ts';
import type { Queryable } from '../../db/client.ts';
import type { RelayedEvent } from '../../events/event.ts';
import type { EventSubscriber, OwedDelivery } from '../relay-events.ts';
import { type CallbackDeps, callbacksOf, type Story } from './callbacks.ts';
import { type CallbackData, verifyEvent, verifySummary } from './kinds.ts';
import { findStories, listStoryEvents, type StoryEventRow, type StoryRow } from './store.ts';

const dialect = 'vonage-verify-v2';

export function createTellVerifyEvents(deps: CallbackDeps): EventSubscriber {
  return {
    async deliveriesFor(tx, events) {
      const own = events.filter((event) => event.dialect === dialect && mayBeTold(event));
      if (own.length === 0) return [];
      const stories = await readStories(tx, own);
      return own.flatMap((event) => {
        const story = stories.get(event.verificationId);
        return story ? deliveriesOf(deps, event, story) : [];
      });
    },
  };
}

function mayBeTold({ type }: RelayedEvent): boolean {
  return type === 'step.started' || type.startsWith('verification.');
}

interface Told {
  readonly row: StoryRow;
  readonly events: readonly StoryEventRow[];
}

/** Of applications that want to be told. */
async function readStories(
  tx: Queryable,
  events: readonly RelayedEvent[],
): Promise<ReadonlyMap<string, Told>> {
  const keys = [...new Map(events.map((event) => [event.verificationId, event])).values()];
  const rows = (await findStories(tx, keys)).filter(wantsCallbacks);
  if (rows.length === 0) return new Map();
  const wanted = rows.map((row) => ({ applicationId: row.application_id, verificationId: row.id }));
  const all = Map.groupBy(await listStoryEvents(tx, wanted), (event) => event.verification_id);
  return new Map(rows.map((row) => [row.id, { row, events: all.get(row.id) ?? [] }]));
}

function wantsCallbacks({ application_kind: kind, settings }: StoryRow): boolean {
  return settingsInForce(kind, settings).verifyEvents.url !== null;
}

function deliveriesOf(deps: CallbackDeps, event: RelayedEvent, told: Told): OwedDelivery[] {
  return callbacksOf(deps, storyUpTo(told, event.id)).map(({ type, status, body }) => {
    const kind = type === 'summary' ? verifySummary : verifyEvent;
    const data: CallbackData = { status, document: JSON.stringify(body) };
    return { event, kind: kind.name, data: { ...data }, keptSeconds: kind.keptSeconds };
  });
}

function storyUpTo({ row, events }: Told, lastId: number): Story {
  return {
    requestId: row.id,
    submittedAt: row.created_at,
    clientRef: row.reference,
    channels: row.workflow,
    price: row.price,
    events: events
      .filter(({ id }) => id <= lastId)
      .map(({ dispatch_step: dispatchStep, ...event }) => ({ ...event, dispatchStep })),
  };
}
