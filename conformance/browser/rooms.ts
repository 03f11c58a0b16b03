/** Every room of the console by its address; what each shows first when it is ready. */
import type { Page } from 'playwright-core';
import type { Told } from './room-stories.ts';

/** Ids of what the stories left. */
export interface Known extends Told {
  readonly applicationId: string;
  readonly verificationId: string;
}

export interface Room {
  readonly name: string;
  readonly path: (known: Known) => string;
  readonly ready: string;
}

/** A room of the application. */
const own = (name: string, path: string, ready: string): Room => ({
  name,
  path: ({ applicationId }) => `a/${applicationId}/${path}`,
  ready,
});
const common = (name: string, path: string, ready: string): Room => ({
  name,
  path: () => path,
  ready,
});

export const rooms: readonly Room[] = [
  own('get-started', 'get-started', 'Take your key'),
  own('handset', 'handset?numbers=447400000002,447400000001', 'Send a test verification'),
  own('verifications', 'verifications', 'Acme'),
  {
    name: 'verification',
    path: ({ applicationId, verificationId }) =>
      `a/${applicationId}/verifications/${verificationId}`,
    ready: 'Right code entered: verified',
  },
  {
    name: 'verification-no-code',
    path: ({ applicationId, optedOutId }) => `a/${applicationId}/verifications/${optedOutId}`,
    ready: 'No code reached the phone',
  },
  own('why-no-code', 'verifications?q=447500110003', 'keep codes from this person'),
  own('messages', 'messages', 'What the carrier said'),
  {
    name: 'message',
    path: ({ applicationId, failedMessageId }) => `a/${applicationId}/messages/${failedMessageId}`,
    ready: 'Handed to the carrier',
  },
  own('consent', 'consent', 'Opted out'),
  own('consent-ledger', 'consent?view=ledger', 'Subscriber by message'),
  own('numbers', 'numbers', 'In force: messages may be sent.'),
  own('numbers-buy', 'numbers/buy', 'A number of your own'),
  own('shared-short-code', 'numbers/shared-short-code', 'Codes of this installation'),
  own('apply', 'numbers/apply?use=two-factor', 'Nothing speaks against this text.'),
  own('brands', 'numbers/brands', 'No brand yet'),
  own('sender-rules', 'numbers/rules', 'Argentina'),
  {
    name: 'campaign',
    path: ({ applicationId, campaignId }) => `a/${applicationId}/numbers/campaigns/${campaignId}`,
    ready: 'Waiting for approval',
  },
  {
    name: 'edit-campaign',
    path: ({ applicationId, approvedCampaignId }) =>
      `a/${applicationId}/numbers/campaigns/${approvedCampaignId}/edit`,
    ready: 'Company name',
  },
  own('webhooks', 'webhooks', 'Retrying'),
  own('webhooks-endpoints', 'webhooks?view=endpoints', 'Send a test: verify v2 summary'),
  {
    name: 'webhook',
    path: ({ applicationId, webhookId }) => `a/${applicationId}/webhooks/${webhookId}`,
    ready: 'Attempt 1',
  },
  own('developers-calls', 'developers/calls', 'Failures only'),
  {
    name: 'developers-call',
    path: ({ applicationId, callId }) => `a/${applicationId}/developers/calls/${callId}`,
    ready: 'Parameters',
  },
  own('developers-templates', 'developers/templates', 'Create a template'),
  {
    name: 'developers-template',
    path: ({ applicationId, templateId }) =>
      `a/${applicationId}/developers/templates/${templateId}`,
    ready: 'New text',
  },
  own('developers-samples', 'developers/samples', 'Send a code'),
  own('developers-keys', 'developers/keys', 'API key and secrets'),
  own('quality', 'quality', 'Messages over time'),
  own('fraud', 'fraud', 'Saved in 7 days'),
  own('fraud-blocks', 'fraud?view=blocks', 'Near numbers'),
  own('fraud-decisions', 'fraud?view=decisions', 'A block is in force'),
  own('fraud-limits', 'fraud?view=limits', 'Try on the last seven days'),
  own('billing', 'billing', 'A sandbox application pays with play money'),
  common('review', 'review', 'Northwind Trading'),
  common('audit', 'audit', 'signed in'),
  common('settings-applications', 'settings/applications', 'Create an application'),
  {
    name: 'settings-application',
    path: ({ applicationId }) => `settings/applications/${applicationId}#receipts`,
    ready: 'How one looks',
  },
  common('settings-operators', 'settings/operators', 'owner@localhost'),
  common('settings-prices', 'settings/prices', 'Germany'),
  common('settings-security', 'settings/security', 'Password and code'),
  common('settings-sessions', 'settings/sessions', 'This one'),
  common('welcome', 'welcome', 'Choose how you sign in'),
];

export async function visit(
  page: Page,
  room: Room,
  known: Known & { readonly baseUrl: string },
): Promise<void> {
  await page.goto(`${known.baseUrl}/console/${room.path(known)}`);
  await page.getByText(room.ready).first().waitFor();
  const waiting = page.locator('[aria-busy="true"]');
  while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' });
}
