/**
 * Alerts and marketing messages of the US short-code APIs over the core, and who has opted out of
 * them. Source: the vendor’s documentation, see docs/compatibility/nexmo-alerts.md.
 */
import type { Application } from '../../applications/application.ts';
import type { Core } from '../../core.ts';
import type { SendMessageRequest } from '../../messages/send-message.ts';
import { answerMessages, encodeSent, refusalsOf, refuseFault } from '../classic/mt-submission.ts';
import { optInRoutes } from '../classic/opt-in.ts';
import type { Parameters } from '../classic/parameters.ts';
import { getAndPost, serveClassic } from '../classic/serve.ts';
import type { Api, Route } from '../contract.ts';
import { decodeAlert, decodeMarketing } from './wire.ts';

const alertPath = '/sc/us/alert';
const marketingPath = '/sc/us/marketing';

export function createNexmoAlerts(core: Core): Api {
  return {
    name: 'nexmo-alerts',
    prefixes: [alertPath, marketingPath],
    routes: [
      ...sendRoutes(core, alertPath, decodeAlert),
      ...sendRoutes(core, marketingPath, decodeMarketing),
      ...optInRoutes(core, alertPath, 'alerts'),
      ...optInRoutes(core, marketingPath, 'marketing'),
    ],
    refuse: refuseFault,
  };
}

function sendRoutes(
  core: Core,
  path: string,
  decode: (parameters: Parameters, application: Application) => SendMessageRequest,
): Route[] {
  return getAndPost(
    `${path}/:format`,
    serveClassic(core, {
      ...refusalsOf(core),
      async handle({ application, parameters, format }) {
        const request = decode(parameters, application);
        return answerMessages(format, encodeSent(await core.sendMessage(request), request));
      },
    }),
  );
}
