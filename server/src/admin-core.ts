/**
 * What the console needs of the core, bound: thin, because every rule lies in the use case it calls.
 */
import { bindBilling } from './admin-core/billing.ts';
import { bindCampaigns } from './admin-core/campaigns.ts';
import { bindConsent } from './admin-core/consent.ts';
import { bindDevelopers } from './admin-core/developers.ts';
import { bindFraud } from './admin-core/fraud.ts';
import { bindMessages } from './admin-core/messages.ts';
import { bindOptIn } from './admin-core/opt-in.ts';
import { bindPublicKeys } from './admin-core/public-keys.ts';
import { bindWebhooks } from './admin-core/webhooks.ts';
import type { AdminCore } from './apis/admin/core.ts';
import type { Application } from './applications/application.ts';
import { createApplication } from './applications/create-application.ts';
import * as manage from './applications/manage-application.ts';
import { listAudit } from './audit/list-audit.ts';
import { recordAudit } from './audit/record-audit.ts';
import type { Core, CoreDeps } from './core.ts';
import {
  describeVerification,
  type HistoryDeps,
  listVerificationSummaries,
} from './history/describe.ts';
import { PlatformError } from './kernel/errors.ts';
import { parseId } from './kernel/ids.ts';
import { normalisePhoneNumber } from './kernel/phone-number.ts';
import { assertSandbox } from './sandbox/handset.ts';
import type { StartRequest } from './verification/start.ts';
import { lanes } from './verification/verification.ts';

export function bindAdminCore(core: Core, deps: CoreDeps): AdminCore {
  const { db, keyRing } = deps;
  const history: HistoryDeps = { db, keyRing, normaliseAddress };
  return {
    ...bindApplications(core, deps),
    ...bindHandset(core, deps),
    ...bindMessages(core, { ...deps, normaliseAddress }),
    ...bindCampaigns(core, deps),
    ...bindConsent(core),
    ...bindBilling(core, deps),
    ...bindOptIn(core, deps),
    ...bindWebhooks(core, deps),
    ...bindPublicKeys(core, deps),
    ...bindFraud(core, deps),
    ...bindDevelopers(core),
    listVerifications: (query) => listVerificationSummaries(history, query),
    describeVerification: (query) => describeVerification(history, query),
    listChannels: () =>
      [...core.channels.values()].map(({ name, addressKind }) => ({ name, addressKind })),
    listAudit: (query) => listAudit({ db }, query),
  };
}

type ApplicationActs =
  | 'listApplications'
  | 'createApplication'
  | 'updateApplication'
  | 'retireApplication'
  | 'listSecrets'
  | 'issueSecret'
  | 'revokeSecret'
  | 'sandboxSecretOf';

function bindApplications(core: Core, deps: CoreDeps): Pick<AdminCore, ApplicationActs> {
  const managing = { db: deps.db, keyRing: deps.keyRing, directory: core.directory };
  return {
    listApplications: () => manage.listApplications(managing),
    createApplication: (request) => createApplication(managing, request),
    updateApplication: ({ applicationId, settings, ...rest }) =>
      manage.updateApplication(managing, {
        ...rest,
        id: applicationId,
        ...(settings && { settings }),
      }),
    retireApplication: ({ applicationId, actor }) =>
      manage.retireApplication(managing, { id: applicationId, actor }),
    listSecrets: ({ applicationId }) => manage.listApplicationSecrets(managing, applicationId),
    async issueSecret({ applicationId, actor }) {
      const { id, apiSecret } = await manage.issueSecret(managing, { id: applicationId, actor });
      return { id, apiSecret };
    },
    revokeSecret: ({ applicationId, secretId, actor }) =>
      manage.revokeSecret(managing, { id: applicationId, secretId, actor }),
    sandboxSecretOf: (applicationId) => manage.sandboxSecretOf(managing, applicationId),
  };
}

type HandsetActs =
  | 'listHandsetMessages'
  | 'followHandset'
  | 'replyFromHandset'
  | 'answerHandsetChoice'
  | 'startTestVerification';

/** Every one of these shows or makes codes: sandbox applications only. */
function bindHandset(core: Core, deps: CoreDeps): Pick<AdminCore, HandsetActs> {
  const managing = { db: deps.db, keyRing: deps.keyRing, directory: core.directory };
  const sandboxOnly = async (applicationId: number) => {
    const application = await manage.getApplication(managing, applicationId);
    assertSandbox(application);
    return application;
  };
  return {
    async listHandsetMessages(query) {
      await sandboxOnly(query.applicationId);
      return core.handset.list(query);
    },
    async *followHandset({ applicationId, signal }) {
      await sandboxOnly(applicationId);
      yield* core.handset.follow(applicationId, signal);
    },
    async replyFromHandset({ applicationId, ...message }) {
      await sandboxOnly(applicationId);
      return core.replyFromHandset(applicationId, message);
    },
    async answerHandsetChoice({ applicationId, verificationId, choice }) {
      const application = await sandboxOnly(applicationId);
      const id = parseId(verificationId);
      if (id === undefined) throw new PlatformError('not_found');
      return core.answerChoice({ application, verificationId: id, choice });
    },
    async startTestVerification({ applicationId, to, channel, actor }) {
      const application = await sandboxOnly(applicationId);
      const outcome = await core.startVerification(testVerification(application, to, channel));
      if (outcome.kind === 'concurrent') return { verificationId: outcome.verificationId };
      if (outcome.kind !== 'started') {
        throw new PlatformError('rate_limited', { retryAfterSeconds: outcome.retryAfterSeconds });
      }
      const subject = outcome.verificationId;
      const action = 'verification.test_started';
      await recordAudit(deps.db, { actor, action, applicationId, subject });
      return { verificationId: subject };
    },
  };
}

function testVerification(application: Application, to: string, channel: string): StartRequest {
  return {
    application,
    dialect: 'console',
    lane: lanes.verification,
    to,
    brand: application.name.slice(0, 18),
    workflow: [{ channel, waitSeconds: 300 }],
    codeLength: 6,
    codeLifeSeconds: 300,
    checksMax: 5,
  };
}

/** An address as an operator types it into the search. */
function normaliseAddress(text: string): string | undefined {
  if (text.includes('@')) return text.trim().toLowerCase();
  const normalised = normalisePhoneNumber(text, { acceptPossible: true });
  return normalised.kind === 'ok' ? normalised.number.e164 : undefined;
}
