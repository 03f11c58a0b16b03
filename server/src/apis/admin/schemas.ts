/**
 * Every request and answer of the admin API, once. Input is validated against these, the OpenAPI
 * document and the SDK's types are generated from them (tools/generate-admin-types.ts). A schema
 * with a title becomes a named type.
 */
import { Type } from 'typebox';
import { applicationSettingsSchema } from '../../applications/application.ts';
import { campaignUses } from '../../campaigns/campaign.ts';
import { operatorRoles, permissions } from '../../operators/permissions.ts';
import { Explanation } from './message-schemas.ts';
import {
  answer,
  Id,
  IdText,
  input,
  Json,
  LimitText,
  Nullable,
  oneOf,
  Text,
  Timestamp,
  type View,
} from './schema-parts.ts';

export type { View };

const Email = Type.String({ pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$', maxLength: 254 });

const Role = oneOf(operatorRoles, 'OperatorRole');
const PermissionName = oneOf(permissions, 'Permission');
const ApplicationKind = oneOf(['sandbox', 'live'], 'ApplicationKind');
export const CampaignUse = oneOf(campaignUses, 'CampaignUse');
const Status = oneOf(
  ['in_progress', 'verified', 'failed', 'expired', 'cancelled'] as const,
  'VerificationStatus',
);
const TestChannel = oneOf(['sms', 'voice', 'whatsapp', 'email'], 'TestChannel');

export const Problem = answer('Problem', {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  reason: Type.Optional(Type.String()),
  parameter: Type.Optional(Type.String()),
  retryAfterSeconds: Type.Optional(Type.Integer()),
  requestId: Type.String(),
});

export const Done = answer('Done', { done: Type.Boolean() });

export const OperatorView = answer('Operator', {
  id: Id,
  email: Type.String(),
  name: Type.String(),
  role: Role,
  createdAt: Timestamp,
  lastSignedInAt: Nullable(Timestamp),
  disabledAt: Nullable(Timestamp),
  hasEnrolled: Type.Boolean(),
});

export const SessionView = answer('Session', {
  operator: OperatorView,
  permissions: Type.Array(PermissionName),
  /** Value of the header `x-countersign-csrf` on every call that changes something. */
  csrf: Type.String(),
  method: oneOf(['link', 'passkey', 'password'], 'SignInMethod'),
  isRecent: Type.Boolean(),
  hasPassword: Type.Boolean(),
  hasTotp: Type.Boolean(),
  passkeys: Type.Integer(),
  expiresAt: Timestamp,
  baseUrl: Type.String(),
});

export const LinkSignIn = input({ token: Text(200) }, 'LinkSignIn');
export const PasswordSignIn = input(
  { email: Text(254), password: Text(1024), code: Text(10) },
  'PasswordSignIn',
);

/** WebAuthn's own JSON; its inner form is judged by the WebAuthn library. */
export const PasskeyRequestOptions = Type.Object(
  { challenge: Type.String() },
  { title: 'PasskeyRequestOptions', additionalProperties: true },
);
export const PasskeyCreationOptions = Type.Object(
  { challenge: Type.String() },
  { title: 'PasskeyCreationOptions', additionalProperties: true },
);
export const PasskeyAssertion = Type.Object(
  {
    id: Text(1400),
    rawId: Text(1400),
    type: Type.Literal('public-key'),
    response: Type.Object(
      { clientDataJSON: Text(8192), authenticatorData: Text(8192), signature: Text(8192) },
      { additionalProperties: true },
    ),
    clientExtensionResults: Json,
  },
  { title: 'PasskeyAssertion', additionalProperties: true },
);
const PasskeyAttestation = Type.Object(
  {
    id: Text(1400),
    rawId: Text(1400),
    type: Type.Literal('public-key'),
    response: Type.Object(
      {
        clientDataJSON: Text(8192),
        attestationObject: Text(65_536),
        transports: Type.Optional(Type.Array(Text(32), { maxItems: 10 })),
      },
      { additionalProperties: true },
    ),
    clientExtensionResults: Json,
  },
  { title: 'PasskeyAttestation', additionalProperties: true },
);

const PasskeyView = answer('Passkey', {
  id: Id,
  name: Type.String(),
  isBackedUp: Type.Boolean(),
  createdAt: Timestamp,
  lastUsedAt: Nullable(Timestamp),
});
export const PasskeyList = answer('PasskeyList', { items: Type.Array(PasskeyView) });
export const PasskeyEnrolment = input(
  { name: Text(60), response: PasskeyAttestation },
  'PasskeyEnrolment',
);
export const PasswordChange = input({ password: Text(1024) }, 'PasswordChange');
export const TotpEnrolment = answer('TotpEnrolment', {
  secret: Type.String(),
  uri: Type.String(),
  qrSvg: Type.String(),
});
export const TotpConfirmation = input({ code: Text(10) }, 'TotpConfirmation');
export const ProfileChange = input({ name: Text(100), email: Email }, 'ProfileChange');

export const OwnSession = answer('OwnSession', {
  id: Id,
  method: Type.String(),
  userAgent: Type.String(),
  clientAddress: Type.String(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp,
  expiresAt: Timestamp,
  isCurrent: Type.Boolean(),
});
export const OwnSessionList = answer('OwnSessionList', { items: Type.Array(OwnSession) });

export const OperatorList = answer('OperatorList', { items: Type.Array(OperatorView) });
export const Invitation = input({ email: Email, name: Text(100), role: Role }, 'Invitation');
export const SignInLinkView = answer('SignInLink', { url: Type.String(), expiresAt: Timestamp });
export const RoleChange = input({ role: Role }, 'RoleChange');

const Settings = Type.Object(applicationSettingsSchema.properties, {
  title: 'ApplicationSettings',
  additionalProperties: false,
});
const SettingsChange = Type.Partial(applicationSettingsSchema, {
  title: 'ApplicationSettingsChange',
  additionalProperties: false,
});
const CampaignInForce = answer('CampaignInForce', {
  id: Id,
  use: CampaignUse,
  code: Type.String(),
  company: Type.String(),
});
export const ApplicationView = answer('Application', {
  id: Id,
  name: Type.String(),
  kind: ApplicationKind,
  apiKey: Type.String(),
  /** What tokens and callbacks call `application_id`. */
  wireId: Type.String(),
  createdAt: Timestamp,
  retiredAt: Nullable(Timestamp),
  /** In force: what was stored over the defaults. */
  settings: Settings,
  /** What the settings are when nobody changes them; they differ by kind. */
  defaults: Settings,
  /** What it may send with now; the one approved last comes first. */
  campaigns: Type.Array(CampaignInForce),
  balance: Type.String(),
  currency: Type.String(),
});
export const ApplicationList = answer('ApplicationList', { items: Type.Array(ApplicationView) });
export const NewApplication = input({ name: Text(60), kind: ApplicationKind }, 'NewApplication');
export const CreatedApplication = answer('CreatedApplication', {
  application: ApplicationView,
  apiSecret: Type.String(),
  signatureSecret: Type.String(),
});
export const ApplicationChange = input(
  { name: Type.Optional(Text(60)), settings: Type.Optional(SettingsChange) },
  'ApplicationChange',
);
/** Retiring is final: the caller repeats the name. */
export const Retirement = input({ name: Text(60) }, 'Retirement');
const SecretView = answer('Secret', {
  id: Id,
  hint: Type.String(),
  createdAt: Timestamp,
});
export const SecretList = answer('SecretList', { items: Type.Array(SecretView) });
export const IssuedSecret = answer('IssuedSecret', { id: Id, apiSecret: Type.String() });

export const GetStarted = answer('GetStarted', {
  baseUrl: Type.String(),
  apiKey: Type.String(),
  /** Only of a sandbox application, and only for roles that may see secrets. */
  apiSecret: Nullable(Type.String()),
  progress: answer('Progress', {
    hasStartedVerify: Type.Boolean(),
    hasStartedTwoFactor: Type.Boolean(),
    hasVerified: Type.Boolean(),
  }),
});

export const VerificationFilter = input({
  address: Type.Optional(Text(254)),
  id: Type.Optional(Text(64)),
  reference: Type.Optional(Text(200)),
  status: Type.Optional(Status),
  before: Type.Optional(Text(200)),
  limit: Type.Optional(LimitText),
});
const summary = {
  id: Type.String(),
  applicationId: Id,
  dialect: Type.String(),
  status: Status,
  maskedAddress: Type.String(),
  brand: Type.String(),
  locale: Type.String(),
  reference: Nullable(Type.String()),
  channels: Type.Array(Type.String()),
  createdAt: Timestamp,
  endedAt: Nullable(Timestamp),
};
export const VerificationSummaryView = answer('VerificationSummary', summary);
export const VerificationPage = answer('VerificationPage', {
  items: Type.Array(VerificationSummaryView),
  next: Nullable(Type.String()),
});
const VerificationEventView = answer('VerificationEvent', {
  id: Type.String(),
  at: Timestamp,
  kind: Type.String(),
  data: Json,
  /** Of what a carrier said. */
  explanation: Nullable(Explanation),
});
export const DispatchView = answer('Dispatch', {
  id: Type.String(),
  step: Type.Integer(),
  channel: Type.String(),
  transport: Nullable(Type.String()),
  state: Type.String(),
  from: Nullable(Type.String()),
  segments: Nullable(Type.Integer()),
  cost: Nullable(Type.String()),
  errorCode: Nullable(Type.String()),
  error: Nullable(Type.String()),
  createdAt: Timestamp,
  sentAt: Nullable(Timestamp),
  endedAt: Nullable(Timestamp),
});
export const VerificationView = answer('Verification', {
  ...summary,
  workflow: Type.Array(
    answer('WorkflowStep', { channel: Type.String(), waitSeconds: Type.Number() }),
  ),
  events: Type.Array(VerificationEventView),
  dispatches: Type.Array(DispatchView),
  price: Nullable(Type.String()),
  currency: Type.String(),
});

export const HandsetMessageView = answer('HandsetMessage', {
  id: Type.String(),
  direction: oneOf(['to-handset', 'from-handset'], 'HandsetDirection'),
  channel: Type.String(),
  to: Type.String(),
  from: Type.String(),
  text: Type.String(),
  ssml: Nullable(Type.String()),
  subject: Nullable(Type.String()),
  code: Nullable(Type.String()),
  /** Buttons to tap instead of a code. */
  choices: Nullable(answer('HandsetChoices', { yes: Type.String(), no: Type.String() })),
  verificationId: Nullable(Type.String()),
  sentAt: Timestamp,
  /** In how many parts it came. */
  parts: Type.Integer(),
  /** Shown at once and not stored. */
  isFlash: Type.Boolean(),
  /** Of a message that is no text: its octets in hexadecimal. */
  binary: Nullable(answer('HandsetBinary', { data: Type.String(), header: Type.String() })),
});
export const HandsetFilter = input({
  to: Type.Optional(Text(254)),
  limit: Type.Optional(LimitText),
});
export const HandsetMessageList = answer('HandsetMessageList', {
  items: Type.Array(HandsetMessageView),
});
export const HandsetReply = input(
  { from: Text(254), to: Text(254), text: Text(1600) },
  'HandsetReply',
);
export const HandsetChoice = input(
  { verificationId: Text(36), choice: oneOf(['yes', 'no'], 'HandsetChoiceWord') },
  'HandsetChoice',
);
export const TestVerification = input({ to: Text(254), channel: TestChannel }, 'TestVerification');
export const StartedVerification = answer('StartedVerification', {
  verificationId: Type.String(),
});

export const ChannelList = answer('ChannelList', {
  items: Type.Array(answer('Channel', { name: Type.String(), addressKind: Type.String() })),
});

export const AuditFilter = input({
  before: Type.Optional(Text(200)),
  limit: Type.Optional(LimitText),
});
export const AuditEntryView = answer('AuditEntry', {
  id: Type.String(),
  at: Timestamp,
  actor: Type.String(),
  action: Type.String(),
  applicationId: Nullable(Id),
  subject: Nullable(Type.String()),
  data: Json,
});
export const AuditPage = answer('AuditPage', {
  items: Type.Array(AuditEntryView),
  next: Nullable(Type.String()),
});

export const ApplicationParams = input({ applicationId: IdText });
export const OperatorParams = input({ operatorId: IdText });
export const PasskeyParams = input({ passkeyId: IdText });
export const SessionParams = input({ sessionId: IdText });
export const VerificationParams = input({ applicationId: IdText, verificationId: Text(64) });
export const SecretParams = input({ applicationId: IdText, secretId: IdText });
