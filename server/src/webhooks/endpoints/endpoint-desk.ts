/** Everything the other parts ask about an application's own endpoints, bound. */
import type { Application } from '../../applications/application.ts';
import type { TestedWebhook } from '../test-webhook.ts';
import { createEndpoint, type MadeEndpoint, type NewEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import type { ChangeEndpointDeps, EndpointAct, OwnEndpoint } from './endpoint.ts';
import { getEndpoint, listEndpoints } from './list-endpoints.ts';
import { type RotatedSecret, rotateSecret } from './rotate-secret.ts';
import { type TestEndpointDeps, testEndpoint } from './test-endpoint.ts';
import { type EndpointChanges, updateEndpoint } from './update-endpoint.ts';

type ActOn = EndpointAct & { readonly endpointId: string };

export interface EndpointDesk {
  /** In the order they were made. */
  list(query: { applicationId: number }): Promise<readonly OwnEndpoint[]>;
  /** @throws PlatformError `not_found`. */
  get(query: { applicationId: number; endpointId: string }): Promise<OwnEndpoint>;
  /** @throws PlatformError `invalid_parameter`; `conflict` when there are twenty. */
  create(request: EndpointAct & { endpoint: NewEndpoint }): Promise<MadeEndpoint>;
  /** @throws PlatformError `not_found`, `invalid_parameter`. */
  update(request: ActOn & { changes: EndpointChanges }): Promise<OwnEndpoint>;
  /** @throws PlatformError `not_found`. */
  delete(request: ActOn): Promise<void>;
  /** `overlapSeconds` (0 to 604,800; a day) is how long the secret in force signs too. */
  rotateSecret(request: ActOn & { overlapSeconds?: number }): Promise<RotatedSecret>;
  /** @throws PlatformError `not_found`. */
  test(
    request: ActOn & { application: Pick<Application, 'id' | 'kind' | 'settings' | 'wireId'> },
  ): Promise<TestedWebhook>;
}

export function createEndpointDesk(deps: TestEndpointDeps & ChangeEndpointDeps): EndpointDesk {
  return {
    list: (query) => listEndpoints(deps, query),
    get: (query) => getEndpoint(deps, query),
    create: (request) => createEndpoint(deps, request),
    update: (request) => updateEndpoint(deps, request),
    delete: (request) => deleteEndpoint(deps, request),
    rotateSecret: (request) => rotateSecret(deps, request),
    test: (request) => testEndpoint(deps, { ...request, wireId: request.application.wireId }),
  };
}
