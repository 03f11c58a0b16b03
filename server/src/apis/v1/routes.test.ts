import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { v1Operations } from './operations.ts';
import { sampleBodies } from './reference/samples.ts';
import { createV1 } from './routes.ts';

testApi(() => createV1(createUnreachableCore()), {
  path: '/v1/opt-outs',
  expectShape({ status, headers, body }) {
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(String(body))).toMatchObject({
      status,
      type: expect.stringContaining('/docs/errors/'),
      title: expect.stringMatching(/./),
      code: expect.stringMatching(/^[a-z_]+$/),
    });
    if (status === 503) expect(headers?.['retry-after']).toBe('1');
  },
});

test('every operation has a name of its own', () => {
  const names = v1Operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

test('every list with a cursor takes a selection of members, too', () => {
  for (const { query, operationId } of v1Operations) {
    const { properties = {} } = (query ?? {}) as { properties?: Record<string, unknown> };
    if ('cursor' in properties)
      expect([operationId, 'fields' in properties]).toEqual([operationId, true]);
  }
});

test('every body has a sample for the reference, and the sample fits', () => {
  for (const { body, operationId } of v1Operations) {
    if (!body) continue;
    const sample = sampleBodies[operationId];
    expect([operationId, sample !== undefined]).toEqual([operationId, true]);
    expect([operationId, Value.Errors(body, sample)]).toEqual([operationId, []]);
  }
});
