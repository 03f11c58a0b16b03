/**
 * US short-code two-factor messages over the core: the caller brings the PIN, the application's
 * approved template the words. Also `/sms/{format}` for the one printed sample that posts a PIN
 * there. Source: the vendor’s documentation, see docs/compatibility/nexmo-2fa.md.
 */
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { authenticateClassic } from '../classic/authenticate.ts';
import { isClassicFormat, jsonAnswer, xmlAnswer } from '../classic/format.ts';
import { type Parameters, readParameters } from '../classic/parameters.ts';
import type { Api, ApiRequest, ApiResponse, HttpFault, Route } from '../contract.ts';
import {
  decodeMessage,
  encodeError,
  encodeOutcome,
  encodeRefusal,
  jsonBody,
  type WireMessage,
  xmlDocument,
} from './wire.ts';

export function createNexmo2fa(core: Core): Api {
  const both = (path: string, handle: Route['handle']): Route[] => [
    { method: 'GET', path, handle },
    { method: 'POST', path, handle },
  ];
  return {
    name: 'nexmo-2fa',
    prefixes: ['/sc', '/sms'],
    routes: [
      ...both('/sc/us/2fa/:format', (request) => answer(core, request, () => undefined)),
      ...both('/sms/:format', (request) => answer(core, request, refusePlainMessage)),
    ],
    refuse,
  };
}

/** @throws PlatformError when the call is an ordinary message, which this dialect does not carry. */
function refusePlainMessage(parameters: Parameters): void {
  if (parameters.has('pin') && !parameters.has('from') && !parameters.has('text')) return;
  parameters.required('from');
  parameters.required('to');
  throw new PlatformError('unroutable');
}

async function answer(
  core: Core,
  request: ApiRequest,
  accept: (parameters: Parameters) => void,
): Promise<ApiResponse> {
  const { format } = request.params;
  if (!isClassicFormat(format)) return refuse('not-found', request);
  try {
    const parameters = readParameters(request);
    const { application } = await authenticateClassic(core, parameters, request.headers);
    await core.rates.count(application, 'requests');
    accept(parameters);
    const message = decodeMessage(parameters, application);
    return encode(200, encodeOutcome(await core.startVerification(message), message), format);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    return encode(200, encodeRefusal(encodeError(error)), format);
  }
}

function encode(status: number, message: WireMessage, format: 'json' | 'xml'): ApiResponse {
  if (format === 'json') return jsonAnswer(status, jsonBody(message));
  return xmlAnswer(status, xmlDocument(message));
}

const faults: Record<HttpFault, readonly [httpStatus: number, status: string, text: string]> = {
  'not-found': [404, '3', 'There is no such resource'],
  'method-not-allowed': [405, '3', 'This resource takes GET and POST only'],
  'body-too-large': [413, '12', 'Message too long'],
  'malformed-request': [400, '3', 'Invalid value for param: body'],
  unavailable: [503, '5', 'Server Error'],
  internal: [500, '5', 'Server Error'],
};

function refuse(fault: HttpFault, request: Pick<ApiRequest, 'path'>): ApiResponse {
  const [httpStatus, status, text] = faults[fault];
  const format = request.path.endsWith('/xml') ? 'xml' : 'json';
  return encode(httpStatus, encodeRefusal({ status, text }), format);
}
