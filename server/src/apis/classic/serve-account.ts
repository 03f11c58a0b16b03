/**
 * The frame of the classic calls that speak in real HTTP codes (account, pricing, search): who calls,
 * how often, then the call's own work. JSON, or XML for who asks for it by `Accept`.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest, ApiResponse, HttpFault, Route } from '../contract.ts';
import { authenticateClassic } from './authenticate.ts';
import { type ClassicFormat, jsonAnswer, xmlAnswer } from './format.ts';
import { type Parameters, readParameters } from './parameters.ts';

export interface AccountCall {
  readonly application: Application;
  readonly parameters: Parameters;
  readonly request: ApiRequest;
}

export interface AccountEndpoint {
  /** Which of the application's rates a call counts for. */
  readonly rate: 'requests' | 'searches' | 'prices';
  /** Name of the root element in XML; may follow from the answer. */
  readonly root: string;
  handle(call: AccountCall): Promise<object>;
}

export function serveAccount(
  core: Pick<Core, 'authenticate' | 'rates'>,
  endpoint: AccountEndpoint,
): Route['handle'] {
  return async (request) => {
    const format = wantedFormat(request.headers.accept);
    try {
      const parameters = readParameters(request);
      const { application } = await authenticateClassic(core, parameters, request.headers);
      await core.rates.count(application, endpoint.rate);
      const body = await endpoint.handle({ application, parameters, request });
      return answer(200, body, endpoint.root, format);
    } catch (error) {
      if (error instanceof AccountRefusal) {
        return answer(error.status, labelled(error.status, error.message), 'error', format);
      }
      if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
      return refusal(error, format);
    }
  };
}

/** A refusal in the words of the wire. */
export class AccountRefusal extends Error {
  readonly status: number;
  constructor(status: number, label: string) {
    super(label);
    this.name = 'AccountRefusal';
    this.status = status;
  }
}

/** The clients send JSON's type in every header; only who names XML alone gets it. */
function wantedFormat(accept: string | undefined): ClassicFormat {
  return accept !== undefined &&
    /\b(application|text)\/xml\b/i.test(accept) &&
    !/json/i.test(accept)
    ? 'xml'
    : 'json';
}

function refusal(error: PlatformError, format: ClassicFormat): ApiResponse {
  const { parameter = 'request', retryAfterSeconds } = error.publicDetail;
  const isOfCredentials = parameter.startsWith('api_') || error.code === 'invalid_credentials';
  if (isOfCredentials) return answer(401, labelled(401, 'authentication failed'), 'error', format);
  if (error.code === 'rate_limited') {
    const limited = answer(429, labelled(429, 'too many requests'), 'error', format);
    return {
      ...limited,
      headers: { ...limited.headers, 'retry-after': String(retryAfterSeconds ?? 1) },
    };
  }
  const reason = error.code === 'missing_parameter' ? 'Is required.' : 'Is invalid.';
  return answer(400, badRequest(parameter, error.publicDetail.reason ?? reason), 'error', format);
}

function badRequest(parameter: string, reason: string): object {
  return {
    type: 'BAD_REQUEST',
    error_title: 'Bad Request',
    invalid_parameters: { [parameter]: reason },
  };
}

/** Some clients read the one name of the code, some the other. */
export function labelled(status: number, label: string): object {
  const code = String(status);
  return { 'error-code': code, 'error-code-label': label };
}

function answer(status: number, body: object, root: string, format: ClassicFormat): ApiResponse {
  return format === 'xml' ? xmlAnswer(status, { [root]: body }) : jsonAnswer(status, body);
}

const faults: Record<HttpFault, readonly [status: number, label: string]> = {
  'not-found': [404, 'not found'],
  'method-not-allowed': [405, 'method not allowed'],
  'body-too-large': [413, 'request too large'],
  'malformed-request': [400, 'malformed request'],
  unavailable: [503, 'service unavailable'],
  internal: [500, 'internal error'],
};

export function refuseAccount(fault: HttpFault): ApiResponse {
  const [status, label] = faults[fault];
  return jsonAnswer(status, labelled(status, label));
}
