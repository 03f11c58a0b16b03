/** What the console needs of the core, beside operators. app.ts binds it. */

import type { HandsetMessage } from '../../sandbox/handset-message.ts';
import type { ConsentCore } from './consent-core.ts';

export type { HandsetMessage };

import type { ApplicationSettings, ApprovedCampaign } from '../../applications/application.ts';
import type { BillingCore } from './billing-core.ts';
import type { CampaignsCore } from './campaigns-core.ts';
import type { DevelopersCore } from './developers-core.ts';
import type { FraudCore } from './fraud-core.ts';
import type { MessageCore } from './message-core.ts';
import type { OptInCore } from './opt-in-core.ts';
import type { PublicKeyCore } from './public-key-core.ts';
import type { WebhookCore } from './webhook-core.ts';
import type { WebhookEndpointCore } from './webhook-endpoint-core.ts';

export interface Application {
  readonly id: number;
  readonly name: string;
  readonly kind: 'sandbox' | 'live';
  readonly apiKey: string;
  readonly wireId: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  readonly settings: ApplicationSettings;
  readonly campaigns: readonly ApprovedCampaign[];
  readonly balance: string;
  readonly credit: string;
  readonly currency: 'EUR';
}

export interface ApplicationSecret {
  readonly id: number;
  /** The last four characters: enough to tell two secrets apart. */
  readonly hint: string;
  readonly createdAt: Date;
}

export type VerificationStatus = 'in_progress' | 'verified' | 'failed' | 'expired' | 'cancelled';

export interface VerificationSummary {
  readonly id: string;
  readonly applicationId: number;
  readonly dialect: string;
  readonly status: VerificationStatus;
  readonly maskedAddress: string;
  readonly brand: string;
  readonly locale: string;
  readonly reference: string | null;
  readonly channels: readonly string[];
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface VerificationEvent {
  readonly id: string | number;
  readonly at: Date;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly explanation: { readonly meaning: string; readonly advice: string } | null;
}

export interface VerificationDispatch {
  readonly id: string;
  readonly step: number;
  readonly channel: string;
  readonly transport: string | null;
  readonly state: string;
  readonly from: string | null;
  readonly segments: number | null;
  readonly cost: string | null;
  readonly errorCode: number | string | null;
  /** The carrier's own words. */
  readonly error?: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
}

export interface VerificationDetails extends VerificationSummary {
  readonly workflow: readonly { readonly channel: string; readonly waitSeconds: number }[];
  readonly events: readonly VerificationEvent[];
  readonly dispatches: readonly VerificationDispatch[];
  readonly price: string | null;
  readonly currency: string;
}

export interface AuditEntry {
  readonly id: string | number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly applicationId: number | null;
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface VerificationQuery {
  readonly applicationId: number;
  readonly address?: string;
  readonly id?: string;
  readonly reference?: string;
  readonly status?: VerificationStatus;
  readonly before?: string;
  readonly limit: number;
}

export interface AdminCore
  extends FraudCore,
    ConsentCore,
    BillingCore,
    CampaignsCore,
    MessageCore,
    WebhookCore,
    WebhookEndpointCore,
    PublicKeyCore,
    DevelopersCore,
    OptInCore {
  listApplications(): Promise<readonly Application[]>;
  createApplication(request: {
    name: string;
    kind: 'sandbox' | 'live';
    actor: string;
  }): Promise<{ application: Application; apiSecret: string; signatureSecret: string }>;
  updateApplication(request: {
    applicationId: number;
    name?: string;
    settings?: Partial<ApplicationSettings>;
    actor: string;
  }): Promise<Application>;
  retireApplication(request: { applicationId: number; actor: string }): Promise<void>;
  listSecrets(request: { applicationId: number }): Promise<readonly ApplicationSecret[]>;
  /** @throws PlatformError `quota_exceeded` when two secrets are live. */
  issueSecret(request: {
    applicationId: number;
    actor: string;
  }): Promise<{ id: number; apiSecret: string }>;
  /** @throws PlatformError `conflict` when it is the last one. */
  revokeSecret(request: { applicationId: number; secretId: number; actor: string }): Promise<void>;
  /** Null for a live application: its secrets are shown once, when they are issued. */
  sandboxSecretOf(applicationId: number): Promise<string | null>;

  listVerifications(query: VerificationQuery): Promise<Page<VerificationSummary>>;
  /** @throws PlatformError `not_found`. */
  describeVerification(query: { applicationId: number; id: string }): Promise<VerificationDetails>;

  /** Newest first. */
  listHandsetMessages(query: {
    applicationId: number;
    to?: string;
    limit: number;
  }): Promise<readonly HandsetMessage[]>;
  /** Messages from now on; ends when the signal aborts. */
  followHandset(query: {
    applicationId: number;
    signal: AbortSignal;
  }): AsyncIterable<HandsetMessage>;
  replyFromHandset(request: {
    applicationId: number;
    from: string;
    to: string;
    text: string;
  }): Promise<unknown>;
  /** A button of a message is tapped. @throws PlatformError `conflict` when it is over. */
  answerHandsetChoice(request: {
    applicationId: number;
    verificationId: string;
    choice: 'yes' | 'no';
  }): Promise<unknown>;
  /** Starts a real verification of a sandbox application, as `POST /verify/json` would. */
  startTestVerification(request: {
    applicationId: number;
    to: string;
    channel: 'sms' | 'voice' | 'whatsapp' | 'email';
    actor: string;
  }): Promise<{ verificationId: string }>;

  listChannels(): readonly { readonly name: string; readonly addressKind: string }[];

  listAudit(query: { before?: string; limit: number }): Promise<Page<AuditEntry>>;
}
