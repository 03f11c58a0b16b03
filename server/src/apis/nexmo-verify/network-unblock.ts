/**
 * `POST /verify/network-unblock`: real HTTP codes and problem documents, unlike the rest of v1.
 * Networks are not blocked yet (budgets come with their own issue), so every known network answers
 * 404 "no active block". Source: the vendor’s documentation, see docs/compatibility/nexmo-verify.md.
 */
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { authenticateClassic } from '../classic/authenticate.ts';
import { noActiveBlock, refuseNetworkUnblock } from '../classic/network-unblock.ts';
import { readParameters } from '../classic/parameters.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';

const types = 'https://developer.vonage.com/api-errors';

export async function unblockNetwork(core: Core, request: ApiRequest): Promise<ApiResponse> {
  try {
    const parameters = readParameters(request);
    const { application } = await authenticateClassic(core, parameters, request.headers);
    await core.rates.count(application, 'requests');
    return refuseNetworkUnblock(application, parameters);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    return encodeProblem(request, error);
  }
}

function encodeProblem(request: ApiRequest, error: PlatformError): ApiResponse {
  if (error.code === 'not_found') {
    return problem(request, 404, 'bad-request', 'Not Found', noActiveBlock);
  }
  const parameter = error.publicDetail.parameter ?? '';
  const isCredential = parameter.startsWith('api_') || error.code === 'invalid_credentials';
  if (isCredential) {
    const detail = 'You did not provide correct credentials.';
    return problem(request, 401, 'unauthorized', 'Unauthorized', detail);
  }
  if (error.code === 'forbidden') {
    const detail = 'The setting "networkUnblock" of this application is off.';
    return problem(request, 403, 'forbidden', 'Forbidden', detail);
  }
  if (error.code === 'rate_limited') {
    const detail = 'Please wait, then retry your request';
    return problem(request, 429, 'throttled', 'Rate Limit Hit', detail);
  }
  const detail = 'The value of one or more parameters is invalid.';
  return problem(request, 422, 'invalid-params', 'Invalid params', detail, [
    { name: parameter, reason: error.code === 'missing_parameter' ? 'is required' : 'is invalid' },
  ]);
}

function problem(
  request: ApiRequest,
  status: number,
  type: string,
  title: string,
  detail: string,
  invalidParameters?: readonly { name: string; reason: string }[],
): ApiResponse {
  const body = {
    type: `${types}#${type}`,
    title,
    detail,
    instance: request.id,
    ...(invalidParameters && { invalid_parameters: invalidParameters }),
  };
  const headers = { 'content-type': 'application/problem+json' };
  return { status, headers, body: JSON.stringify(body) };
}
