/**
 * US short-code two-factor messages over the core: the caller brings the PIN, the application's
 * approved campaign the words. Source: the vendor’s documentation, see
 * docs/compatibility/nexmo-2fa.md.
 */
import type { Core } from '../../core.ts';
import { answerMessages, refusalsOf, refuseFault } from '../classic/mt-submission.ts';
import { optInRoutes } from '../classic/opt-in.ts';
import { type ClassicCall, getAndPost, serveClassic } from '../classic/serve.ts';
import { decodeTwoFactor, encodeTwoFactor } from '../classic/two-factor.ts';
import type { Api, ApiResponse } from '../contract.ts';

const path = '/sc/us/2fa';

export function createNexmo2fa(core: Core): Api {
  const handle = (call: ClassicCall) => sendCode(core, call);
  return {
    name: 'nexmo-2fa',
    prefixes: [path],
    routes: [
      ...getAndPost(`${path}/:format`, serveClassic(core, { handle, ...refusalsOf(core) })),
      ...optInRoutes(core, path, 'two-factor'),
    ],
    refuse: refuseFault,
  };
}

async function sendCode(
  core: Core,
  { application, parameters, format }: ClassicCall,
): Promise<ApiResponse> {
  const request = decodeTwoFactor(parameters, application);
  return answerMessages(format, [encodeTwoFactor(await core.startVerification(request), request)]);
}
