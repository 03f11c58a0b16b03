/**
 * `POST /v1/redact/transaction`: forgets whom a message went to and what it said. Source: the
 * vendor's redact API, see docs/compatibility/nexmo-account.md.
 */
import type { Core } from '../../core.ts';
import { refuseResource, serveResource } from '../classic/serve-resource.ts';
import type { Api } from '../contract.ts';
import { assertRedacted, decodeRedaction } from './wire.ts';

export function createNexmoRedact(core: Core): Api {
  return {
    name: 'nexmo-redact',
    prefixes: ['/v1/redact'],
    routes: [
      {
        method: 'POST',
        path: '/v1/redact/transaction',
        handle: serveResource(core, async ({ application, parameters }) => {
          const redaction = decodeRedaction(parameters);
          assertRedacted(await core.redactMessage({ ...redaction, application }));
          return { status: 204, body: '' };
        }),
      },
    ],
    refuse: refuseResource,
  };
}
