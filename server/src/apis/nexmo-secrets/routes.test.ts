import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoSecrets } from './routes.ts';

testApi(() => createNexmoSecrets(createUnreachableCore()), {
  path: '/accounts/abcd1234/secrets',
  expectShape({ headers, body }) {
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(String(body))).toEqual({
      type: expect.stringMatching(/^\/docs\/errors\/\w+$/),
      title: expect.stringMatching(/./),
      detail: expect.stringMatching(/./),
      instance: 'a-request-id',
    });
  },
});
