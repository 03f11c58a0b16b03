/** What the room Webhooks needs of the core. */
import type { WebhookDetails } from '../../webhooks/describe-webhook.ts';
import type { ExplainedSignature } from '../../webhooks/explained-signature.ts';
import type { WebhookPage, WebhookQuery } from '../../webhooks/list-webhooks.ts';
import type { Endpoint } from '../../webhooks/manage-endpoints.ts';
import type { ReplayRange } from '../../webhooks/replay-webhooks.ts';
import type { TestedWebhook } from '../../webhooks/test-webhook.ts';

export type { WebhookDetails } from '../../webhooks/describe-webhook.ts';
export type { WebhookSummary } from '../../webhooks/list-webhooks.ts';
export type { Endpoint, ExplainedSignature, TestedWebhook };

interface Actor {
  readonly applicationId: number;
  readonly actor: string;
}

export interface WebhookCore {
  listWebhooks(query: WebhookQuery): Promise<WebhookPage>;
  /** @throws PlatformError `not_found`. */
  describeWebhook(query: { applicationId: number; id: string }): Promise<WebhookDetails>;
  /** @throws PlatformError `not_found`; `conflict` while an attempt is under way. */
  replayWebhook(request: Actor & { id: string }): Promise<void>;
  replayGivenUpWebhooks(request: ReplayRange): Promise<{ count: number; isMore: boolean }>;
  /** @throws PlatformError `conflict` when no URL is set. */
  testWebhook(request: Actor & { kind: string }): Promise<TestedWebhook>;
  listEndpoints(query: { applicationId: number }): Promise<readonly Endpoint[]>;
  /** @throws PlatformError `not_found` when it is not disabled. */
  enableEndpoint(request: Actor & { endpointId: string }): Promise<void>;
  explainSignature(query: { applicationId: number; text: string }): Promise<ExplainedSignature>;
}
