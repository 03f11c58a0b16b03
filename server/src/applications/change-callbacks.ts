/**
 * An application changes its own webhook URLs by the classic account API. Each new URL is called
 * once, by GET, and has to answer 200: a mistyped one would only be noticed when receipts are missed.
 */
import { PlatformError } from '../kernel/errors.ts';
import { type HttpClient, OutgoingRequestError } from '../kernel/http-client.ts';
import type { Application, ApplicationSettings } from './application.ts';
import { type ManageDeps, updateApplication } from './manage-application.ts';

export interface ChangeCallbacksRequest {
  readonly application: Application;
  /** Null: none from now on; absent: as it is. */
  readonly receiptsUrl?: string | null;
  readonly inboundUrl?: string | null;
}

const answerTimeoutMilliseconds = 5_000;

/** @throws PlatformError `invalid_parameter` naming `receiptsUrl` or `inboundUrl` with the reason. */
export async function changeCallbacks(
  deps: ManageDeps & { readonly httpClient: HttpClient },
  request: ChangeCallbacksRequest,
): Promise<Application> {
  const { application, receiptsUrl, inboundUrl } = request;
  const changed: Partial<ApplicationSettings> = {
    ...(receiptsUrl !== undefined && {
      receipts: { ...application.settings.receipts, url: receiptsUrl },
    }),
    ...(inboundUrl !== undefined && {
      inbound: { ...application.settings.inbound, url: inboundUrl },
    }),
  };
  if (Object.keys(changed).length === 0) return application;
  const { allowedNetworks } = application.settings;
  await Promise.all([
    tryCallback(deps.httpClient, 'receiptsUrl', receiptsUrl, allowedNetworks),
    tryCallback(deps.httpClient, 'inboundUrl', inboundUrl, allowedNetworks),
  ]);
  const { id } = application;
  return updateApplication(deps, { id, settings: changed, actor: 'application' });
}

async function tryCallback(
  httpClient: HttpClient,
  parameter: string,
  url: string | null | undefined,
  allowedNetworks: readonly string[],
): Promise<void> {
  if (typeof url !== 'string') return;
  const refuse = (reason: string) => new PlatformError('invalid_parameter', { parameter, reason });
  try {
    const request = { url, method: 'GET', allowedNetworks, answerTimeoutMilliseconds } as const;
    const { status } = await httpClient.send(request);
    if (status !== 200) throw refuse(`answered ${status} instead of 200`);
  } catch (error) {
    if (error instanceof OutgoingRequestError) throw refuse(error.message);
    throw error;
  }
}
