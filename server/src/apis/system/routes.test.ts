import { describe, expect, test } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import type { ApiRequest } from '../contract.ts';
import { createSystemApi } from './routes.ts';

testApi(() => createSystemApi(createUnreachableCore(), {}), {
  path: '/readyz',
  expectShape({ status, headers, body }) {
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(String(body))).toMatchObject({ status, code: expect.any(String) });
  },
});

function call(path: string, changes: Partial<ApiRequest> = {}, metricsToken?: string) {
  const options = metricsToken === undefined ? {} : { metricsToken };
  const api = createSystemApi(createUnreachableCore(), options);
  const route = api.routes.find((one) => one.path === path);
  if (!route) throw new Error(`no route ${path}`);
  return route.handle({
    id: 'r',
    method: 'GET',
    path,
    params: {},
    query: '',
    headers: {},
    body: '',
    clientAddress: '127.0.0.1',
    signal: new AbortController().signal,
    ...changes,
  });
}

test('alive without a database, ready only with one', async () => {
  expect(await call('/healthz')).toMatchObject({ status: 200, body: '{"status":"alive"}' });
  expect(await call('/readyz')).toMatchObject({ status: 503, body: '{"status":"not ready"}' });
});

describe('the metrics', () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  test.each([
    ['loopback may read them while no token is set', {}, undefined, 200],
    ['loopback by IPv6 as well', { clientAddress: '::1' }, undefined, 200],
    ['nobody else may', { clientAddress: '192.0.2.1' }, undefined, 401],
    ['once there is a token loopback needs it too', {}, 'secret', 401],
    ['whoever has it may', { clientAddress: '192.0.2.1', ...bearer('secret') }, 'secret', 200],
    ['another is refused', bearer('Secret'), 'secret', 401],
    ['an empty one is refused', { headers: { authorization: 'Bearer ' } }, 'secret', 401],
  ])('%s', async (_name, changes, token, status) => {
    const answer = await call('/metrics', changes, token);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toContain('verification_checks_total');
    else expect(answer.body).not.toContain('process_');
  });
});
