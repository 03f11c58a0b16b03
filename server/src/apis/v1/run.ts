/**
 * The frame of every native operation: who calls, how often they may, whether the request fits its
 * description, whether it was made before, and how the answer is phrased. Nothing here knows a resource.
 */
import type { Application } from '../../applications/application.ts';
import type { KnownApplication } from '../../applications/directory.ts';
import type { RateStanding } from '../../applications/rates.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { readBasic, readBearer } from '../classic/credentials.ts';
import type { ApiRequest, ApiResponse, Route } from '../contract.ts';
import { type Input, inputReader } from '../described/read-input.ts';
import { problemAnswer } from '../problem.ts';
import { once } from './idempotency.ts';
import type { Effect, V1Answer, V1Operation } from './operation.ts';
import { Refusal } from './refusal.ts';
import { assertSelection, select } from './select-fields.ts';

export function toRoute(core: Core, operation: V1Operation): Route {
  const readInput = inputReader(operation, { takesAnyMediaType: true, givesReasons: true });
  return {
    method: operation.method,
    path: operation.path,
    handle: (request) => answerCall(core, operation, request, readInput),
  };
}

async function answerCall(
  core: Core,
  operation: V1Operation,
  request: ApiRequest,
  readInput: (request: ApiRequest) => Input,
): Promise<ApiResponse> {
  let limits: Record<string, string> = {};
  try {
    const application = await authenticate(core, operation, request);
    if (operation.access !== 'sandbox') {
      limits = limitHeaders(await core.rates.count(application, 'requests'));
    }
    const input = readInput(request);
    const fields = assertSelection(operation, input.query);
    const response = await once(core, application, request, operation, async (effect) =>
      phrase(
        operation,
        await act({ core, operation, application, request, input, effect }),
        fields,
      ),
    );
    return { ...response, headers: { ...response.headers, ...limits } };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
    const response = problemAnswer(error, error instanceof Refusal ? error.members : {});
    return { ...response, headers: { ...response.headers, ...limits, ...exceeded(error) } };
  }
}

async function authenticate(
  core: Core,
  operation: V1Operation,
  request: ApiRequest,
): Promise<Application> {
  const { application } = await identify(core, operation, request);
  if (operation.access === 'sandbox' && application.kind !== 'sandbox') {
    throw new PlatformError('sandbox_only');
  }
  return application;
}

async function identify(
  core: Core,
  operation: V1Operation,
  { headers, method, path }: ApiRequest,
): Promise<KnownApplication> {
  const token = readBearer(headers.authorization);
  if (token !== undefined) {
    const known = await core.authenticateJwt({ token, call: { method, path } });
    if (operation.takesTokens === false) {
      throw new PlatformError('forbidden', { reason: 'needs the API secret, not a token' });
    }
    return known;
  }
  const credentials = readBasic(headers.authorization);
  if (!credentials) throw new PlatformError('invalid_credentials');
  return core.authenticate(credentials);
}

interface Act {
  readonly core: Core;
  readonly operation: V1Operation;
  readonly application: Application;
  readonly request: ApiRequest;
  readonly input: Input;
  readonly effect: Effect | undefined;
}

function act({ operation, input, ...call }: Act): Promise<V1Answer> {
  return operation.handle({ ...call, ...input });
}

function phrase(
  operation: V1Operation,
  { body, status = operation.status, headers = {} }: V1Answer,
  fields: readonly string[] | undefined,
): ApiResponse {
  if (body === undefined) return { status, headers, body: '' };
  if (operation.mediaType !== undefined) {
    const type = { 'content-type': operation.mediaType };
    return { status, headers: { ...type, ...headers }, body: body as AsyncIterable<string> };
  }
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(fields ? select(body, fields) : body),
  };
}

/** draft-ietf-httpapi-ratelimit-headers: the quota of a second, and what is left of it. */
function limitHeaders(standing: RateStanding | undefined): Record<string, string> {
  if (!standing) return {};
  return {
    'ratelimit-policy': `"requests";q=${standing.limit};w=1`,
    ratelimit: `"requests";r=${Math.max(0, standing.remaining)};t=1`,
  };
}

function exceeded(error: PlatformError): Record<string, string> {
  const { retryAfterSeconds } = error.publicDetail;
  if (error.code !== 'rate_limited' || retryAfterSeconds === undefined) return {};
  const policy = error instanceof Refusal && error.policy ? error.policy : 'requests';
  return { ratelimit: `"${policy}";r=0;t=${retryAfterSeconds}` };
}
