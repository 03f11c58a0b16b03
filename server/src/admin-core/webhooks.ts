/** Binds what the room Webhooks reads and does. */
import type { WebhookCore } from '../apis/admin/webhook-core.ts';
import type { WebhookEndpointCore } from '../apis/admin/webhook-endpoint-core.ts';
import type { Application } from '../applications/application.ts';
import { getApplication } from '../applications/manage-application.ts';
import type { Core, CoreDeps } from '../core.ts';
import { describeWebhook } from '../webhooks/describe-webhook.ts';
import { explainSignature } from '../webhooks/explain-signature.ts';
import { listWebhooks } from '../webhooks/list-webhooks.ts';
import { enableEndpoint, listEndpoints } from '../webhooks/manage-endpoints.ts';
import { replayGivenUp, replayWebhook } from '../webhooks/replay-webhooks.ts';
import { testWebhook } from '../webhooks/test-webhook.ts';

export function bindWebhooks(core: Core, deps: CoreDeps): WebhookCore & WebhookEndpointCore {
  const { db, keyRing, clock, httpClient } = deps;
  const { directory } = core;
  const applicationOf = (id: number) => getApplication({ db, keyRing, directory }, id);
  return {
    listWebhooks: (query) => listWebhooks({ db, keyRing }, query),
    describeWebhook: (query) => describeWebhook({ db, keyRing }, query),
    replayWebhook: (request) => replayWebhook({ db }, request),
    replayGivenUpWebhooks: (request) => replayGivenUp({ db }, request),
    testWebhook: async ({ applicationId, ...request }) =>
      testWebhook(
        { db, clock, httpClient, directory },
        { ...request, application: await applicationOf(applicationId) },
      ),
    listEndpoints: async ({ applicationId }) =>
      listEndpoints({ db, keyRing }, await applicationOf(applicationId)),
    enableEndpoint: (request) => enableEndpoint({ db }, request),
    ...bindOwnEndpoints(core, applicationOf),
    explainSignature: async ({ applicationId, text }) =>
      explainSignature(
        { db, keyRing, directory, clock },
        { application: await applicationOf(applicationId), text },
      ),
  };
}

function bindOwnEndpoints(
  { endpoints }: Core,
  applicationOf: (id: number) => Promise<Application>,
): WebhookEndpointCore {
  const named = async <Request extends { applicationId: number }>(request: Request) => ({
    ...request,
    application: await applicationOf(request.applicationId),
  });
  return {
    listOwnEndpoints: endpoints.list,
    createOwnEndpoint: async (request) => endpoints.create(await named(request)),
    updateOwnEndpoint: async (request) => endpoints.update(await named(request)),
    deleteOwnEndpoint: async (request) => endpoints.delete(await named(request)),
    rotateEndpointSecret: async (request) => endpoints.rotateSecret(await named(request)),
    testOwnEndpoint: async (request) => endpoints.test(await named(request)),
  };
}
