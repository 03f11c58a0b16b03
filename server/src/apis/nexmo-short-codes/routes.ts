/**
 * The US short-code APIs over the core: two-factor messages (the caller brings the PIN, the approved
 * campaign the words), alerts, marketing, and who has opted out of each. Source: the vendor’s
 * documentation, see docs/compatibility/nexmo-2fa.md and nexmo-alerts.md.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { SendMessageRequest } from '../../messages/send-message.ts';
import { answerMessages, encodeSent, refusalsOf, refuseFault } from '../classic/mt-submission.ts';
import type { Parameters } from '../classic/parameters.ts';
import { type ClassicEndpoint, getAndPost, serveClassic } from '../classic/serve.ts';
import { decodeTwoFactor, encodeTwoFactor } from '../classic/two-factor.ts';
import type { Api, Route } from '../contract.ts';
import { optInRoutes } from './opt-in.ts';
import { decodeAlert, decodeMarketing } from './wire.ts';

const twoFactorPath = '/sc/us/2fa';
const alertPath = '/sc/us/alert';
const marketingPath = '/sc/us/marketing';

export function createNexmoShortCodes(core: Core): Api {
  return {
    name: 'nexmo-short-codes',
    prefixes: ['/sc'],
    routes: [
      ...sendRoutes(core, twoFactorPath, sendCode(core)),
      ...sendRoutes(core, alertPath, sendText(core, decodeAlert)),
      ...sendRoutes(core, marketingPath, sendText(core, decodeMarketing)),
      ...optInRoutes(core, twoFactorPath, 'two-factor'),
      ...optInRoutes(core, alertPath, 'alerts'),
      ...optInRoutes(core, marketingPath, 'marketing'),
    ],
    refuse: refuseFault,
  };
}

function sendRoutes(core: Core, path: string, handle: ClassicEndpoint['handle']): Route[] {
  return getAndPost(`${path}/:format`, serveClassic(core, { ...refusalsOf(core), handle }));
}

function sendCode(core: Core): ClassicEndpoint['handle'] {
  return async ({ application, parameters, format }) => {
    const request = decodeTwoFactor(parameters, application);
    const outcome = await core.startVerification(request);
    return answerMessages(format, [encodeTwoFactor(outcome, request)]);
  };
}

function sendText(
  core: Core,
  decode: (parameters: Parameters, application: Application) => SendMessageRequest,
): ClassicEndpoint['handle'] {
  return async ({ application, parameters, format }) => {
    const request = decode(parameters, application);
    return answerMessages(format, encodeSent(await core.sendMessage(request), request));
  };
}
