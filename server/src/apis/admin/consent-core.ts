/** What the room Consent needs of the core. */
import type { ConsentKind, ConsentSource } from '../../consent/consent.ts';

export interface ConsentStanding {
  /** Stands for number and sender: numbers themselves are not shown whole. */
  readonly id: string;
  readonly maskedAddress: string;
  /** `*`: every sender of the application. */
  readonly sender: string;
  readonly isOptedOut: boolean;
  readonly optedOutAt: Date | null;
  readonly optedInAt: Date | null;
}

export interface ConsentLedgerEntry {
  readonly id: number;
  readonly at: Date;
  readonly maskedAddress: string;
  readonly sender: string;
  readonly change: ConsentKind;
  readonly source: ConsentSource;
  readonly actor: string;
  readonly evidence: {
    readonly text?: string;
    readonly page?: string;
    readonly clientAddress?: string;
  };
}

interface ConsentPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface ConsentCore {
  listStandings(query: {
    applicationId: number;
    address?: string;
    sender?: string;
    isOptedOut?: boolean;
    before?: string;
    limit: number;
  }): Promise<ConsentPage<ConsentStanding>>;
  listConsentEntries(query: {
    applicationId: number;
    address?: string;
    standing?: string;
    change?: ConsentKind;
    before?: string;
    limit: number;
  }): Promise<ConsentPage<ConsentLedgerEntry>>;
  /**
   * On the word of somebody who spoke with the person. Of a number that stands in the list, or of any.
   * @throws PlatformError `not_found`, `invalid_parameter`.
   */
  setConsent(request: {
    applicationId: number;
    change: 'opt-in' | 'opt-out';
    who: { standing: string } | { address: string; sender?: string };
    evidence: { text: string; page?: string };
    actor: string;
  }): Promise<{ isNew: boolean }>;
}
