import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createVonageVerifyV2 } from './routes.ts';

testApi(() => createVonageVerifyV2(createUnreachableCore()), {
  path: '/v2/verify',
  expectShape({ status, headers, body }) {
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(String(body))).toEqual({
      type: expect.stringMatching(/^\/docs\/compatibility\/vonage-verify-v2#[a-z-]+$/),
      title: expect.stringMatching(/./),
      detail: expect.stringMatching(/./),
      instance: 'a-request-id',
    });
    if (status === 503) expect(headers?.['retry-after']).toBe('1');
  },
});
