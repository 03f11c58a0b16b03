/** The frame of every call of Verify v2: who calls, how often, and how errors are told. */
import type { Application } from '../../applications/application.ts';
import type { KnownApplication } from '../../applications/directory.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { readBasic, readBearer } from '../classic/credentials.ts';
import type { ApiRequest, ApiResponse, Route } from '../contract.ts';
import { withProblems } from './problems.ts';

export interface Call {
  readonly application: Application;
  readonly request: ApiRequest;
}

export type Handler = (core: Core, call: Call) => Promise<ApiResponse>;

export function serve(core: Core, handle: Handler): Route['handle'] {
  return (request) =>
    withProblems(request, async () => {
      const { application } = await authenticate(core, request);
      await core.rates.count(application, 'requests');
      return handle(core, { application, request });
    });
}

/** @throws PlatformError `invalid_credentials`, its reason `expired` for a token that was good. */
export async function authenticate(
  core: Pick<Core, 'authenticate' | 'authenticateJwt'>,
  request: ApiRequest,
): Promise<KnownApplication> {
  const { authorization } = request.headers;
  const token = readBearer(authorization);
  if (token !== undefined) {
    const { method, path } = request;
    return core.authenticateJwt({ token, call: { method, path } });
  }
  const basic = readBasic(authorization);
  if (!basic) throw new PlatformError('invalid_credentials');
  return core.authenticate(basic);
}
