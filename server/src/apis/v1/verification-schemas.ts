/** What goes in and comes out of the verifications of the native API. */
import { Type } from 'typebox';
import { answer, input, Nullable, oneOf, Text, Timestamp } from '../described/schema-parts.ts';
import { Moment, pageOf, paging, Uuid } from './parts.ts';

const Channel = Type.String({
  pattern: '^[a-z][a-z-]{0,31}$',
  description: 'Name of a channel, e.g. `sms`, `voice`, `whatsapp`, `email`.',
});
const Sender = Type.String({ pattern: '^([A-Za-z0-9 ]{1,11}|[0-9]{1,15})$' });
const Address = Type.String({
  minLength: 3,
  maxLength: 254,
  description: 'A phone number in any accepted spelling, best E.164; an email address for `email`.',
});
const Options = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
  Type.String({ maxLength: 200 }),
  { maxProperties: 10, description: 'Hints for the channel, e.g. `app_hash`.' },
);

const WaitSeconds = Type.Integer({
  minimum: 15,
  maximum: 600,
  default: 60,
  description: 'Until the next step, or the end.',
});
const StepCode = oneOf(['same', 'new'], 'StepCode');

const savedStep = {
  channel: Channel,
  wait_seconds: Type.Optional(WaitSeconds),
  code: Type.Optional(StepCode),
  sender: Type.Optional(Sender),
  options: Type.Optional(Options),
};

export const SavedStep = input(savedStep, 'SavedStep');
const WorkflowStep = input(
  {
    ...savedStep,
    to: Type.Optional({ ...Address, description: 'Another address than the first step’s.' }),
  },
  'WorkflowStep',
);

export const workflowName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' });
const templateName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

export const StartBody = input(
  {
    to: Address,
    brand: Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Who asks, as the person reads it.',
    }),
    channel: Type.Optional({
      ...Channel,
      description: 'Instead of a workflow: one message by it.',
    }),
    workflow: Type.Optional(Type.Array(WorkflowStep, { minItems: 1, maxItems: 10 })),
    workflow_name: Type.Optional({ ...workflowName, description: 'A workflow saved by name.' }),
    country: Type.Optional(
      Type.String({ pattern: '^[A-Za-z]{2}$', description: 'Completes a national number.' }),
    ),
    locale: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$' })),
    sender: Type.Optional(Sender),
    template: Type.Optional({ ...templateName, description: 'A template saved by name.' }),
    code_length: Type.Optional(Type.Integer({ minimum: 4, maximum: 10, default: 6 })),
    code: Type.Optional(
      Type.String({
        pattern: '^[0-9]{4,10}$',
        description: 'Your own code, where the application may choose codes.',
      }),
    ),
    code_life_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 600, default: 300 })),
    reference: Type.Optional(Text(100)),
    client_address: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Fa-f.:]{2,45}$',
        description: 'IP address of the person’s device: the defence against pumping counts by it.',
      }),
    ),
    challenge_passed: Type.Optional(
      Type.Boolean({ description: 'The person solved a challenge that you put to them.' }),
    ),
  },
  'StartVerification',
);

export const CheckBody = input(
  {
    code: Type.String({ pattern: '^[0-9A-Za-z-]{4,10}$' }),
    client_address: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:]{2,45}$' })),
  },
  'CheckCode',
);

const resendPolicies = ['reuse', 'rotate', 'keep-previous'] as const;

export const ResendBody = input(
  {
    policy: Type.Optional({
      ...oneOf(resendPolicies, 'ResendPolicy'),
      description:
        '`reuse` sends the same code, `rotate` a new one that ends the old, `keep-previous` a new one beside the old.',
    }),
    channel: Type.Optional({ ...Channel, description: 'Another channel to the same address.' }),
    challenge_passed: Type.Optional(Type.Boolean()),
  },
  'ResendCode',
);

const statuses = ['in_progress', 'verified', 'failed', 'expired', 'cancelled'] as const;
const VerificationStatus = oneOf(statuses, 'VerificationStatus');

const verification = {
  id: Uuid,
  status: VerificationStatus,
  to: Nullable(Type.String({ description: 'E.164 without plus, or email; null once redacted.' })),
  brand: Type.String(),
  sender: Type.String(),
  locale: Type.String(),
  reference: Nullable(Type.String()),
  workflow: Type.Array(
    answer('PlannedStep', {
      channel: Type.String(),
      wait_seconds: Type.Integer(),
      code: StepCode,
    }),
  ),
  step: Nullable(Type.Integer({ description: 'Place in the workflow, from 0, while it lives.' })),
  next_step_at: Nullable(Timestamp),
  checks_left: Nullable(Type.Integer()),
  expires_at: Nullable(Timestamp),
  created_at: Timestamp,
  ended_at: Nullable(Timestamp),
  price: Type.String({ description: 'Decimal; charged for a verified one.' }),
  currency: Type.String(),
};

export const Verification = answer('Verification', verification);

const VerificationMessage = answer('VerificationMessage', {
  id: Uuid,
  step: Type.Integer(),
  channel: Type.String(),
  from: Type.String(),
  state: Type.String(),
  segments: Nullable(Type.Integer()),
  cost: Type.String(),
  error_code: Nullable(Type.Integer()),
  created_at: Timestamp,
  sent_at: Nullable(Timestamp),
  ended_at: Nullable(Timestamp),
});

export const VerificationDetails = answer('VerificationDetails', {
  ...verification,
  messages: Type.Array(VerificationMessage),
  history: Type.Array(answer('VerificationFact', { kind: Type.String(), at: Timestamp })),
});

export const checkResults = [
  'verified',
  'wrong_code',
  'code_expired',
  'too_many_checks',
  'address_locked',
] as const;

export const CheckAnswer = answer('CheckResult', {
  id: Uuid,
  is_verified: Type.Boolean(),
  result: oneOf(checkResults, 'CheckOutcome'),
  status: VerificationStatus,
  checks_left: Nullable(Type.Integer({ description: 'Wrong codes that are still taken.' })),
});

export const VerificationPage = pageOf('VerificationPage', Verification);
export const VerificationParams = input({ verification_id: Uuid });
export const VerificationFilter = input({
  ...paging,
  to: Type.Optional(Type.String({ minLength: 3, maxLength: 254 })),
  reference: Type.Optional(Text(100)),
  status: Type.Optional(VerificationStatus),
  since: Type.Optional(Moment),
  until: Type.Optional(Moment),
});
