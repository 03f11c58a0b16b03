/** What an application may do with its own account over the classic API, bound once. */
import type { Application } from '../applications/application.ts';
import { type ChangeCallbacksRequest, changeCallbacks } from '../applications/change-callbacks.ts';
import * as manage from '../applications/manage-application.ts';
import type { HttpClient } from '../kernel/http-client.ts';
import { type ReloadOutcome, reloadBalance } from './reload-balance.ts';

export interface OwnAccount {
  /** As it is now: what is remembered may be a second old. */
  read(application: Application): Promise<Application>;
  reload(request: { application: Application; transactionId: string }): Promise<ReloadOutcome>;
  changeCallbacks(request: ChangeCallbacksRequest): Promise<Application>;
  /** @throws PlatformError `invalid_parameter` for a weak one. */
  replaceSecrets(application: Application, secret: string): Promise<void>;
  listSecrets(application: Application): Promise<readonly manage.ApplicationSecret[]>;
  /** @throws PlatformError `invalid_parameter`, `conflict` when two are live. */
  addSecret(
    application: Application,
    secret: string,
  ): Promise<Omit<manage.ApplicationSecret, 'hint'>>;
  /** @throws PlatformError `not_found`, `conflict` for the last one. */
  revokeSecret(application: Application, secretId: number): Promise<void>;
}

const actor = 'application';

export function createOwnAccount(
  deps: manage.ManageDeps & { readonly httpClient: HttpClient },
): OwnAccount {
  return {
    read: ({ id }) => manage.getApplication(deps, id),
    reload: (request) => reloadBalance(deps, request),
    changeCallbacks: (request) => changeCallbacks(deps, request),
    replaceSecrets: ({ id }, secret) => manage.replaceSecrets(deps, { id, actor, secret }),
    listSecrets: ({ id }) => manage.listApplicationSecrets(deps, id),
    addSecret: ({ id }, secret) => manage.issueSecret(deps, { id, actor, secret }),
    revokeSecret: ({ id }, secretId) => manage.revokeSecret(deps, { id, secretId, actor }),
  };
}
