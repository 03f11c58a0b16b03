import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createVerifyNow } from './routes.ts';

testApi(() => createVerifyNow(createUnreachableCore()), {
  path: '/verification/v3/send',
  otherPath: '/validate',
  expectShape({ headers, body }) {
    expect(headers?.['content-type']).toBe('application/json');
    const { responseCode, message, data } = JSON.parse(String(body));
    expect(responseCode).toBeGreaterThanOrEqual(400);
    expect(message).toMatch(/^[A-Z_]+$/);
    expect(data).toMatchObject({
      responseCode: String(responseCode),
      errorMessage: expect.stringMatching(/./),
      verificationStatus: 'VERIFICATION_FAILED',
    });
  },
});
