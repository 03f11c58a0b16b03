/** A campaign as it is typed: flat, every field a text or a tick. */
import type { Campaign, CampaignDetails, CampaignUse } from 'countersign/admin';

type TextName = Exclude<keyof CampaignDetails, 'isRecurring' | 'isTcpaConfirmed' | 'optIn'>;

export type DraftDetails = Record<TextName, string> & {
  readonly optIn: NonNullable<CampaignDetails['optIn']> | '';
  readonly isTcpaConfirmed: boolean;
  readonly isRecurring: boolean;
};

export interface CampaignDraft {
  readonly use: CampaignUse;
  readonly company: string;
  readonly templates: readonly string[];
  readonly details: DraftDetails;
  readonly brandId: number | null;
}

const noDetails: DraftDetails = {
  programme: '',
  description: '',
  frequency: '',
  supportEmail: '',
  supportPhone: '',
  contactName: '',
  contactEmail: '',
  contactPhone: '',
  optIn: '',
  optInUrl: '',
  helpText: '',
  stopText: '',
  startText: '',
  termsUrl: '',
  privacyUrl: '',
  originBound: '',
  androidHash: '',
  isTcpaConfirmed: false,
  isRecurring: false,
};

/** What a new campaign of each use begins with. */
const firstText: Readonly<Record<CampaignUse, string>> = {
  'two-factor': '${company} code: ${pin}. Reply STOP to opt out, HELP for help.',
  alerts: '${company}: your appointment is at ${time}. Reply STOP to end, HELP for help.',
  marketing: '${company}: ${text} Reply STOP to end, HELP for help.',
};

export function newDraft(use: CampaignUse): CampaignDraft {
  const isRecurring = use !== 'two-factor';
  return {
    use,
    company: '',
    templates: [firstText[use]],
    details: { ...noDetails, isRecurring },
    brandId: null,
  };
}

/** Of an approved campaign with an edit under way, the edit. */
export function draftOf(campaign: Campaign): CampaignDraft {
  const { company, templates, details } = campaign.proposal ?? campaign;
  return {
    use: campaign.use,
    company,
    templates,
    // JSON leaves members out; it never holds an undefined one.
    details: { ...noDetails, ...(details as Partial<DraftDetails>) },
    brandId: campaign.brandId,
  };
}

/** What is sent: fields that were left empty are left out. */
export function contentOf(draft: CampaignDraft): {
  company: string;
  templates: string[];
  details: CampaignDetails;
} {
  const details = Object.fromEntries(
    Object.entries(draft.details)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== '' && value !== false),
  );
  return {
    company: draft.company.trim(),
    templates: draft.templates.map((text) => text.trim()),
    details,
  };
}
