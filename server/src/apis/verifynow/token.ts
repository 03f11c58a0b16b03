/**
 * The token call. Its answer is always HTTP 200; `status` in the body says how it went. An unknown
 * customer and a wrong key are answered alike.
 */
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { jsonAnswer } from '../classic/format.ts';
import type { ApiRequest, ApiResponse } from '../contract.ts';
import { readRequest } from './read-request.ts';
import { readCustomerId } from './wire.ts';

export async function giveToken(core: Core, request: ApiRequest): Promise<ApiResponse> {
  try {
    const parameters = readRequest(request);
    const apiKey = readCustomerId(parameters.required('customerId'));
    // A plus that was not escaped comes as a space.
    const encoded = parameters.exact('key')?.trimEnd().replaceAll(' ', '+');
    if (encoded === undefined) throw new PlatformError('missing_parameter', { parameter: 'key' });
    if (apiKey === undefined) return refusal('customerId is invalid');
    const secret = Buffer.from(encoded.slice(0, 500), 'base64').toString('utf8');
    const { token } = await core.issueAccessToken({ apiKey, secret });
    return jsonAnswer(200, { status: 200, token });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    const { parameter = 'request' } = error.publicDetail;
    if (error.code === 'invalid_credentials') return refusal('customerId or key is invalid');
    return refusal(`${parameter} is ${error.code === 'missing_parameter' ? 'missing' : 'invalid'}`);
  }
}

function refusal(error: string): ApiResponse {
  return jsonAnswer(200, { status: 400, error });
}
