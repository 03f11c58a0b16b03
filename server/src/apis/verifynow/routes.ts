/**
 * VerifyNow over the core: the token call, send and validate of its versions 2 and 3, and the two
 * calls as its 2FA guide prints them. Source: docs/compatibility/verifynow.md.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { numberOfId } from '../../kernel/ids.ts';
import type { StartRequest } from '../../verification/start.ts';
import { jsonAnswer } from '../classic/format.ts';
import type { Parameters } from '../classic/parameters.ts';
import { getAndPost } from '../classic/serve.ts';
import type { Api, ApiResponse, HttpFault, Route } from '../contract.ts';
import { authenticate } from './authenticate.ts';
import { readRequest } from './read-request.ts';
import { giveToken } from './token.ts';
import {
  assertCustomer,
  decodeMessage,
  decodeSend,
  decodeValidation,
  encodeCheck,
  encodeEnded,
  encodeError,
  encodeStart,
  envelope,
  httpStatusOf,
  isOwnText,
  type ResponseCode,
  timeoutOf,
  type WireAnswer,
  WireRefusal,
} from './wire.ts';

interface Call {
  readonly application: Application;
  readonly parameters: Parameters;
}

/** The vendor's reference and its guide have a word of their own for success. */
const successWords = { reference: 'VERIFICATION_COMPLETED', guide: 'VERIFIED' } as const;

export function createVerifyNow(core: Core): Api {
  const sends: Route['handle'] = serve(core, (call) => send(core, call));
  const validates = (word: string) => serve(core, (call) => validate(core, call, word));
  return {
    name: 'verifynow',
    prefixes: ['/auth/v1', '/verification', '/send', '/validate'],
    routes: [
      ...getAndPost('/auth/v1/authentication/token', (request) => giveToken(core, request)),
      { method: 'POST', path: '/verification/v3/send', handle: sends },
      { method: 'POST', path: '/verification/v2/verification/send', handle: sends },
      { method: 'POST', path: '/send', handle: sends },
      ...getAndPost('/verification/v3/validateOtp', validates(successWords.reference)),
      ...getAndPost('/verification/v2/verification/validateOtp', validates(successWords.reference)),
      ...getAndPost('/verification/v3/validate', validates(successWords.guide)),
      ...getAndPost('/verification/v2/verification/validate', validates(successWords.guide)),
      ...getAndPost('/validate', validates(successWords.guide)),
    ],
    refuse,
  };
}

function serve(core: Core, handle: (call: Call) => Promise<WireAnswer>): Route['handle'] {
  return async (request) => {
    try {
      const { application } = await authenticate(core, request.headers);
      await core.rates.count(application, 'requests');
      const parameters = readRequest(request);
      assertCustomer(parameters, application);
      return answer(await handle({ application, parameters }));
    } catch (error) {
      const isExpected = error instanceof PlatformError || error instanceof WireRefusal;
      const isAway = error instanceof PlatformError && error.code === 'unavailable';
      if (!isExpected || isAway) throw error;
      return answer(encodeError(error));
    }
  };
}

async function send(core: Core, call: Call): Promise<WireAnswer> {
  const { application, parameters } = call;
  if (isOwnText(parameters)) return sendOwnText(core, call);
  const addressKindOf = (channel: string) => core.channels.get(channel)?.addressKind;
  const request = decodeSend(parameters, application, addressKindOf);
  return start(core, request, parameters.text('mobileNumber'));
}

async function sendOwnText(core: Core, { application, parameters }: Call): Promise<WireAnswer> {
  const request = decodeMessage(parameters, application);
  const { messageId } = await core.sendMessage(request);
  const mobileNumber = parameters.required('mobileNumber');
  return { code: 200, mobileNumber, sender: request.sender, transactionId: messageId };
}

/** A send when the last one's `timeout` has passed replaces it; before that it is refused. */
async function start(
  core: Core,
  request: StartRequest,
  mobileNumber: string | undefined,
): Promise<WireAnswer> {
  const { application } = request;
  const facts = { mobileNumber, timeout: timeoutOf(request) };
  const outcome = await core.startVerification(request);
  if (outcome.kind !== 'concurrent') return encodeStart(outcome, facts);
  const { verificationId } = outcome;
  const number = numberOfId(verificationId);
  const pending = await core.findByNumber({ applicationId: application.id, number });
  // What came by another API is its caller's to end.
  if (pending?.id !== verificationId) return encodeStart(outcome, facts);
  const cancelled = await core.cancelVerification({
    application,
    verificationId,
    ageSecondsMin: facts.timeout,
    isAfterSecondStepAllowed: true,
  });
  if (cancelled.kind === 'too_early') {
    return encodeStart(outcome, { mobileNumber, timeout: cancelled.retryAfterSeconds });
  }
  return encodeStart(await core.startVerification(request), facts);
}

async function validate(core: Core, call: Call, successWord: string): Promise<WireAnswer> {
  const { application, parameters } = call;
  const { number, code, mobileNumber } = decodeValidation(parameters);
  const applicationId = application.id;
  const found = await core.findByNumber({ applicationId, number });
  if (!found) return { code: 505, ...(mobileNumber !== undefined && { mobileNumber }) };
  const facts = {
    verificationId: numberOfId(found.id),
    ...(mobileNumber !== undefined && { mobileNumber }),
    transactionId: found.id,
  };
  if (found.status !== 'in_progress') return { ...encodeEnded(found.status), ...facts };
  if (code === undefined) return { code: 702, ...facts };
  const outcome = await core.checkVerification({ application, verificationId: found.id, code });
  const checked = encodeCheck(outcome, successWord);
  if (checked) return { ...checked, ...facts };
  // It ended between the two statements: how, says its row.
  const ended = await core.findByNumber({ applicationId, number });
  return { ...encodeEnded(ended?.status ?? 'expired'), ...facts };
}

function answer(wire: WireAnswer, httpStatus = httpStatusOf(wire.code)): ApiResponse {
  const { status, headers, body } = jsonAnswer(httpStatus, envelope(wire));
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer realm="Countersign"' } : {};
  return { status, headers: { ...headers, ...challenge }, body };
}

const faults: Record<
  HttpFault,
  readonly [httpStatus: number, code: ResponseCode, reason?: string]
> = {
  'not-found': [404, 404],
  'method-not-allowed': [405, 405],
  'body-too-large': [413, 413],
  'malformed-request': [400, 400, 'the request cannot be read'],
  unavailable: [503, 500, 'the service is not available at this moment'],
  internal: [500, 500],
};

function refuse(fault: HttpFault): ApiResponse {
  const [httpStatus, code, reason] = faults[fault];
  return answer({ code, ...(reason !== undefined && { reason }) }, httpStatus);
}
