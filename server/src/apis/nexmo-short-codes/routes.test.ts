import { expect } from 'vitest';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoShortCodes } from './routes.ts';

testApi(() => createNexmoShortCodes(createUnreachableCore()), {
  path: '/sc/us/2fa/json',
  otherPath: '/sc/us/marketing/xml',
  expectShape({ headers, body }, path) {
    if (path.endsWith('xml')) {
      expect(headers?.['content-type']).toBe('text/xml; charset=UTF-8');
      expect(body).toMatch(
        /<mt-submission-response><messages count="1"><message><status>\d+<\/status><errorText>.+<\/errorText>/,
      );
      return;
    }
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(String(body))).toEqual({
      'message-count': '1',
      messages: [
        { status: expect.stringMatching(/^\d+$/), 'error-text': expect.stringMatching(/./) },
      ],
    });
  },
});
