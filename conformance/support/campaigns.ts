/**
 * Campaigns by the console's own HTTP. The global set-up's operator is the only one who may review, so
 * they may approve what they submitted.
 */
import { callAdmin } from './admin.ts';
import type { JsonObject } from './http.ts';

export interface CampaignContent {
  readonly use?: 'two-factor' | 'alerts' | 'marketing';
  /** A shared short code of the sandbox. */
  readonly code?: string;
  readonly company?: string;
  readonly templates: readonly string[];
  readonly details?: JsonObject;
}

interface OwnNumber {
  readonly id: number;
  readonly sender: string;
  readonly campaign: { readonly id: number } | null;
}

/** Approves a campaign; one that is on the number makes room. Answers its id and number. */
export async function approveCampaign(
  applicationId: number,
  content: CampaignContent,
): Promise<{ readonly id: number; readonly code: string }> {
  const path = `/admin/applications/${applicationId}`;
  const { code = '98765', use = 'two-factor', company = 'Initech', templates } = content;
  const numberId = await freeNumber(path, code);
  const { details = use === 'two-factor' ? {} : usualDetails } = content;
  const body = { numberId, use, company, templates, details };
  const made = await callAdmin('POST', `${path}/campaigns`, body);
  const at = `${path}/campaigns/${made.id}`;
  await callAdmin('POST', `${at}/submit`);
  const decision = { decision: 'approve', revision: made.revision };
  await callAdmin('POST', `${at}/decision`, decision);
  return { id: Number(made.id), code };
}

/** Withdraws every campaign of an application, the sample too: two-factor answers status 101. */
export async function withdrawCampaigns(applicationId: number): Promise<void> {
  const path = `/admin/applications/${applicationId}`;
  for (const { campaign } of await numbersOf(path)) {
    if (campaign) await callAdmin('POST', `${path}/campaigns/${campaign.id}/withdraw`);
  }
}

async function freeNumber(path: string, code: string): Promise<number> {
  const number = (await numbersOf(path)).find(({ sender }) => sender === code);
  if (!number) {
    const wanted = { kind: 'shared-short-code', sender: code, country: 'US' };
    return Number((await callAdmin('POST', `${path}/numbers`, wanted)).id);
  }
  if (number.campaign) await callAdmin('POST', `${path}/campaigns/${number.campaign.id}/withdraw`);
  return number.id;
}

async function numbersOf(path: string): Promise<readonly OwnNumber[]> {
  const { items } = await callAdmin('GET', `${path}/numbers`);
  return items as unknown as OwnNumber[]; // the admin API's types are generated and tested elsewhere
}

const usualDetails: JsonObject = {
  programme: 'Initech server alerts',
  description: 'Tells the people on duty that a server is down.',
  frequency: 'as often as servers fail',
  helpText: 'Initech alerts: write to help@initech.example. Reply STOP to opt out.',
  stopText: 'Initech alerts: you will get no more messages.',
  supportEmail: 'help@initech.example',
  contactName: 'Ada',
  contactEmail: 'ada@initech.example',
  contactPhone: '+1 202 555 0100',
  optIn: 'web',
  termsUrl: 'https://initech.example/terms',
  privacyUrl: 'https://initech.example/privacy',
  isTcpaConfirmed: true,
};
