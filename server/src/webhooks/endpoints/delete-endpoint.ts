/** Deletes an endpoint: what is still due for it is given up when its turn comes. */
import { recordAudit } from '../../audit/record-audit.ts';
import { type ChangeEndpointDeps, type EndpointAct, findEndpoint } from './endpoint.ts';
import {
  deleteEndpoint as deleteRow,
  lockApplication,
  noteWhetherEventsAreWanted,
} from './store.ts';

/** @throws PlatformError `not_found`. */
export async function deleteEndpoint(
  deps: Pick<ChangeEndpointDeps, 'db' | 'directory'>,
  request: EndpointAct & { endpointId: string },
): Promise<void> {
  const { application, actor } = request;
  await deps.db.transaction(async (tx) => {
    await lockApplication(tx, application.id);
    const { id } = await findEndpoint(tx, application.id, request.endpointId);
    await deleteRow(tx, application.id, id);
    await noteWhetherEventsAreWanted(tx, application.id);
    const applicationId = application.id;
    await recordAudit(tx, { actor, action: 'endpoint.deleted', applicationId, subject: id });
  });
  deps.directory.forget();
}
