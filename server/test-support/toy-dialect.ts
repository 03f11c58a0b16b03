/**
 * A dialect as docs/how-to/add-an-api-dialect.md tells to write one, as small as it can be: start and
 * check. Its sources are texts, because they belong into a copy of the server and nowhere else.
 */
export const toyFolder = 'acme-verify';

const wire = `/** The wire of Acme Verify, which exists in a test only. */
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import type { CheckOutcome } from '../../verification/check.ts';
import type { StartOutcome, StartRequest } from '../../verification/start.ts';
import { lanes } from '../../verification/verification.ts';
import type { Parameters } from '../classic/parameters.ts';

export function decodeStart(parameters: Parameters): Omit<StartRequest, 'application'> {
  return {
    dialect: 'acme-verify',
    lane: lanes.verification,
    to: parameters.required('to'),
    brand: 'Acme',
    workflow: [{ channel: 'sms', waitSeconds: 300 }],
    codeLength: 6,
    codeLifeSeconds: 300,
    checksMax: 3,
  };
}

export function encodeStart(outcome: StartOutcome): object {
  switch (outcome.kind) {
    case 'started':
      return { acme: 'started', id: outcome.verificationId };
    case 'concurrent':
    case 'address_locked':
    case 'too_many_sends':
      return { acme: 'refused' };
  }
}

export function encodeCheck(outcome: CheckOutcome): object {
  return { acme: outcome.kind === 'verified' ? 'right' : 'wrong' };
}

const statusOf: Record<ErrorCode, number> = {
  missing_parameter: 400,
  invalid_parameter: 400,
  invalid_template: 400,
  invalid_credentials: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  sandbox_only: 403,
  unroutable: 400,
  barred: 403,
  opted_out: 403,
  quota_exceeded: 402,
  unavailable: 503,
};

export function encodeError(error: PlatformError): { status: number; body: object } {
  return { status: statusOf[error.code], body: { acme: error.code } };
}
`;

const routes = `/** Acme Verify over the core. */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { authenticateClassic } from '../classic/authenticate.ts';
import { jsonAnswer } from '../classic/format.ts';
import { type Parameters, readParameters } from '../classic/parameters.ts';
import type { Api, Route } from '../contract.ts';
import { decodeStart, encodeCheck, encodeError, encodeStart } from './wire.ts';

export function createAcmeVerify(core: Core): Api {
  const serve = (
    path: string,
    handle: (application: Application, parameters: Parameters) => Promise<object>,
  ): Route => ({
    method: 'POST',
    path,
    async handle(request) {
      try {
        const parameters = readParameters(request);
        const { application } = await authenticateClassic(core, parameters, request.headers);
        await core.rates.count(application, 'requests');
        return jsonAnswer(200, await handle(application, parameters));
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error;
        const { status, body } = encodeError(error);
        return jsonAnswer(status, body);
      }
    },
  });
  return {
    name: 'acme-verify',
    prefixes: ['/acme'],
    routes: [
      serve('/acme/start', async (application, parameters) =>
        encodeStart(await core.startVerification({ ...decodeStart(parameters), application })),
      ),
      serve('/acme/check', async (application, parameters) =>
        encodeCheck(
          await core.checkVerification({
            application,
            verificationId: parameters.required('id'),
            code: parameters.required('code'),
          }),
        ),
      ),
    ],
    refuse: (fault) => jsonAnswer(fault === 'not-found' ? 404 : 500, { acme: fault }),
  };
}
`;

/** Name in the dialect's folder to text. */
export const toyFiles: Readonly<Record<string, string>> = {
  'wire.ts': wire,
  'routes.ts': routes,
};
