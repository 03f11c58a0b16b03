/** An in-memory core behind the admin API, for tests of the API and for work on the console. */

import type { CampaignsCore } from '../src/apis/admin/campaigns-core.ts';
import type {
  AdminCore,
  Application,
  HandsetMessage,
  VerificationDetails,
} from '../src/apis/admin/core.ts';
import type { DevelopersCore } from '../src/apis/admin/developers-core.ts';
import type { FraudCore } from '../src/apis/admin/fraud-core.ts';
import type { PublicKeyCore } from '../src/apis/admin/public-key-core.ts';
import type { WebhookCore } from '../src/apis/admin/webhook-core.ts';
import type { WebhookEndpointCore } from '../src/apis/admin/webhook-endpoint-core.ts';
import { settingsInForce } from '../src/applications/application.ts';
import { lintTemplate } from '../src/campaigns/template-lint.ts';
import { PlatformError } from '../src/kernel/errors.ts';
import { newUuid } from '../src/kernel/ids.ts';
import { randomDigits, randomHex } from '../src/kernel/random.ts';

export interface StubAdminCore extends AdminCore {
  readonly verifications: VerificationDetails[];
  arrive(applicationId: number, message: HandsetMessage): void;
}

interface StubApplication {
  application: Application;
  readonly secrets: { id: number; secret: string; createdAt: Date }[];
}

const secretsMax = 2;

export function createStubAdminCore(): StubAdminCore {
  const applications: StubApplication[] = [];
  const verifications: VerificationDetails[] = [];
  const messages: { applicationId: number; message: HandsetMessage }[] = [];
  const listeners = new Set<(applicationId: number, message: HandsetMessage) => void>();
  let nextId = 1;

  const find = (id: number): StubApplication => {
    const found = applications.find(({ application }) => application.id === id);
    if (!found) throw new PlatformError('not_found');
    return found;
  };
  const issue = (owner: StubApplication) => {
    if (owner.secrets.length >= secretsMax) throw new PlatformError('quota_exceeded');
    const secret = { id: nextId++, secret: randomHex(8), createdAt: new Date() };
    owner.secrets.push(secret);
    return { id: secret.id, apiSecret: secret.secret };
  };

  const core: StubAdminCore = {
    verifications,
    arrive(applicationId, message) {
      messages.unshift({ applicationId, message });
      for (const listener of listeners) listener(applicationId, message);
    },
    listApplications: async () => applications.map(({ application }) => application),
    async createApplication({ name, kind }) {
      const application: Application = {
        id: nextId++,
        name,
        kind,
        apiKey: randomHex(4),
        wireId: newUuid(),
        createdAt: new Date(),
        retiredAt: null,
        settings: settingsInForce(kind, {}),
        campaigns: [],
        balance: '10.00000000',
        credit: '0.00000000',
        currency: 'EUR',
      };
      const owner = { application, secrets: [] };
      applications.push(owner);
      return { application, apiSecret: issue(owner).apiSecret, signatureSecret: randomHex(16) };
    },
    async updateApplication({ applicationId, name, settings }) {
      const owner = find(applicationId);
      const { application } = owner;
      owner.application = {
        ...application,
        name: name ?? application.name,
        settings: { ...application.settings, ...settings },
      };
      return owner.application;
    },
    async retireApplication({ applicationId }) {
      const owner = find(applicationId);
      owner.application = { ...owner.application, retiredAt: new Date() };
    },
    listSecrets: async ({ applicationId }) =>
      find(applicationId).secrets.map(({ id, secret, createdAt }) => ({
        id,
        hint: secret.slice(-4),
        createdAt,
      })),
    issueSecret: async ({ applicationId }) => issue(find(applicationId)),
    async revokeSecret({ applicationId, secretId }) {
      const { secrets } = find(applicationId);
      if (secrets.length === 1) throw new PlatformError('conflict');
      const index = secrets.findIndex(({ id }) => id === secretId);
      if (index < 0) throw new PlatformError('not_found');
      secrets.splice(index, 1);
    },
    sandboxSecretOf: async (applicationId) => find(applicationId).secrets[0]?.secret ?? null,
    async listVerifications({ applicationId, status, reference, id, limit }) {
      const items = verifications.filter(
        (verification) =>
          verification.applicationId === applicationId &&
          (status === undefined || verification.status === status) &&
          (reference === undefined || verification.reference === reference) &&
          (id === undefined || verification.id === id),
      );
      return { items: items.slice(0, limit), next: null };
    },
    async describeVerification({ id }) {
      const found = verifications.find((verification) => verification.id === id);
      if (!found) throw new PlatformError('not_found');
      return found;
    },
    listHandsetMessages: async ({ applicationId, to, limit }) =>
      messages
        .filter(
          ({ applicationId: owner, message }) =>
            owner === applicationId && (!to || [message.to, message.from].includes(to)),
        )
        .slice(0, limit)
        .map(({ message }) => message),
    followHandset: ({ applicationId, signal }) => follow(listeners, applicationId, signal),
    async replyFromHandset({ applicationId, from, to, text }) {
      const reply: HandsetMessage = {
        id: `message-${nextId++}`,
        direction: 'from-handset',
        channel: 'sms',
        to,
        from,
        text,
        code: null,
        verificationId: null,
        sentAt: new Date(),
      };
      core.arrive(applicationId, reply);
    },
    answerHandsetChoice: notFound,
    async startTestVerification({ applicationId, to, channel }) {
      const code = randomDigits(4);
      const verificationId = `verification-${nextId++}`;
      core.arrive(applicationId, {
        id: `message-${nextId++}`,
        direction: 'to-handset',
        channel,
        to,
        from: 'VERIFY',
        text: `Acme code: ${code}. Valid for 5 minutes.`,
        code,
        verificationId,
        sentAt: new Date(),
      });
      return { verificationId };
    },
    listChannels: () => [
      { name: 'sms', addressKind: 'phone-number' },
      { name: 'email', addressKind: 'email' },
    ],
    listAudit: async () => ({ items: [], next: null }),
    listMessages: async () => ({ items: [], next: null, searchedTo: null }),
    describeMessage: async () => {
      throw new PlatformError('not_found');
    },
    explainAddress: async () => {
      throw new PlatformError('not_found');
    },
    describeQuality: async () => {
      throw new PlatformError('not_found');
    },
    listStandings: async () => ({ items: [], next: null }),
    listConsentEntries: async () => ({ items: [], next: null }),
    setConsent: notFound,
    listPrices: async () => ({ items: [], next: null }),
    importPrices: async () => ({ kind: 'refused', problems: [] }),
    listLedger: async () => ({ items: [], next: null }),
    topUp: async () => '0.00000000',
    changeCredit: async () => undefined,
    lintTemplate: async ({ template }) => lintTemplate(template),
    previewTemplate: async () => ({ messageId: 'message', parts: 1 }),
    describeDisclosure: async () => {
      throw new PlatformError('not_found');
    },
    runOptInCheck: async () => {
      throw new PlatformError('not_found');
    },
    findLastOptInCheck: async () => null,
    ...stubWebhooks,
    ...stubPublicKeys,
    ...stubFraud,
    ...stubDevelopers,
    ...stubCampaigns,
  };
  return core;
}

const notFound = async () => {
  throw new PlatformError('not_found');
};

const stubPublicKeys: PublicKeyCore = {
  listPublicKeys: async () => [],
  addPublicKey: notFound,
  retirePublicKey: notFound,
};

const stubCampaigns: CampaignsCore = {
  numbers: {
    list: async () => [],
    get: notFound,
    add: notFound,
    release: notFound,
    recordRegistration: notFound,
    listShared: async () => [],
    addShared: async () => undefined,
    removeShared: notFound,
  },
  campaigns: {
    list: async () => ({ items: [], next: null }),
    get: notFound,
    create: notFound,
    edit: notFound,
    submit: notFound,
    takeBack: notFound,
    withdraw: notFound,
    decide: notFound,
    recordRegistration: notFound,
    listBrands: async () => [],
    createBrand: notFound,
    editBrand: notFound,
    recordBrandRegistration: notFound,
  },
};

const stubDevelopers: DevelopersCore = {
  listApiCalls: async () => ({ items: [], next: null, dialects: [] }),
  describeApiCall: notFound,
  listTemplates: async () => [],
  createTemplate: notFound,
  changeTemplate: notFound,
  deleteTemplate: notFound,
  listFragments: async () => [],
  createFragment: notFound,
  changeFragment: notFound,
  deleteFragment: notFound,
  inspectFragment: () => ({
    sample: null,
    errors: [],
    warnings: [],
    size: null,
    withAutofill: null,
  }),
  listCodeChannels: () => [],
};

const stubFraud: FraudCore = {
  describeBudgets: async () => ({ lines: [], spending: [], decided: [] }),
  listBlocks: async () => [],
  listDecisions: async () => ({ items: [], next: null }),
  liftBlock: notFound,
  dryRunBudgets: notFound,
  allowNumber: notFound,
};

const stubWebhooks: WebhookCore & WebhookEndpointCore = {
  listOwnEndpoints: async () => [],
  createOwnEndpoint: notFound,
  updateOwnEndpoint: notFound,
  deleteOwnEndpoint: notFound,
  rotateEndpointSecret: notFound,
  testOwnEndpoint: notFound,
  listWebhooks: async () => ({ items: [], next: null }),
  describeWebhook: notFound,
  replayWebhook: notFound,
  replayGivenUpWebhooks: async () => ({ count: 0, isMore: false }),
  testWebhook: notFound,
  listEndpoints: async () => [],
  enableEndpoint: notFound,
  explainSignature: notFound,
};

async function* follow(
  listeners: Set<(applicationId: number, message: HandsetMessage) => void>,
  applicationId: number,
  signal: AbortSignal,
): AsyncGenerator<HandsetMessage> {
  const waiting: HandsetMessage[] = [];
  let wake: () => void = () => undefined;
  const listener = (owner: number, message: HandsetMessage) => {
    if (owner !== applicationId) return;
    waiting.push(message);
    wake();
  };
  listeners.add(listener);
  signal.addEventListener('abort', () => wake());
  try {
    while (!signal.aborted) {
      yield* waiting.splice(0);
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted || waiting.length > 0) resolve();
      });
    }
  } finally {
    listeners.delete(listener);
  }
}
