import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoConversions } from './routes.ts';

testApi(() => createNexmoConversions(createUnreachableCore()), {
  path: '/conversions/sms',
  expectShape({ headers, body }) {
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(String(body))).toEqual({ error_title: expect.stringMatching(/./) });
  },
});
