/** Makes an endpoint of an application; its secret is answered here and never again. */
import { recordAudit } from '../../audit/record-audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { randomBytes } from '../../kernel/random.ts';
import { standardSecret } from '../standard-signature.ts';
import {
  acceptDescription,
  acceptEventTypes,
  acceptUrl,
  type ChangeEndpointDeps,
  type EndpointAct,
  endpointContexts,
  endpointsMax,
  findEndpoint,
  type OwnEndpoint,
  toOwnEndpoint,
} from './endpoint.ts';
import {
  findEndpoints,
  insertEndpoint,
  lockApplication,
  noteWhetherEventsAreWanted,
} from './store.ts';

const secretBytes = 32;

export interface NewEndpoint {
  /** A fresh one otherwise. */
  readonly id?: string;
  readonly url: string;
  readonly description?: string;
  /** Types, or groups like `message.*`; every type otherwise. */
  readonly eventTypes?: readonly string[] | null;
}

export interface MadeEndpoint {
  readonly endpoint: OwnEndpoint;
  /** `whsec_…` */
  readonly secret: string;
}

/** @throws PlatformError `invalid_parameter`; `conflict` when there are twenty. */
export async function createEndpoint(
  deps: ChangeEndpointDeps & { readonly clock: Clock },
  request: EndpointAct & { endpoint: NewEndpoint },
): Promise<MadeEndpoint> {
  const { application, actor } = request;
  const { url, description = '', eventTypes = null } = request.endpoint;
  const { id = newId(deps.clock.now()) } = request.endpoint;
  const secret = newSecret();
  const row = {
    applicationId: application.id,
    id,
    urlSealed: deps.keyRing.seal(acceptUrl(application, url), endpointContexts.url(id)),
    description: acceptDescription(description),
    eventTypes: acceptEventTypes(eventTypes),
    secretSealed: deps.keyRing.seal(secret, endpointContexts.secret(id)),
  };
  const made = await deps.db.transaction(async (tx) => {
    await lockApplication(tx, application.id);
    if ((await findEndpoints(tx, application.id, null)).length >= endpointsMax) {
      throw new PlatformError('conflict', { reason: `at most ${endpointsMax} endpoints` });
    }
    await insertEndpoint(tx, row);
    await noteWhetherEventsAreWanted(tx, application.id);
    const stored = await findEndpoint(tx, application.id, id);
    await recordAudit(tx, {
      actor,
      action: 'endpoint.created',
      applicationId: application.id,
      subject: id,
    });
    return { endpoint: toOwnEndpoint(deps.keyRing, stored), secret };
  });
  deps.directory.forget();
  return made;
}

export function newSecret(): string {
  return standardSecret(randomBytes(secretBytes));
}
