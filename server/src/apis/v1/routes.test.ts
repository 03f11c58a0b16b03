import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
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
