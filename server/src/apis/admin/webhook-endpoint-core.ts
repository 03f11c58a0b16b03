/** What the tab Endpoints of the room Webhooks needs of the core. */
import type { MadeEndpoint, NewEndpoint } from '../../webhooks/endpoints/create-endpoint.ts';
import type { OwnEndpoint } from '../../webhooks/endpoints/endpoint.ts';
import type { RotatedSecret } from '../../webhooks/endpoints/rotate-secret.ts';
import type { EndpointChanges } from '../../webhooks/endpoints/update-endpoint.ts';
import type { TestedWebhook } from '../../webhooks/test-webhook.ts';

export type { OwnEndpoint };

interface Actor {
  readonly applicationId: number;
  readonly actor: string;
}

export interface WebhookEndpointCore {
  listOwnEndpoints(query: { applicationId: number }): Promise<readonly OwnEndpoint[]>;
  /** @throws PlatformError `invalid_parameter`; `conflict` when there are twenty. */
  createOwnEndpoint(request: Actor & { endpoint: NewEndpoint }): Promise<MadeEndpoint>;
  /** @throws PlatformError `not_found`, `invalid_parameter`. */
  updateOwnEndpoint(
    request: Actor & { endpointId: string; changes: EndpointChanges },
  ): Promise<OwnEndpoint>;
  /** @throws PlatformError `not_found`. */
  deleteOwnEndpoint(request: Actor & { endpointId: string }): Promise<void>;
  rotateEndpointSecret(
    request: Actor & { endpointId: string; overlapSeconds?: number },
  ): Promise<RotatedSecret>;
  testOwnEndpoint(request: Actor & { endpointId: string }): Promise<TestedWebhook>;
}
