/** A number is what messages come from: a short code, a long number, a toll-free one, or a name. */
import type { CampaignState, CampaignUse } from '../campaigns/campaign.ts';

export const numberKinds = [
  'shared-short-code',
  'dedicated-short-code',
  'long-number',
  'toll-free',
  'alphanumeric',
] as const;
export type NumberKind = (typeof numberKinds)[number];

export const registrationStates = ['none', 'submitted', 'registered', 'refused'] as const;
export type RegistrationState = (typeof registrationStates)[number];

/** What a registry says about a number (toll-free verification, sender id registration). */
export interface NumberRegistration {
  readonly state: RegistrationState;
  readonly registryId: string | null;
  readonly expiresAt: Date | null;
}

export interface OwnedNumber {
  readonly id: number;
  readonly applicationId: number;
  readonly kind: NumberKind;
  /** Digits without plus, or up to eleven letters and digits. */
  readonly sender: string;
  /** ISO 3166 alpha-2 of the country it is used in. */
  readonly country: string;
  readonly registration: NumberRegistration;
  /** The registration says so, and has not run out. */
  readonly isRegistered: boolean;
  readonly createdAt: Date;
  /** The campaign on it that is on its way or in force. */
  readonly campaign: {
    readonly id: number;
    readonly use: CampaignUse;
    readonly state: CampaignState;
    /** Sends may use it now. */
    readonly isInForce: boolean;
  } | null;
}

/** A short code the owner lets several applications use. */
export interface SharedShortCode {
  readonly code: string;
  /** Which applications may take it. */
  readonly kind: 'sandbox' | 'live';
  readonly country: string;
  /** Applications that have it now. */
  readonly users: number;
  readonly createdAt: Date;
}
