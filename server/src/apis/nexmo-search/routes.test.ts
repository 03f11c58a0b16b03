import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoSearch } from './routes.ts';

testApi(() => createNexmoSearch(createUnreachableCore()), {
  path: '/search/message',
  expectShape({ headers, body }) {
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(String(body))).toEqual({
      'error-code': expect.stringMatching(/^\d{3}$/),
      'error-code-label': expect.stringMatching(/./),
    });
  },
});
