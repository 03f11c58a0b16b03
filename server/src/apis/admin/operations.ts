/** Every operation of the admin API. */
import { accountOperations } from './account-operations.ts';
import { applicationOperations } from './application-operations.ts';
import { billingOperations } from './billing-operations.ts';
import { campaignOperations } from './campaigns-operations.ts';
import { consentOperations } from './consent-operations.ts';
import { developerOperations } from './developers-operations.ts';
import { fraudOperations } from './fraud-operations.ts';
import { handsetOperations } from './handset-operations.ts';
import { messageOperations } from './message-operations.ts';
import { numberOperations } from './numbers-operations.ts';
import type { AdminOperation } from './operation.ts';
import { operatorOperations } from './operator-operations.ts';
import { optInOperations } from './opt-in-operations.ts';
import { publicKeyOperations } from './public-key-operations.ts';
import { signInOperations } from './sign-in-operations.ts';
import { verificationOperations } from './verification-operations.ts';
import { webhookEndpointOperations } from './webhook-endpoint-operations.ts';
import { webhookOperations } from './webhook-operations.ts';

export const adminOperations: readonly AdminOperation[] = [
  ...signInOperations,
  ...accountOperations,
  ...operatorOperations,
  ...applicationOperations,
  ...publicKeyOperations,
  ...numberOperations,
  ...campaignOperations,
  ...verificationOperations,
  ...messageOperations,
  ...handsetOperations,
  ...optInOperations,
  ...consentOperations,
  ...billingOperations,
  ...webhookOperations,
  ...webhookEndpointOperations,
  ...fraudOperations,
  ...developerOperations,
];
