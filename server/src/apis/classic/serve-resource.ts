/**
 * The frame of the classic resources that speak plain REST (secrets, redaction): Basic credentials,
 * real HTTP codes, problem documents with type, title, detail and instance.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { ApiRequest, ApiResponse, HttpFault, Route } from '../contract.ts';
import { authenticateClassic } from './authenticate.ts';
import { type Parameters, readParameters } from './parameters.ts';

export interface ResourceCall {
  readonly application: Application;
  readonly parameters: Parameters;
  readonly request: ApiRequest;
}

export function serveResource(
  core: Pick<Core, 'authenticate' | 'rates'>,
  handle: (call: ResourceCall) => Promise<ApiResponse>,
): Route['handle'] {
  return async (request) => {
    try {
      const parameters = readParameters(request);
      const { application } = await authenticateClassic(core, parameters, request.headers);
      await core.rates.count(application, 'requests');
      return await handle({ application, parameters, request });
    } catch (error) {
      if (error instanceof ResourceProblem) return problemAnswer(error, request.id);
      if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
      return problemAnswer(problemOf(error), request.id);
    }
  };
}

/** A refusal in the words of the wire. */
export class ResourceProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly invalid: readonly { readonly name: string; readonly reason: string }[];
  constructor(problem: {
    status: number;
    code: string;
    title: string;
    detail: string;
    invalid?: readonly { readonly name: string; readonly reason: string }[];
  }) {
    super(problem.detail);
    this.name = 'ResourceProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.invalid = problem.invalid ?? [];
  }
}

function problemOf(error: PlatformError): ResourceProblem {
  const { parameter = 'body', reason } = error.publicDetail;
  if (error.code === 'invalid_credentials' || parameter.startsWith('api_')) {
    return new ResourceProblem({
      status: 401,
      code: 'invalid_credentials',
      title: 'Unauthorized',
      detail: 'You did not provide correct credentials.',
    });
  }
  if (error.code === 'rate_limited') {
    return new ResourceProblem({
      status: 429,
      code: 'rate_limited',
      title: 'Rate Limit Hit',
      detail: 'Please wait, then retry your request',
    });
  }
  const isMissing = error.code === 'missing_parameter';
  return new ResourceProblem({
    status: 400,
    code: error.code,
    title: 'Bad Request',
    detail: 'The request failed due to validation errors',
    invalid: [{ name: parameter, reason: reason ?? (isMissing ? 'Is required' : 'Is invalid') }],
  });
}

function problemAnswer(problem: ResourceProblem, instance: string): ApiResponse {
  const { status, code, title, message, invalid } = problem;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Basic realm="Countersign"' }),
      ...(status === 429 && { 'retry-after': '1' }),
    },
    body: JSON.stringify({
      type: `/docs/errors/${code}`,
      title,
      detail: message,
      instance,
      ...(invalid.length > 0 && { invalid_parameters: invalid }),
    }),
  };
}

const faults: Record<HttpFault, readonly [status: number, code: string, title: string]> = {
  'not-found': [404, 'not_found', 'Not Found'],
  'method-not-allowed': [405, 'method_not_allowed', 'Method Not Allowed'],
  'body-too-large': [413, 'invalid_parameter', 'Payload Too Large'],
  'malformed-request': [400, 'invalid_parameter', 'Bad Request'],
  unavailable: [503, 'unavailable', 'Service Unavailable'],
  internal: [500, 'internal', 'Internal Server Error'],
};

export function refuseResource(fault: HttpFault, request: Pick<ApiRequest, 'id'>): ApiResponse {
  const [status, code, title] = faults[fault];
  const detail = 'The request could not be answered';
  return problemAnswer(new ResourceProblem({ status, code, title, detail }), request.id);
}
