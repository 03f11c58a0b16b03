/**
 * The link of silent authentication: the device opens it without credentials, is sent to its network,
 * and comes back with the network's answer. The code goes to the device alone, in place or with it to
 * the caller's `redirect_url`, in the fragment, which no server on the way sees.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { parseId } from '../../kernel/ids.ts';
import type { ApiRequest, ApiResponse, Route } from '../contract.ts';
import { jsonOf } from '../problem.ts';
import { type ProblemCode, WireProblem, withProblems } from './problems.ts';
import { silentAuth, type WireChannel } from './wire.ts';

const path = '/v2/verify/:requestId/silent-auth/redirect';
const completed = 'The silent auth verification cannot be completed.';
const initiated = 'The silent auth verification cannot be initiated';

/** What the network said, in the words of the wire. */
const refusals = {
  'other-number': ['msisdn-error', 'Device MSISDN does not match.'],
  'not-mobile': ['network-error', 'IP Address does not resolve to a cellular device.'],
  unsupported: [
    'precondition-failed',
    'Device number does not resolve to a supported Mobile Network Operator.',
  ],
} as const satisfies Record<string, readonly [ProblemCode, string]>;

export function silentAuthRoutes(core: Core): Route[] {
  return [
    {
      method: 'GET',
      path,
      handle: async (request) => unseen(await withProblems(request, () => walk(core, request))),
    },
  ];
}

/**
 * Before anything is started, unless the caller wants errors of coverage by webhook.
 * @throws WireProblem when no mobile network answers for the number.
 */
export function assertCovered(
  core: Core,
  application: Application,
  [first]: readonly WireChannel[],
): void {
  if (first?.channel !== silentAuth || first.options.coverage_check === 'false') return;
  if (core.silentAuth.covers({ application, to: first.to })) return;
  const isConnected = application.kind === 'sandbox';
  throw new WireProblem(isConnected ? 'precondition-failed' : 'silent-auth-failed');
}

/** What the answer to a start has beside, absolute where the server knows its own address. */
export function checkUrlOf(
  core: Core,
  [first]: readonly WireChannel[],
  requestId: string,
): { check_url?: string } {
  if (first?.channel !== silentAuth) return {};
  return { check_url: core.baseUrl + path.replace(':requestId', requestId) };
}

/** Neither kept by caches nor told to the next page. */
function unseen(answer: ApiResponse): ApiResponse {
  const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

async function walk(core: Core, request: ApiRequest): Promise<ApiResponse> {
  const verificationId = parseId(request.params.requestId ?? '');
  if (verificationId === undefined) throw new WireProblem('request-not-found');
  const answer = new URLSearchParams(request.query).get('answer');
  return answer === null
    ? ask(core, verificationId, request.path)
    : conclude(core, verificationId, answer);
}

async function ask(core: Core, verificationId: string, returnTo: string): Promise<ApiResponse> {
  const begun = await core.silentAuth.begin({ verificationId, returnTo });
  switch (begun.kind) {
    case 'not_found':
      throw new WireProblem('request-not-found');
    case 'no_network':
      return fail(begun.redirectUrl, 'silent-auth-failed', initiated);
    case 'asked':
      return redirect(`/v1/sandbox/network/authorise?question=${begun.question}`);
  }
}

async function conclude(core: Core, verificationId: string, answer: string): Promise<ApiResponse> {
  const finished = await core.silentAuth.finish({ verificationId, answer });
  switch (finished.kind) {
    case 'bad_answer':
      throw new WireProblem('unauthorized');
    case 'not_found':
      throw new WireProblem('request-not-found');
    case 'over':
      return fail(finished.redirectUrl, 'conflict', completed);
    case 'refused': {
      const [code, detail] = refusals[finished.answer];
      return fail(finished.redirectUrl, code, detail);
    }
    case 'confirmed': {
      const result = { request_id: verificationId, ...finished.proof };
      return finished.redirectUrl === undefined
        ? jsonOf(200, result)
        : redirect(withFragment(finished.redirectUrl, result));
    }
  }
}

/** With a `redirect_url` the device is always sent there, with a sentence instead of a code. */
function fail(redirectUrl: string | undefined, code: ProblemCode, detail: string): ApiResponse {
  if (redirectUrl === undefined) throw new WireProblem(code, { detail });
  return redirect(withFragment(redirectUrl, { error_description: detail }));
}

function redirect(location: string): ApiResponse {
  return { status: 302, headers: { location }, body: '' };
}

function withFragment(url: string, members: Readonly<Record<string, string>>): string {
  const fragment = Object.entries(members)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${url.replace(/#.*$/, '')}#${fragment}`;
}
