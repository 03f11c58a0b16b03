/** Every operation of the native API: one line a resource. */
import { accountOperations } from './account.ts';
import { challengeOperations } from './challenges.ts';
import { eventOperations } from './events.ts';
import { messageOperations } from './messages.ts';
import type { V1Operation } from './operation.ts';
import { optOutOperations } from './opt-outs.ts';
import { sandboxOperations } from './sandbox.ts';
import { sandboxCarrierOperations } from './sandbox-carrier.ts';
import { sandboxPhoneOperations } from './sandbox-phone.ts';
import { templateOperations } from './templates.ts';
import { verificationOperations } from './verifications.ts';
import { webhookDeliveryOperations } from './webhook-deliveries.ts';
import { webhookOperations } from './webhooks.ts';
import { workflowOperations } from './workflows.ts';

export const v1Operations: readonly V1Operation[] = [
  ...verificationOperations,
  ...challengeOperations,
  ...workflowOperations,
  ...templateOperations,
  ...messageOperations,
  ...optOutOperations,
  ...accountOperations,
  ...webhookOperations,
  ...webhookDeliveryOperations,
  ...eventOperations,
  ...sandboxOperations,
  ...sandboxCarrierOperations,
  ...sandboxPhoneOperations,
];
