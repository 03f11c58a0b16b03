/**
 * The conversion API: an application tells whether a message did its work. Source: the vendor's
 * documentation, see docs/compatibility/nexmo-conversions.md.
 */
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { authenticateClassic } from '../classic/authenticate.ts';
import { jsonAnswer } from '../classic/format.ts';
import { readParameters } from '../classic/parameters.ts';
import { getAndPost } from '../classic/serve.ts';
import type { Api, ApiRequest, ApiResponse, HttpFault } from '../contract.ts';
import { decodeConversion, encodeRefusal, isWireKind, refusalBody } from './wire.ts';

export function createNexmoConversions(core: Core): Api {
  return {
    name: 'nexmo-conversions',
    prefixes: ['/conversions'],
    routes: getAndPost('/conversions/:kind', (request) => answer(core, request)),
    refuse,
  };
}

async function answer(core: Core, request: ApiRequest): Promise<ApiResponse> {
  const { kind } = request.params;
  if (!isWireKind(kind)) return refuse('not-found');
  try {
    const parameters = readParameters(request);
    const { application } = await authenticateClassic(core, parameters, request.headers);
    await core.rates.count(application, 'requests');
    const conversion = decodeConversion(parameters);
    // An id of nobody's is answered alike: whose ids exist is told to nobody.
    await core.recordConversion({ ...conversion, applicationId: application.id, kind });
    return accepted(request.headers.accept);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    const refusal = encodeRefusal(error);
    const refused = jsonAnswer(refusal.status, refusalBody(refusal));
    if (refusal.status !== 429) return refused;
    return { ...refused, headers: { ...refused.headers, 'retry-after': '1' } };
  }
}

/** The documented answer is a bare `OK`; clients that ask for JSON fail to parse that. */
function accepted(accept: string | undefined): ApiResponse {
  if (/\bapplication\/json\b/i.test(accept ?? '')) return jsonAnswer(200, {});
  return { status: 200, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body: 'OK' };
}

const faults: Record<HttpFault, readonly [status: number, title: string]> = {
  'not-found': [404, 'There is no such resource'],
  'method-not-allowed': [405, 'This resource takes GET and POST only'],
  'body-too-large': [413, 'The request is too large'],
  'malformed-request': [400, 'The request cannot be read'],
  unavailable: [503, 'Service unavailable'],
  internal: [500, 'Internal error'],
};

function refuse(fault: HttpFault): ApiResponse {
  const [status, title] = faults[fault];
  return jsonAnswer(status, { error_title: title });
}
