/** Every room of the console by its address; what each shows first when it is ready. */
import type { Page } from 'playwright-core';

export interface Room {
  readonly name: string;
  readonly path: (known: { applicationId: string; verificationId: string }) => string;
  readonly ready: string;
}

export const rooms: readonly Room[] = [
  {
    name: 'get-started',
    path: ({ applicationId }) => `a/${applicationId}/get-started`,
    ready: 'Take your key',
  },
  {
    name: 'handset',
    path: ({ applicationId }) => `a/${applicationId}/handset?numbers=447400000002,447400000001`,
    ready: 'Send a test verification',
  },
  {
    name: 'verifications',
    path: ({ applicationId }) => `a/${applicationId}/verifications`,
    ready: 'Northwind Trading',
  },
  {
    name: 'verification',
    path: ({ applicationId, verificationId }) =>
      `a/${applicationId}/verifications/${verificationId}`,
    ready: 'Right code entered: verified',
  },
  {
    name: 'messages',
    path: ({ applicationId }) => `a/${applicationId}/messages`,
    ready: 'What the carrier said',
  },
  {
    name: 'message',
    path: ({ applicationId, verificationId }) => `a/${applicationId}/messages/${verificationId}`,
    ready: 'Handed to the carrier',
  },
  {
    name: 'quality',
    path: ({ applicationId }) => `a/${applicationId}/quality`,
    ready: 'Messages over time',
  },
  {
    name: 'consent',
    path: ({ applicationId }) => `a/${applicationId}/consent`,
    ready: 'Nobody has said anything yet',
  },
  {
    name: 'webhooks',
    path: ({ applicationId }) => `a/${applicationId}/webhooks`,
    ready: 'Endpoints',
  },
  {
    name: 'fraud',
    path: ({ applicationId }) => `a/${applicationId}/fraud`,
    ready: 'Saved in 7 days',
  },
  {
    name: 'fraud-limits',
    path: ({ applicationId }) => `a/${applicationId}/fraud?view=limits`,
    ready: 'Try on the last seven days',
  },
  {
    name: 'billing',
    path: ({ applicationId }) => `a/${applicationId}/billing`,
    ready: 'A sandbox application pays with play money',
  },
  {
    name: 'settings-applications',
    path: () => 'settings/applications',
    ready: 'Create an application',
  },
  {
    name: 'settings-application',
    path: ({ applicationId }) => `settings/applications/${applicationId}#receipts`,
    ready: 'How one looks',
  },
  { name: 'settings-operators', path: () => 'settings/operators', ready: 'owner@localhost' },
  { name: 'settings-prices', path: () => 'settings/prices', ready: 'No price list yet' },
  { name: 'settings-security', path: () => 'settings/security', ready: 'Password and code' },
  { name: 'settings-sessions', path: () => 'settings/sessions', ready: 'This one' },
  { name: 'audit', path: () => 'audit', ready: 'signed in' },
  { name: 'welcome', path: () => 'welcome', ready: 'Choose how you sign in' },
];

export async function visit(
  page: Page,
  room: Room,
  known: { baseUrl: string; applicationId: string; verificationId: string },
): Promise<void> {
  await page.goto(`${known.baseUrl}/console/${room.path(known)}`);
  await page.getByText(room.ready).first().waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
}
