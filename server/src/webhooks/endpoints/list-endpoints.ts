/** An application's own endpoints, in the order they were made. Secrets are never answered again. */
import { type EndpointDeps, findEndpoint, type OwnEndpoint, toOwnEndpoint } from './endpoint.ts';
import { findEndpoints } from './store.ts';

export async function listEndpoints(
  deps: EndpointDeps,
  query: { applicationId: number },
): Promise<readonly OwnEndpoint[]> {
  const rows = await findEndpoints(deps.db, query.applicationId, null);
  return rows.map((row) => toOwnEndpoint(deps.keyRing, row));
}

/** @throws PlatformError `not_found`. */
export async function getEndpoint(
  deps: EndpointDeps,
  query: { applicationId: number; endpointId: string },
): Promise<OwnEndpoint> {
  const row = await findEndpoint(deps.db, query.applicationId, query.endpointId);
  return toOwnEndpoint(deps.keyRing, row);
}
