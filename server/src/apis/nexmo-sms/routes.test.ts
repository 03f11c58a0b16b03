import { expectSubmissionShape } from '../../../test-support/submission-shape.ts';
import { createUnreachableCore } from '../../../test-support/unreachable-core.ts';
import { testApi } from '../contract.suite.ts';
import { createNexmoSms } from './routes.ts';

testApi(() => createNexmoSms(createUnreachableCore()), {
  path: '/sms/json',
  otherPath: '/sms/xml',
  expectShape: expectSubmissionShape,
});
