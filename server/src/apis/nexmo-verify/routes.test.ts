import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoVerify } from './routes.ts';

testApi(() => createNexmoVerify(createUnreachableCore()), {
  path: '/verify/json',
  otherPath: '/verify/check/xml',
  expectShape({ headers, body }, path) {
    if (path.endsWith('xml')) {
      expect(headers?.['content-type']).toBe('text/xml; charset=UTF-8');
      expect(body).toMatch(
        /^<\?xml .*\?>\n<verify_response><request_id\/><status>\d<\/status><error_text>.+<\/error_text><\/verify_response>$/,
      );
      return;
    }
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(String(body))).toEqual({
      status: expect.stringMatching(/^[35]$/),
      error_text: expect.stringMatching(/./),
    });
  },
});
