/**
 * A campaign is the application for sending with one number: for what (use), in whose name (company)
 * and with which texts. States and what leads from one to the next; nothing here reads or writes.
 *
 *     draft ── submit ──► pending ── approve ──► approved ── (edit ► approve or refuse) ──┐
 *       ▲                  │   └──── refuse ───► refused ── submit ──► pending    ▲───────┘
 *       └── take back ─────┘          any of the four ── withdraw ──► withdrawn
 *
 * An edit of an approved campaign waits beside it: what was approved stays in force until the edit is
 * approved too.
 */
import { PlatformError } from '../kernel/errors.ts';
import type { CampaignDetails } from './campaign-details.ts';

export const campaignUses = ['two-factor', 'alerts', 'marketing'] as const;
export type CampaignUse = (typeof campaignUses)[number];

export const campaignStates = ['draft', 'pending', 'approved', 'refused', 'withdrawn'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** What a reviewer reads and approves. */
export interface CampaignContent {
  /** Fills `${company}`; 1 to 40 characters. */
  readonly company: string;
  /** One for two-factor and marketing, up to six for alerts, chosen by their place. */
  readonly templates: readonly string[];
  readonly details: CampaignDetails;
}

export interface Campaign extends CampaignContent {
  readonly id: number;
  readonly applicationId: number;
  readonly applicationName: string;
  readonly applicationKind: 'sandbox' | 'live';
  readonly number: {
    readonly id: number;
    readonly kind: string;
    readonly sender: string;
    readonly country: string;
  };
  readonly use: CampaignUse;
  readonly state: CampaignState;
  /** What an approved campaign would become by the edit that waits; null when none does. */
  readonly proposal: CampaignContent | null;
  /** Counts edits: whoever decides names the one they read. */
  readonly revision: number;
  /** Sends may use it now: approved, on a number that was kept, with registrations that hold. */
  readonly isInForce: boolean;
  readonly brandId: number | null;
  /** The registry's id of a 10DLC campaign. */
  readonly registryId: string | null;
  /** End of its registration; from then on it counts as not approved. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  /** Actor, e.g. `operator:1`. */
  readonly submittedBy: string | null;
  /** Five business days after the submission; null unless a review is awaited. */
  readonly reviewDueAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** Why it, or its last edit, was refused. */
  readonly reason: string | null;
}

/** How long a review may take. */
export const reviewBusinessDays = 5;

export type CampaignAct = 'edit' | 'submit' | 'take-back' | 'approve' | 'refuse' | 'withdraw';

/** Where an act leads from a state; a pair that is not here cannot be done. */
const transitions: Readonly<Record<CampaignState, Partial<Record<CampaignAct, CampaignState>>>> = {
  draft: { edit: 'draft', submit: 'pending', withdraw: 'withdrawn' },
  pending: {
    'take-back': 'draft',
    approve: 'approved',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  // These three are about the edit that waits; without one, only editing is possible.
  approved: {
    edit: 'approved',
    'take-back': 'approved',
    approve: 'approved',
    refuse: 'approved',
    withdraw: 'withdrawn',
  },
  refused: { edit: 'refused', submit: 'pending', withdraw: 'withdrawn' },
  withdrawn: {},
};

const needsProposal: ReadonlySet<CampaignAct> = new Set(['take-back', 'approve', 'refuse']);

/** @throws PlatformError `conflict` with the reason in one word. */
export function stateAfter(
  campaign: Pick<Campaign, 'state' | 'proposal'>,
  act: CampaignAct,
): CampaignState {
  const { state, proposal } = campaign;
  const next = transitions[state][act];
  if (!next) throw new PlatformError('conflict', { reason: reasonAgainst(state, act) });
  if (state === 'approved' && needsProposal.has(act) && proposal === null) {
    throw new PlatformError('conflict', { reason: 'campaign-not-in-review' });
  }
  return next;
}

/** A live long number in the United States is only carried with brand and campaign registered (10DLC). */
export function needsTenDlc(campaign: Pick<Campaign, 'applicationKind' | 'number'>): boolean {
  const { applicationKind, number } = campaign;
  return applicationKind === 'live' && number.kind === 'long-number' && number.country === 'US';
}

function reasonAgainst(state: CampaignState, act: CampaignAct): string {
  if (state === 'withdrawn') return 'campaign-withdrawn';
  if (state === 'pending') return 'campaign-in-review';
  if (act === 'submit') return 'campaign-approved-already';
  return 'campaign-not-in-review';
}
