/** Plug-ins are named once, do not overlap, and the order of a registry's lines makes no difference. */
import { describe, expect, test } from 'vitest';
import { createStubAdminCore } from '../test-support/stub-admin-core.ts';
import { createUnreachableCore, unreachableDeps } from '../test-support/unreachable-core.ts';
import { silentLogger } from '../test-support/workbench.ts';
import { createAdminApi } from './apis/admin/api.ts';
import type { Api } from './apis/contract.ts';
import { createHttpServer } from './apis/http-server.ts';
import * as dialects from './apis/index.ts';
import { createSystemApi } from './apis/system/routes.ts';
import * as channels from './channels/index.ts';
import * as transports from './transports/index.ts';

/** Rotations and the reverse: every plug-in is first once and last once. */
function shuffles<Item>(items: readonly Item[]): Item[][] {
  const rotations = items.map((_, index) => [...items.slice(index), ...items.slice(0, index)]);
  return [...rotations, items.toReversed()];
}

const core = createUnreachableCore();
const { db, keyRing } = unreachableDeps();
const operators = {
  db,
  keys: keyRing,
  baseUrl: () => 'http://localhost',
  recordAudit: async () => undefined,
};
const system = createSystemApi(core, {});
const apis: readonly Api[] = [
  ...Object.values(dialects).map((create) => create(core)),
  createAdminApi({ core: createStubAdminCore(), operators }),
  system,
];

describe('dialects', () => {
  const requests = [
    ['GET', '/verify/json'],
    ['PUT', '/verify/json'],
    ['GET', '/verify/check/xml?api_key=x'],
    ['GET', '/verify/none/at/all'],
    ['POST', '/sc/us/2fa/json'],
    ['POST', '/sms/xml'],
    ['GET', '/sc/none'],
    ['GET', '/v1/sandbox/numbers'],
    ['GET', '/v1/none'],
    ['POST', '/v2/verify'],
    ['PUT', '/v2/verify/templates'],
    ['DELETE', '/v2/verify/templates'],
    ['GET', '/admin/session'],
    ['DELETE', '/admin/none'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/none'],
    ['GET', '/'],
  ] as const;

  async function answersOf(order: readonly Api[]): Promise<unknown[]> {
    const logger = silentLogger;
    const server = await createHttpServer({
      apis: order,
      fallback: system,
      logger,
      trustedProxies: [],
    });
    const answers: unknown[] = [];
    for (const [method, url] of requests) {
      const { statusCode, headers, body } = await server.inject({ method, url });
      const text = body.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id');
      answers.push([method, url, statusCode, headers['content-type'], text]);
    }
    await server.close();
    return answers;
  }

  test('answer the same in every order', async () => {
    const expected = await answersOf(apis);
    for (const order of shuffles(apis)) expect(await answersOf(order)).toEqual(expected);
  });

  test('have names and prefixes of their own: no path belongs to two', () => {
    expect(new Set(apis.map(({ name }) => name)).size).toBe(apis.length);
    const prefixes = apis.flatMap((api) => api.prefixes);
    for (const prefix of prefixes) {
      const owners = prefixes.filter((other) => `${prefix}/`.startsWith(`${other}/`));
      expect(owners).toEqual([prefix]);
    }
  });

  test('have no route in common', () => {
    const routes = apis.flatMap((api) => api.routes.map(({ method, path }) => `${method} ${path}`));
    expect(new Set(routes).size).toBe(routes.length);
  });
});

describe.each([
  ['channels', Object.values(channels)],
  ['transports', Object.values(transports)],
] as const)('%s', (_name, plugins) => {
  test('are found by name in every order, and no two share one', () => {
    const names = plugins.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const order of shuffles<{ name: string }>(plugins)) {
      const byName = new Map(order.map((plugin) => [plugin.name, plugin]));
      for (const plugin of plugins) expect(byName.get(plugin.name)).toBe(plugin);
    }
  });
});

test('what the core looks for by its quality is there', () => {
  expect(Object.values(transports).filter(({ reach }) => reach === 'handset')).toHaveLength(1);
  expect(Object.values(channels).some(({ takesReplies }) => takesReplies)).toBe(true);
});

test('the handset carries every channel, so that each can be tried in the sandbox', () => {
  const [handset] = Object.values(transports).filter(({ reach }) => reach === 'handset');
  const names = Object.values(channels).map(({ name }) => name);
  expect([...(handset?.channels ?? [])].toSorted()).toEqual(names.toSorted());
});
