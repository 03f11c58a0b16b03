/**
 * The native API: every operation of operations.ts, the document that describes them, and the pages
 * that show it. Basic authentication or a JWT, JSON, problem documents (RFC 9457). See docs/api-v1.md.
 */
import type { Core } from '../../core.ts';
import type { Api, Route } from '../contract.ts';
import { faultAnswer } from '../problem.ts';
import { buildV1Document } from './document.ts';
import { v1Operations } from './operations.ts';
import { referenceRoutes } from './reference/routes.ts';
import { toRoute } from './run.ts';
import { networkRoute } from './sandbox-phone.ts';

export function createV1(core: Core): Api {
  const resources = v1Operations.map((operation) => toRoute(core, operation));
  const routes = [...resources, networkRoute(core), documentRoute()];
  return {
    name: 'v1',
    prefixes: [...prefixesOf(routes), '/docs'],
    routes: [...routes, ...referenceRoutes()],
    refuse: (fault) => faultAnswer(fault),
  };
}

/** For anybody: it says nothing about an installation. */
function documentRoute(): Route {
  let text: string | undefined;
  return {
    method: 'GET',
    path: '/v1/openapi.json',
    handle: async () => {
      text ??= JSON.stringify(buildV1Document());
      return {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' },
        body: text,
      };
    },
  };
}

/** `/v1/…` of each resource: other dialects have paths below `/v1`, too. */
function prefixesOf(routes: readonly Route[]): string[] {
  return [...new Set(routes.map(({ path }) => path.split('/').slice(0, 3).join('/')))];
}
