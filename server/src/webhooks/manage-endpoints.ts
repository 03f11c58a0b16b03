/** Where an application's webhooks go, which of these said 410 Gone, and enabling them again. */
import type { Application } from '../applications/application.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../db/client.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { KeyRing } from '../kernel/secret-box.ts';
import { disabledUrlContext, endpointMac, shownUrl } from './endpoint.ts';
import { webhookKinds } from './kinds.ts';
import { deleteDisabledEndpoint, listDisabledEndpoints } from './store.ts';

export interface Endpoint {
  /** Names it for `enableEndpoint`. */
  readonly id: string;
  /** What the settings send there; empty when it was named by single requests, or formerly. */
  readonly kinds: readonly string[];
  readonly url: string;
  readonly method: string | null;
  readonly signature: string | null;
  readonly disabledAt: Date | null;
  readonly disabledBy: string | null;
}

interface EndpointDeps {
  readonly db: Database;
  readonly keyRing: KeyRing;
}

export async function listEndpoints(
  deps: EndpointDeps,
  application: Pick<Application, 'id' | 'settings'>,
): Promise<readonly Endpoint[]> {
  const disabled = await listDisabledEndpoints(deps.db, application.id);
  const endpoints = new Map<string, Endpoint>();
  for (const kind of webhookKinds.values()) {
    const endpoint = kind.settingsOf?.(application.settings);
    if (!endpoint) continue;
    const id = endpointMac(deps.keyRing, endpoint.url).toString('hex');
    const kinds = [...(endpoints.get(id)?.kinds ?? []), kind.name];
    const { method } = endpoint;
    const signature =
      kind.form === 'json'
        ? kind.signature
        : (kind.settingsOf(application.settings)?.signature ?? null);
    const url = shownUrl(endpoint.url);
    endpoints.set(id, { id, kinds, url, method, signature, disabledAt: null, disabledBy: null });
  }
  for (const row of disabled) {
    const id = row.url_mac.toString('hex');
    const url = deps.keyRing.open(row.url_sealed, disabledUrlContext(application.id)).toString();
    endpoints.set(id, {
      ...(endpoints.get(id) ?? {
        id,
        kinds: [],
        url: shownUrl(url),
        method: null,
        signature: null,
      }),
      disabledAt: row.disabled_at,
      disabledBy: row.delivery_id,
    });
  }
  return [...endpoints.values()];
}

/** @throws PlatformError `not_found` when it is not disabled. */
export async function enableEndpoint(
  deps: Pick<EndpointDeps, 'db'>,
  request: { applicationId: number; endpointId: string; actor: string },
): Promise<void> {
  const { applicationId, actor } = request;
  await deps.db.transaction(async (tx) => {
    const mac = Buffer.from(request.endpointId, 'hex');
    const [enabled] = await deleteDisabledEndpoint(tx, applicationId, mac);
    if (!enabled) throw new PlatformError('not_found');
    const subject = enabled.delivery_id;
    await recordAudit(tx, { actor, action: 'endpoint.enabled', applicationId, subject });
  });
}
