/**
 * What a message is going to cost, and what limits how much an application may spend. Asked before a
 * message is queued: money is taken in the statement that queues it, and given back by the one that
 * says it was not sent.
 */
import type { ApplicationKind, ApplicationSettings } from '../applications/application.ts';
import type { CodeMessage } from '../channels/contract.ts';

export interface QuoteRequest {
  readonly settings: ApplicationSettings;
  readonly channel: string;
  /** ISO 3166 alpha-2 of the recipient; null for an email address. */
  readonly country: string | null;
  readonly message: CodeMessage;
}

/**
 * Counts the parts (which also proves the template) and prices them, units of kernel/money.ts.
 * @throws PlatformError `invalid_template`
 */
export type Quote = (request: QuoteRequest) => {
  readonly segments: number;
  readonly charge: number;
};

export interface QuoteDeps {
  /** Message parts it will be billed as. @throws PlatformError `invalid_template` */
  readonly countSegments: (channel: string, message: CodeMessage) => number;
  /** Price of one part, units of kernel/money.ts. */
  readonly priceOf: (part: Omit<QuoteRequest, 'message'>) => number;
}

export function createQuote(deps: QuoteDeps): Quote {
  return ({ message, ...part }) => {
    const segments = deps.countSegments(part.channel, message);
    return { segments, charge: deps.priceOf(part) * segments };
  };
}

/** A live application spends no more than it has; caps hold for every kind. */
export function spendLimits(application: {
  kind: ApplicationKind;
  settings: ApplicationSettings;
}): {
  isGuarded: boolean;
  hourCap: string | null;
  dayCap: string | null;
} {
  const { hour, day } = application.settings.spendCaps;
  return { isGuarded: application.kind === 'live', hourCap: hour, dayCap: day };
}
