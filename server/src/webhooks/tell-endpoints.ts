/** Owes each event to every endpoint of its application whose filter has its type. */
import { matchesFilter } from '../events/event.ts';
import { findEventFilters } from './endpoints/store.ts';
import { nativeEvent } from './native-event.ts';
import type { EventSubscriber } from './relay-events.ts';

export const tellEndpoints: EventSubscriber = {
  async deliveriesFor(tx, events) {
    const applicationIds = [...new Set(events.map(({ applicationId }) => applicationId))];
    const endpoints = await findEventFilters(tx, applicationIds);
    const byApplication = Map.groupBy(endpoints, ({ application_id }) => application_id);
    return events.flatMap((event) =>
      (byApplication.get(event.applicationId) ?? [])
        .filter(({ event_types }) => matchesFilter(event.type, event_types))
        .map(({ id }) => ({
          event,
          kind: nativeEvent.name,
          endpointId: id,
          data: { type: event.type },
          keptSeconds: nativeEvent.keptSeconds,
        })),
    );
  },
};
