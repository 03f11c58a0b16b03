/**
 * Nexmo Verify v1 over the core: method, path, authentication, decode, use case, encode. GET and POST
 * mean the same; business errors answer HTTP 200. Source: the vendor’s documentation, see docs/compatibility/nexmo-verify.md.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { parseId } from '../../kernel/ids.ts';
import { jsonAnswer, xmlAnswer } from '../classic/format.ts';
import { type ClassicCall, formatOfPath, getAndPost, serveClassic } from '../classic/serve.ts';
import type { Api, ApiRequest, ApiResponse, HttpFault } from '../contract.ts';
import { unblockNetwork } from './network-unblock.ts';
import {
  type ControlCommand,
  cancelAgeSecondsMin,
  controlTexts,
  decodeCheck,
  decodeControl,
  decodePaymentStart,
  decodeSearch,
  decodeStart,
  type Endpoint,
  encodeCheck,
  encodeError,
  encodeStart,
  encodeVerification,
  verificationDocument,
  WireRefusal,
} from './wire.ts';

type Handler = (call: ClassicCall) => Promise<ApiResponse>;

export function createNexmoVerify(core: Core): Api {
  const serve = (path: string, endpoint: Endpoint, handle: Handler) =>
    getAndPost(
      path,
      serveClassic(core, {
        ...(endpoint === 'search' && { rate: 'searches' }),
        handle,
        encodeError(error, format) {
          const isExpected = error instanceof WireRefusal || error instanceof PlatformError;
          return isExpected
            ? encodeRefusal(encodeError(error, endpoint), endpoint, format)
            : undefined;
        },
        notFound: (request) => refuse('not-found', request),
      }),
    );
  return {
    name: 'nexmo-verify',
    prefixes: ['/verify'],
    routes: [
      ...serve('/verify/:format', 'request', (call) => start(core, call)),
      ...serve('/verify/psd2/:format', 'request', (call) => startPayment(core, call)),
      ...serve('/verify/check/:format', 'check', (call) => check(core, call)),
      ...serve('/verify/search/:format', 'search', (call) => search(core, call)),
      ...serve('/verify/control/:format', 'control', (call) => control(core, call)),
      {
        method: 'POST',
        path: '/verify/network-unblock',
        handle: (request) => unblockNetwork(core, request),
      },
      { method: 'GET', path: '/verify/ping', handle: async () => jsonAnswer(200, {}) },
    ],
    refuse,
  };
}

async function start(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const { application, parameters } = call;
  const decoded = decodeStart(parameters, application.settings.customCodes);
  return flat(call, encodeStart(await core.startVerification({ ...decoded, application })));
}

async function startPayment(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const { application, parameters } = call;
  const decoded = decodePaymentStart(parameters);
  return flat(call, encodeStart(await core.startVerification({ ...decoded, application })));
}

async function check(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const { application, parameters } = call;
  const { wire, id, code, clientAddress } = decodeCheck(parameters);
  if (id === undefined) return flat(call, encodeCheck(wire, { kind: 'not_live' }));
  const outcome = await core.checkVerification({
    application,
    verificationId: id,
    code,
    ...(clientAddress !== undefined && { clientAddress }),
  });
  return flat(call, encodeCheck(wire, outcome));
}

async function search(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const { application, parameters, format } = call;
  const wanted = decodeSearch(parameters);
  const ids = wanted.map(parseId).filter((id) => id !== undefined);
  const found = await core.searchVerifications({ application, ids });
  const ordered = ids.flatMap((id) => found.filter((one) => one.id === id));
  const results = ordered.map((one) => encodeVerification(application.apiKey, one));
  const [first] = results;
  if (!first) throw new PlatformError('not_found');
  const isMany = wanted.length > 1;
  if (format === 'json') {
    return jsonAnswer(200, isMany ? { verification_requests: results } : first);
  }
  const documents = results.map(verificationDocument);
  return xmlAnswer(
    200,
    isMany
      ? { verification_requests: { verify_request: documents } }
      : { verify_request: documents[0] },
  );
}

async function control(core: Core, call: ClassicCall): Promise<ApiResponse> {
  const { application, parameters, format } = call;
  const { wire, id, command } = decodeControl(parameters);
  if (id === undefined) throw new WireRefusal('6', controlTexts.notLive(wire));
  await (command === 'cancel' ? cancel : trigger)(core, application, id, wire);
  const body: { status: string; command: ControlCommand } = { status: '0', command };
  return format === 'json' ? jsonAnswer(200, body) : xmlAnswer(200, { response: body });
}

async function cancel(
  core: Core,
  application: Application,
  verificationId: string,
  wire: string,
): Promise<void> {
  const outcome = await core.cancelVerification({
    application,
    verificationId,
    ageSecondsMin: cancelAgeSecondsMin,
    isAfterSecondStepAllowed: false,
  });
  if (outcome.kind === 'too_early') throw new WireRefusal('19', controlTexts.tooEarly(wire));
  if (outcome.kind === 'too_late') throw new WireRefusal('19', controlTexts.tooLate(wire));
  if (outcome.kind === 'not_live') throw new WireRefusal('6', controlTexts.notLive(wire));
}

async function trigger(
  core: Core,
  application: Application,
  verificationId: string,
  wire: string,
): Promise<void> {
  const outcome = await core.triggerNextStep({ applicationId: application.id, verificationId });
  if (outcome.kind === 'no_more_steps') {
    throw new WireRefusal('19', controlTexts.noMoreEvents(wire));
  }
  if (outcome.kind === 'not_live') throw new WireRefusal('6', controlTexts.notLive(wire));
  if (outcome.kind === 'address_locked') throw new PlatformError('barred');
}

function flat(call: ClassicCall, body: Record<string, string>): ApiResponse {
  if (call.format === 'json') return jsonAnswer(200, body);
  return xmlAnswer(200, { verify_response: { request_id: '', ...body } });
}

function encodeRefusal(
  refusal: WireRefusal,
  endpoint: Endpoint,
  format: 'json' | 'xml',
  httpStatus = 200,
): ApiResponse {
  const body = { ...refusal.fields, status: refusal.status, error_text: refusal.message };
  if (format === 'json') return jsonAnswer(httpStatus, body);
  const document =
    endpoint === 'control' ? { response: body } : { verify_response: { request_id: '', ...body } };
  return xmlAnswer(httpStatus, document);
}

const faults: Record<HttpFault, readonly [httpStatus: number, status: string, text: string]> = {
  'not-found': [404, '3', 'There is no such resource'],
  'method-not-allowed': [405, '3', 'This resource takes GET and POST only'],
  'body-too-large': [413, '3', 'Invalid value for param: body'],
  'malformed-request': [400, '3', 'Invalid value for param: body'],
  unavailable: [503, '5', 'Internal Error'],
  internal: [500, '5', 'Internal Error'],
};

function refuse(fault: HttpFault, request: Pick<ApiRequest, 'path'>): ApiResponse {
  const [httpStatus, status, text] = faults[fault];
  const format = formatOfPath(request.path);
  return encodeRefusal(new WireRefusal(status, text), 'request', format, httpStatus);
}
