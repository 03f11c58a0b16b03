/**
 * The admin API: what the console speaks. Decides, for every operation alike, who may call it: a
 * live session, a role with the permission, and for calls that change something the CSRF value.
 */
import { PlatformError } from '../../kernel/errors.ts';
import { equalsInConstantTime } from '../../kernel/secret-box.ts';
import { authenticateSession } from '../../operators/authenticate-session.ts';
import type { SignedIn } from '../../operators/operator.ts';
import { isPermitted } from '../../operators/permissions.ts';
import { csrfOf } from '../../operators/tokens.ts';
import type { Api, ApiRequest, ApiResponse, Route } from '../contract.ts';
import { inputReader } from '../described/read-input.ts';
import { encodeEventStream } from './event-stream.ts';
import type { AdminDeps, AdminOperation } from './operation.ts';
import { adminOperations } from './operations.ts';
import { problemOfError, problemOfFault } from './problem.ts';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';

export function createAdminApi(deps: AdminDeps): Api {
  return {
    name: 'admin',
    prefixes: ['/admin'],
    routes: adminOperations.map((operation) => toRoute(deps, operation)),
    refuse: (fault, request) => problemOfFault(fault, request.id),
  };
}

function toRoute(deps: AdminDeps, operation: AdminOperation): Route {
  const readInput = inputReader(operation);
  return {
    method: operation.method,
    path: operation.path,
    handle: async (request) => {
      try {
        return await run(deps, operation, request, readInput);
      } catch (error) {
        if (error instanceof PlatformError) return problemOfError(error, request.id);
        throw error;
      }
    },
  };
}

async function run(
  deps: AdminDeps,
  operation: AdminOperation,
  request: ApiRequest,
  readInput: ReturnType<typeof inputReader>,
): Promise<ApiResponse> {
  const baseUrl = deps.operators.baseUrl();
  const sessionToken = readSessionCookie(request.headers, baseUrl);
  refuseOtherSites(operation, request);
  const signedIn = await admit(deps, operation, request, sessionToken);
  const cookies: string[] = [];
  const result = await operation.handle({
    ...readInput(request),
    deps,
    request,
    signedIn,
    sessionToken,
    setSession: (token) => cookies.push(writeSessionCookie(token, baseUrl)),
  });
  return operation.isStream
    ? streamed(deps, result as AsyncIterable<unknown>, sessionToken)
    : answered(result, cookies);
}

/** A second lock beside SameSite: browsers say where a call comes from, and pages cannot lie. */
function refuseOtherSites(operation: AdminOperation, request: ApiRequest): void {
  const site = request.headers['sec-fetch-site'];
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (operation.method !== 'GET' && isForeign) {
    throw new PlatformError('forbidden', { reason: 'cross-site' });
  }
}

async function admit(
  deps: AdminDeps,
  operation: AdminOperation,
  request: ApiRequest,
  token: string | undefined,
): Promise<SignedIn | undefined> {
  if (operation.access === 'anyone') return undefined;
  const signedIn = token
    ? await authenticateSession(deps.operators, { token, isActivity: !operation.isStream })
    : undefined;
  if (!signedIn || !token) throw new PlatformError('invalid_credentials', { reason: 'session' });
  if (operation.method !== 'GET' && !hasCsrf(request, token)) {
    throw new PlatformError('forbidden', { reason: 'csrf' });
  }
  if (operation.access !== 'signed-in' && !isPermitted(signedIn.operator.role, operation.access)) {
    throw new PlatformError('forbidden', { reason: 'role' });
  }
  return signedIn;
}

function hasCsrf(request: ApiRequest, token: string): boolean {
  const given = request.headers['x-countersign-csrf'];
  return (
    typeof given === 'string' &&
    equalsInConstantTime(Buffer.from(given), Buffer.from(csrfOf(token)))
  );
}

function answered(result: unknown, cookies: readonly string[]): ApiResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {}),
    },
    body: JSON.stringify(result),
  };
}

function streamed(
  deps: AdminDeps,
  items: AsyncIterable<unknown>,
  token: string | undefined,
): ApiResponse {
  const isStillAllowed = async () =>
    token !== undefined &&
    (await authenticateSession(deps.operators, { token, isActivity: false })) !== undefined;
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Tells nginx not to gather the events into larger pieces.
      'x-accel-buffering': 'no',
    },
    body: encodeEventStream(items, isStillAllowed),
  };
}
