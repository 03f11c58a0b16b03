import { expectSubmissionShape } from '../../../test-support/submission-shape.ts';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoShortCodes } from './routes.ts';

testApi(() => createNexmoShortCodes(createUnreachableCore()), {
  path: '/sc/us/2fa/json',
  otherPath: '/sc/us/marketing/xml',
  expectShape: expectSubmissionShape,
});
