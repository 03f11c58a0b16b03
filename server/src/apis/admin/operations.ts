/** Every operation of the admin API. */
import { accountOperations } from './account-operations.ts';
import { applicationOperations } from './application-operations.ts';
import { handsetOperations } from './handset-operations.ts';
import type { AdminOperation } from './operation.ts';
import { operatorOperations } from './operator-operations.ts';
import { signInOperations } from './sign-in-operations.ts';
import { verificationOperations } from './verification-operations.ts';

export const adminOperations: readonly AdminOperation[] = [
  ...signInOperations,
  ...accountOperations,
  ...operatorOperations,
  ...applicationOperations,
  ...verificationOperations,
  ...handsetOperations,
];
