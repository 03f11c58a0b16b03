/** `POST /v2/verify/network-unblock`: as v1's, with the credentials of either. */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { authenticateClassic } from '../classic/authenticate.ts';
import { refuseNetworkUnblock } from '../classic/network-unblock.ts';
import { type Parameters, readParameters } from '../classic/parameters.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import { authenticate } from './serve.ts';

export async function unblockNetwork(core: Core, request: ApiRequest): Promise<ApiResponse> {
  const parameters = readParameters(request);
  const application = await findApplication(core, request, parameters);
  await core.rates.count(application, 'requests');
  return refuseNetworkUnblock(application, parameters);
}

/** One client puts key and secret into the body of this call alone. */
async function findApplication(
  core: Core,
  request: ApiRequest,
  parameters: Parameters,
): Promise<Application> {
  const { application } = parameters.has('api_key')
    ? await authenticateClassic(core, parameters, request.headers)
    : await authenticate(core, request);
  return application;
}
