/** What T40 sends the admin API: ids in its paths, a body its schema accepts, and who may do what. */
import type { AdminOperation } from '../../../server/src/apis/admin/operation.ts';
import type { Call } from '../../rig/http.ts';
import type { Ids } from './matrix.ts';

/** What an application has that only the console names. */
export interface AdminIds extends Ids {
  readonly senderNumber: string;
  readonly brand: string;
  readonly call: string;
  readonly publicKey: string;
}

/** Parameters of paths, by their names. */
const paramsOf: Readonly<Record<string, (ids: AdminIds) => string>> = {
  passkeyId: () => '999999',
  sessionId: () => '999999',
  operatorId: () => '1',
  secretId: ({ key }) => key,
  keyId: ({ publicKey }) => publicKey,
  numberId: ({ senderNumber }) => senderNumber,
  campaignId: ({ campaign }) => campaign,
  brandId: ({ brand }) => brand,
  verificationId: ({ verification }) => verification,
  messageId: ({ message }) => message,
  webhookId: ({ delivery }) => delivery,
  endpointId: ({ webhook }) => webhook,
  callId: ({ call }) => call,
  templateId: ({ template }) => template,
  fragmentId: ({ fragment }) => fragment,
  code: () => '777777',
  scope: () => 'country',
  key: () => 'GB',
};

type Fields = Readonly<Record<string, unknown>>;
type Kind = 'sandbox' | 'live';

const brand = { legalName: 'B', displayName: 'B', entity: 'non-profit', country: 'US' };
const text = 'Your code: ${code}';
const registration = { state: 'registered', registryId: 'R1', expiresAt: null };

/** By operation. One with a body that is not here fails the test, as one its schema refuses does. */
const bodies: Readonly<Record<string, (ids: AdminIds, kind: Kind) => Fields>> = {
  confirmPasskeyEnrolment: () => ({
    name: 'x',
    response: {
      ...{ id: 'x', rawId: 'x', type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON: 'x', attestationObject: 'x' },
    },
  }),
  setPassword: () => ({ password: 'correct horse battery' }),
  confirmTotpEnrolment: () => ({ code: '123456' }),
  updateProfile: () => ({ name: 'x', email: 'x@example.com' }),
  inviteOperator: () => ({ name: 'x', email: 'invited@example.com', role: 'viewer' }),
  changeOperatorRole: () => ({ role: 'viewer' }),
  createApplication: (_ids, kind) => ({ name: 'Made', kind }),
  updateApplication: () => ({ name: 'Renamed' }),
  retireApplication: () => ({ name: 'Sandbox' }),
  addPublicKey: () => ({ publicKey: 'x' }),
  addNumber: () => ({ kind: 'long-number', sender: '12025550143', country: 'US' }),
  recordNumberRegistration: () => registration,
  addSharedShortCode: (_ids, kind) => ({ code: '777777', kind, country: 'US' }),
  createCampaign: ({ senderNumber }) => ({
    ...{ numberId: Number(senderNumber), use: 'alerts', company: 'B', templates: ['B: ${text}'] },
  }),
  editCampaign: () => ({ company: 'Renamed' }),
  decideCampaign: () => ({ decision: 'refuse', revision: 1, reason: 'x' }),
  recordCampaignRegistration: () => ({ registryId: 'R1', expiresAt: null }),
  createBrand: () => brand,
  editBrand: () => brand,
  recordBrandRegistration: () => registration,
  replyFromHandset: ({ number }) => ({ from: number, to: 'ACME', text: '864209' }),
  answerHandsetChoice: ({ verification }) => ({ verificationId: verification, choice: 'no' }),
  startTestVerification: ({ number }) => ({ to: number, channel: 'sms' }),
  lintTemplate: () => ({ use: 'two-factor', text, company: 'B' }),
  previewTemplate: ({ number }) => ({
    ...{ use: 'two-factor', text: '${pin}', company: 'B', sender: '98765', to: number },
  }),
  runOptInCheck: () => ({ url: 'http://127.0.0.1:9/' }),
  setConsent: ({ number }) => ({ change: 'opt-out', number, sender: '*', text: 'asked by phone' }),
  importPrices: () => ({ text: '', mode: 'merge', isDryRun: false }),
  topUp: () => ({ amount: '1' }),
  changeCredit: () => ({ credit: '1' }),
  explainSignature: () => ({ text: 'x' }),
  replayGivenUpWebhooks: () => ({ since: '2026-01-01T00:00:00Z', until: '2126-01-01T00:00:00Z' }),
  testWebhook: () => ({ kind: 'delivery-receipt' }),
  createOwnEndpoint: () => ({ url: 'http://127.0.0.1:9/b' }),
  updateOwnEndpoint: () => ({ description: 'changed' }),
  rotateEndpointSecret: () => ({}),
  dryRunBudgets: () => ({}),
  allowNumber: ({ number }) => ({ number }),
  createTemplate: () => ({ name: 'made' }),
  changeTemplate: () => ({ name: 'changed' }),
  createFragment: () => ({ channel: 'voice', locale: 'en-us', text }),
  changeFragment: () => ({ text }),
  inspectFragment: () => ({ channel: 'sms', locale: 'en-us', text, brand: 'B' }),
};

/** Why an operation cannot be tried; undefined when it can. */
export function whatAdminMisses(operation: AdminOperation): string | undefined {
  const names = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const unknown = names.find((name) => name !== 'applicationId' && !(name in paramsOf));
  if (unknown !== undefined) return `no id for :${unknown}`;
  if (!operation.body || operation.access === 'anyone' || operation.name in bodies)
    return undefined;
  return 'no sample of its body';
}

export function adminCall(
  operation: AdminOperation,
  application: { readonly id: number; readonly kind: Kind },
  ids: AdminIds,
  session: Readonly<Record<string, string>>,
): Call {
  const path = operation.path
    // An address that answered 410 is named by its MAC: nobody's has.
    .replace('/endpoints/:endpointId/enable', `/endpoints/${'a'.repeat(64)}/enable`)
    .replaceAll(/:(\w+)/g, (_all, name: string) =>
      name === 'applicationId' ? String(application.id) : (paramsOf[name]?.(ids) ?? name),
    );
  const query = queries[operation.name]?.(ids);
  const body = bodies[operation.name]?.(ids, application.kind);
  return {
    method: operation.method,
    path: query ? `${path}?${new URLSearchParams(query)}` : path,
    headers: { ...session, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** Filters that a question cannot be asked without, and those that name somebody. */
const queries: Readonly<Record<string, (ids: AdminIds) => Record<string, string>>> = {
  describeQuality: () => ({ period: '24h', by: 'country' }),
  checkSender: () => ({ country: 'US', kind: 'long-number' }),
  explainAddress: ({ number }) => ({ address: number }),
  listVerifications: ({ number }) => ({ address: number }),
  listMessages: ({ number }) => ({ address: number }),
  listOptOuts: ({ number }) => ({ number }),
  listConsentEntries: ({ number }) => ({ number }),
};
