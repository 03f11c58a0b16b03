/** Changes an endpoint: what is not named stays. Enabling it forgives what it did before. */
import { recordAudit } from '../../audit/record-audit.ts';
import {
  acceptDescription,
  acceptEventTypes,
  acceptUrl,
  type EndpointAct,
  type EndpointDeps,
  endpointContexts,
  findEndpoint,
  type OwnEndpoint,
  toOwnEndpoint,
} from './endpoint.ts';
import { lockApplication, updateEndpoint as updateRow } from './store.ts';

export interface EndpointChanges {
  readonly url?: string;
  readonly description?: string;
  readonly eventTypes?: readonly string[] | null;
  readonly isEnabled?: boolean;
}

/** @throws PlatformError `not_found`, `invalid_parameter`. */
export async function updateEndpoint(
  deps: EndpointDeps,
  request: EndpointAct & { endpointId: string; changes: EndpointChanges },
): Promise<OwnEndpoint> {
  const { application, actor, changes } = request;
  const { keyRing } = deps;
  return deps.db.transaction(async (tx) => {
    await lockApplication(tx, application.id);
    const before = await findEndpoint(tx, application.id, request.endpointId);
    const { url, description, eventTypes, isEnabled } = changes;
    await updateRow(tx, {
      applicationId: application.id,
      id: before.id,
      urlSealed:
        url === undefined
          ? before.url_sealed
          : keyRing.seal(acceptUrl(application, url), endpointContexts.url(before.id)),
      description: description === undefined ? before.description : acceptDescription(description),
      eventTypes: eventTypes === undefined ? before.event_types : acceptEventTypes(eventTypes),
      isEnabled: isEnabled ?? null,
    });
    await recordAudit(tx, {
      actor,
      action: 'endpoint.changed',
      applicationId: application.id,
      subject: before.id,
      data: { changed: Object.keys(changes), ...(isEnabled !== undefined && { isEnabled }) },
    });
    return toOwnEndpoint(keyRing, await findEndpoint(tx, application.id, before.id));
  });
}
