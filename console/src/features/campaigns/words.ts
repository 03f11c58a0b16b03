/** Plain words for campaigns: their uses, states, and who is waited for. */
import type {
  Campaign,
  CampaignDetails,
  CampaignState,
  CampaignUse,
  OptInItem,
} from 'countersign/admin';
import type { Tone } from '../../parts/badge.tsx';

export const useWord: Readonly<Record<CampaignUse, string>> = {
  'two-factor': 'Two-factor authentication',
  alerts: 'Alerts',
  marketing: 'Marketing',
};

const stateWord: Readonly<Record<CampaignState, { label: string; tone: Tone }>> = {
  draft: { label: 'Draft', tone: 'plain' },
  pending: { label: 'Pending', tone: 'warn' },
  approved: { label: 'Approved', tone: 'good' },
  refused: { label: 'Refused', tone: 'bad' },
  withdrawn: { label: 'Withdrawn', tone: 'plain' },
};

export function describeState(campaign: Campaign): { label: string; tone: Tone } {
  if (campaign.state === 'approved' && !campaign.isInForce) {
    return { label: 'Approved, not in force', tone: 'warn' };
  }
  return stateWord[campaign.state];
}

/** Who has to do something next, in a sentence. */
export function whoIsAwaited(campaign: Campaign): string {
  if (campaign.proposal) return 'An edit waits for a reviewer; the approved text is still sent.';
  switch (campaign.state) {
    case 'draft':
      return 'Waits for you: hand it in for review.';
    case 'pending':
      return 'Waits for a reviewer; nothing is sent with it yet.';
    case 'refused':
      return 'Waits for you: change what was asked for and hand it in again.';
    case 'withdrawn':
      return 'Ended for good.';
    default:
      return campaign.isInForce
        ? 'In force: messages may be sent.'
        : 'Waits for a registration that holds.';
  }
}

export const itemWord: Readonly<Record<OptInItem, string>> = {
  description: 'What is sent, and by whom',
  frequency: 'How often messages come',
  stop: 'How to opt out (STOP)',
  help: 'How to get help (HELP)',
  rates: 'Message and data rates',
  terms: 'Terms and conditions',
  privacy: 'Privacy policy',
};

export const detailWord: Readonly<Record<keyof CampaignDetails, string>> = {
  programme: 'Programme name',
  description: 'What is sent and what for',
  frequency: 'How often',
  isRecurring: 'Recurring',
  supportEmail: 'Support email',
  supportPhone: 'Support phone',
  contactName: 'Contact',
  contactEmail: 'Contact email',
  contactPhone: 'Contact phone',
  optIn: 'How people agree',
  optInUrl: 'Opt-in page',
  helpText: 'Answer to HELP',
  stopText: 'Answer to STOP',
  startText: 'Answer to START',
  termsUrl: 'Terms and conditions',
  privacyUrl: 'Privacy policy',
  originBound: 'Web site that fills the code in',
  androidHash: 'Android app hash',
  isTcpaConfirmed: 'Consent as the TCPA asks',
};

const optInWord: Readonly<Record<string, string>> = {
  web: 'On a web page',
  'marketing-material': 'Marketing material',
  other: 'Another way',
};

/** A detail as it is read; empty where nothing was said. */
export function detailText(value: string | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return optInWord[value] ?? value;
}
