import { expect } from 'vitest';
import { createStubAdminCore } from '../../../test-support/stub-admin-core.ts';
import { unreachableDeps } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createAdminApi } from './api.ts';

const { db, keyRing } = unreachableDeps();
const operators = {
  db,
  keys: keyRing,
  baseUrl: () => 'http://localhost:8080',
  recordAudit: async () => undefined,
};

testApi(() => createAdminApi({ core: createStubAdminCore(), operators }), {
  path: '/admin/session',
  expectShape({ status, headers, body }) {
    expect(headers?.['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(String(body))).toMatchObject({
      status,
      code: expect.any(String),
      requestId: 'a-request-id',
    });
  },
});
