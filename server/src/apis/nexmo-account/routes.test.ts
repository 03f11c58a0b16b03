import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoAccount } from './routes.ts';

testApi(() => createNexmoAccount(createUnreachableCore()), {
  path: '/account/get-balance',
  expectShape({ headers, body }) {
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(String(body))).toEqual({
      'error-code': expect.stringMatching(/^\d{3}$/),
      'error-code-label': expect.stringMatching(/./),
    });
  },
});
