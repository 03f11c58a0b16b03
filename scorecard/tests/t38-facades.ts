/**
 * Every route of the dialects that T38 has no calls of its own for, taken from the dialects themselves
 * with the calls of T40's matrix, so that none is forgotten.
 */
import { applicationEndpoints, type Endpoint } from './t38-calls.ts';
import { type Ids, pathOf, probeOf } from './t40/matrix.ts';
import { type KnownRoute, listRoutes } from './t40/routes.ts';

const credentials = {
  basic: 'basic',
  parameters: 'parameters',
  token: 'auth-token',
  nobody: 'parameters',
} as const;

export function facadeEndpoints(ids: Ids): readonly Endpoint[] {
  return listRoutes()
    .filter((route) => !route.operation && route.dialect !== 'admin' && !hasOwnCalls(route))
    .map((route) => {
      const probe = probeOf(route);
      return {
        method: route.method as Endpoint['method'],
        path: pathOf(route.path, ids),
        fields: probe.fields(ids),
        credentials: credentials[probe.as],
      };
    });
}

function hasOwnCalls({ method, path }: KnownRoute): boolean {
  const pattern = new RegExp(`^${path.replace(':format', '(json|xml)')}$`);
  return applicationEndpoints.some((one) => one.method === method && pattern.test(one.path));
}
