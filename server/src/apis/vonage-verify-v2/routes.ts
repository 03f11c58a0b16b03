/**
 * Verify v2 over the core: method, path and who handles it. Source: the vendor's OpenAPI document of
 * Verify v2, see docs/compatibility/vonage-verify-v2.md.
 */
import type { Core } from '../../core.ts';
import type { Api, Route } from '../contract.ts';
import { unblockNetwork } from './network-unblock.ts';
import { refuse, WireProblem, withProblems } from './problems.ts';
import { type Handler, serve } from './serve.ts';
import { silentAuthRoutes } from './silent-auth.ts';
import * as templates from './templates.ts';
import { cancel, checkCode, nextChannel, startVerification } from './verifications.ts';

const request = '/v2/verify/:requestId';
const allTemplates = '/v2/verify/templates';
const template = `${allTemplates}/:templateId`;
const fragments = `${template}/template_fragments`;
const fragment = `${fragments}/:fragmentId`;
const variables = '/v2/verify/template_variables';

export function createVonageVerifyV2(core: Core): Api {
  const route = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    handle: serve(core, handle),
  });
  return {
    name: 'vonage-verify-v2',
    prefixes: ['/v2/verify'],
    routes: [
      route('POST', '/v2/verify', startVerification),
      route('POST', request, checkCode),
      route('DELETE', request, cancel),
      ...silentAuthRoutes(core),
      route('POST', `${request}/next_workflow`, nextChannel),
      // What some releases of the Java and Ruby clients call.
      route('POST', `${request}/next-workflow`, nextChannel),
      route('GET', allTemplates, templates.listTemplates),
      route('POST', allTemplates, templates.createTemplate),
      // Without this the path would be read as the id of a request.
      route('DELETE', allTemplates, async () => {
        throw new WireProblem('method-not-allowed');
      }),
      route('GET', template, templates.getTemplate),
      route('PATCH', template, templates.changeTemplate),
      route('DELETE', template, templates.deleteTemplate),
      route('GET', fragments, templates.listFragments),
      route('POST', fragments, templates.createFragment),
      route('GET', fragment, templates.getFragment),
      route('PATCH', fragment, templates.changeFragment),
      route('DELETE', fragment, templates.deleteFragment),
      route('GET', variables, templates.listVariables),
      route('GET', `${variables}/:variableId`, templates.getVariable),
      {
        method: 'POST',
        path: '/v2/verify/network-unblock',
        handle: (call) => withProblems(call, () => unblockNetwork(core, call)),
      },
    ],
    refuse,
  };
}
